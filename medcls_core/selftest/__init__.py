"""Does this installation really work: shown by doing a little of everything."""

from medcls_core.selftest.checks import Check, Step, run_checks, steps
from medcls_core.selftest.page import STATE_WORDS, as_json, write_page

__all__ = ["STATE_WORDS", "Check", "Step", "as_json", "run_checks", "steps", "write_page"]
