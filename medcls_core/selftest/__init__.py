"""Does this installation really work: shown by doing a little of everything."""

from medcls_core.selftest.checks import Check, Step, run_checks, steps
from medcls_core.selftest.page import as_json, write_page

__all__ = ["Check", "Step", "as_json", "run_checks", "steps", "write_page"]
