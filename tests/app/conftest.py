"""Fixtures of the window's tests: no screen, one application, no job left behind."""

import os
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication

from app.jobs import Runner


@pytest.fixture
def runner(qapp: QApplication) -> Iterator[Runner]:  # noqa: ARG001  (there must be one)
    """A runner that must have nothing left to do when the test ends."""
    runner = Runner(tile_threads=2)
    yield runner
    left = runner.live()
    assert runner.shutdown(5000), "a job did not stop when it was cancelled"
    assert left == 0, f"the test left {left} jobs running"
