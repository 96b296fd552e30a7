"""Does this installation really work: shown by doing a little of everything."""

from medcls_core.selftest.checks import Check, Step, run_checks, steps

__all__ = ["Check", "Step", "run_checks", "steps"]
