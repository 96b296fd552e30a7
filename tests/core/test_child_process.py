"""A program run to its end: what it said, and that nobody it leaves behind is waited for."""

import subprocess
import sys
import time

import pytest

from medcls_core.child_process import run_to_end

_LEAVES_SOMEBODY = """
import subprocess, sys
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(20)"])
print("done")
"""


def test_what_it_said_and_how_it_ended():
    code = "import os, sys; print('中'); print('odd\\nlast', file=sys.stderr); sys.exit(3)"
    ended = run_to_end([sys.executable, "-X", "utf8", "-c", code], 60)
    assert (ended.code, ended.said.strip(), ended.reason) == (3, "中", "last")


def test_a_silent_end_is_told_by_its_code():
    assert run_to_end([sys.executable, "-c", "raise SystemExit(4)"], 60).reason == "exit code 4"


def test_who_it_leaves_behind_is_not_waited_for():
    begun = time.monotonic()
    assert run_to_end([sys.executable, "-c", _LEAVES_SOMEBODY], 60).said == "done\n"
    assert time.monotonic() - begun < 15  # the one left behind sleeps for twenty


def test_who_takes_too_long_is_stopped():
    with pytest.raises(subprocess.TimeoutExpired):
        run_to_end([sys.executable, "-c", "import time; time.sleep(60)"], 0.5)
