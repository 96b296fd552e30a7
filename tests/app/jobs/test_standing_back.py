"""Who stands back behind the window, and who doesn't."""

import os
import sys
import threading

import pytest

from app.jobs import Lane
from app.jobs.standing_back import NICENESS


def niceness(_progress: object) -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


@pytest.mark.skipif(sys.platform != "linux", reason="niceness by thread is Linux's")
@pytest.mark.parametrize(
    ("lane", "more"), [(Lane.TILES, NICENESS), (Lane.GPU, NICENESS), (Lane.STORE, 0)]
)
def test_all_but_the_store_stand_back(runner, qtbot, lane, more):
    found = []
    runner.submit(lane, "ask", niceness, done=found.append, failed=found.append)
    qtbot.waitUntil(lambda: runner.live() == 0)
    assert found == [min(19, niceness(None) + more)]
