"""Gives verdicts by keys in the real window and times each."""

import time
from itertools import cycle, islice
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.commands import open_images
from app.context import AppContext
from app.driven_window import NotReady, opened_window, wait_until, work_off
from app.main import start
from app.main_window import MainWindow
from medcls_core.cli.bench_protocol import (
    ReviewAnswer,
    ReviewRequest,
    read_request,
    write_answer,
)

KEYS = (Qt.Key.Key_A, Qt.Key.Key_2, Qt.Key.Key_A, Qt.Key.Key_X, Qt.Key.Key_U)
"""Accept, another class, reject, cannot tell, over and over; each goes on to the next finding."""


def drive(request_path: Path, answer_path: Path) -> None:
    """Do what the request asks and write the answer.

    Raises:
        NotReady: if the window does not come to rest.
    """
    request = cast("ReviewRequest", read_request(request_path, ReviewRequest))
    with opened_window(request.store) as (context, window):
        start(context, [])
        wait_until(lambda: context.models.version is not None, "the models were not looked up")
        wait_until(lambda: context.runner.live() == 0, "the window did not come to rest")
        open_images.open_paths(context, [Path(request.image)])
        wait_until(lambda: bool(context.review.queue), "there were no findings")
        wait_until(lambda: context.runner.live() == 0, "the window did not come to rest")
        _take_focus(window)
        answer = _Keys(context, window).press(request.verdicts)
    write_answer(answer, answer_path)


def _take_focus(window: MainWindow) -> None:
    """Make the window take keys, on a screen without a window manager too."""
    window.activateWindow()
    work_off()
    if not window.isActiveWindow():
        QApplication.setActiveWindow(window)


class _Keys:
    """Presses keys, one after the other is saved."""

    def __init__(self, context: AppContext, window: MainWindow) -> None:
        self._context, self._window = context, window

    def press(self, verdicts: int) -> ReviewAnswer:
        redraw, saved, following = [], [], []
        for key in islice(cycle(KEYS), verdicts):
            times = self._one(key)
            redraw.append(times[0])
            saved.append(times[1])
            following.append(times[2])
        return ReviewAnswer(tuple(redraw), tuple(saved), tuple(following))

    def _one(self, key: Qt.Key) -> tuple[float, float, float]:
        """Milliseconds from the key to the redraw, to 'saved', and until the next crop is shown."""
        review = self._context.review
        before = len(review.reads)
        begun = time.perf_counter()
        QTest.keyClick(self._window.slide.view, key)
        work_off()
        redrawn = time.perf_counter()
        if len(review.reads) != before + 1:
            raise NotReady(f"key {before + 1} gave no verdict")
        wait_until(lambda: review.unsaved() == 0, "a verdict was not saved")
        saved = time.perf_counter()
        wait_until(lambda: self._context.runner.live() == 0, "the next crop was not read")
        shown = time.perf_counter()
        return 1000 * (redrawn - begun), 1000 * (saved - begun), 1000 * (shown - begun)
