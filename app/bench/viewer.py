"""Walks through an image in the real window and times it."""

import time
from pathlib import Path
from typing import cast

import psutil
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from app.bench.heartbeat import Heartbeat
from app.commands import open_images, run_task
from app.context import AppContext
from app.driven_window import NotReady, opened_window, run_for, wait_until, work_off
from app.main import start
from app.main_window import MainWindow
from app.viewer.tile_store import CACHE_MB
from medcls_core.cli.bench_protocol import (
    Step,
    ViewerAnswer,
    ViewerRequest,
    read_request,
    write_answer,
)
from medcls_core.geometry import Point

FRAME_S = 1 / 60
JUMPS = 12
_JUMP_SCALE = 0.5


def drive(request_path: Path, answer_path: Path) -> None:
    """Do what the request asks and write the answer.

    Raises:
        NotReady: if the window does not come to rest.
    """
    request = cast("ViewerRequest", read_request(request_path, ViewerRequest))
    with opened_window(request.store) as (context, window):
        work_off()
        usable_ms = 1000 * (time.monotonic() - request.begun_s)
        start(context, [])
        wait_until(lambda: context.models.version is not None, "the models were not looked up")
        wait_until(lambda: context.runner.live() == 0, "the window did not come to rest")
        answer = _Walk(context, window, request).walk(usable_ms)
    write_answer(answer, answer_path)


def _give_size(window: MainWindow, inside: QWidget, width: int, height: int) -> None:
    """Make the window so large that what is inside has this size."""
    for _ in range(2):  # docks may give or take a little the first time
        more_width, more_height = width - inside.width(), height - inside.height()
        window.resize(window.width() + more_width, window.height() + more_height)
        work_off()


def memory_mb() -> float:
    """Resident memory of this process."""
    return float(psutil.Process().memory_info().rss) / 2**20


class _Paints(QObject):
    """Counts how often a widget was painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _widget: QObject, event: QEvent) -> bool:
        """Count a paint; everything goes its way."""
        self.count += event.type() == QEvent.Type.Paint
        return False


class _Walk:
    """One request in one window."""

    def __init__(self, context: AppContext, window: MainWindow, request: ViewerRequest) -> None:
        self._context, self._window, self._request = context, window, request
        self._view = window.slide.view
        self._paints = _Paints(self._view)
        self._peak_mb = self._start_mb = memory_mb()

    def walk(self, usable_ms: float) -> ViewerAnswer:
        sharp_ms, findings_ms, arrival_block_ms = self._open()
        frames = [self._frame(step) for step in self._request.steps]
        jumps = [self._jump(number) for number in range(JUMPS)]
        peak_mb = self._peak_mb
        blocks = self._while_inferring() if self._request.infer else (None, None)
        return ViewerAnswer(
            name="medcls",
            usable_ms=usable_ms,
            sharp_ms=sharp_ms,
            findings_ms=findings_ms,
            arrival_block_ms=arrival_block_ms,
            kinds=tuple(step.kind for step in self._request.steps),
            frames_ms=tuple(frames),
            jumps_ms=tuple(jumps),
            load_block_ms=blocks[0],
            block_ms=blocks[1],
            start_mb=self._start_mb,
            peak_mb=peak_mb,
            model_mb=None if blocks[1] is None else self._peak_mb,
            cache_mb=float(CACHE_MB),
            canvas=(self._view.width(), self._view.height()),
        )

    def _open(self) -> tuple[float, float, float]:
        """Milliseconds until the picture is sharp, until findings are drawn, and blocked then."""
        size = self._request.width, self._request.height
        _give_size(self._window, self._window.slide, *size)  # the slide itself is not shown yet
        view, begun = self._view, time.perf_counter()
        open_images.open_paths(self._context, [Path(self._request.image)])
        wait_until(lambda: view.source is not None and view.is_sharp, "the image was not sharp")
        view.repaint()
        sharp_ms = 1000 * (time.perf_counter() - begun)
        heart = Heartbeat()
        heart.start()
        wait_until(lambda: self._context.runner.live() == 0, "the findings were not read")
        work_off()
        view.repaint()
        findings_ms = 1000 * (time.perf_counter() - begun)
        heart.stop()
        _give_size(self._window, view, *size)
        wait_until(lambda: view.is_sharp and self._context.runner.live() == 0, "no rest")
        self._measure_memory()
        return sharp_ms, findings_ms, heart.longest_ms

    def _frame(self, step: Step) -> float:
        """One step: what the GUI thread takes for it and all that came meanwhile.

        The view paints when Qt asks it to, as it does for a reader: what a pan pushes along isn't
        drawn again.
        """
        paints = self._paints.count
        begun = time.perf_counter()
        self._view.look_at(Point(step.x_l0, step.y_l0), step.scale)
        work_off()
        if self._paints.count == paints:
            self._view.repaint()
        took = time.perf_counter() - begun
        self._measure_memory()
        if took < FRAME_S:
            run_for(FRAME_S - took)
        return 1000 * took

    def _jump(self, number: int) -> float:
        """Milliseconds from a jump to a place not seen yet until it is sharp."""
        source = self._view.source
        if source is None:
            raise NotReady("the image was closed")
        width, height = source.size_l0
        share = (number + 0.5) / JUMPS
        begun = time.perf_counter()
        self._view.look_at(Point(width * share, height * (1 - share)), _JUMP_SCALE)
        wait_until(lambda: self._view.is_sharp, "a jump did not become sharp")
        self._view.repaint()
        took = 1000 * (time.perf_counter() - begun)
        wait_until(lambda: self._context.runner.live() == 0, "tiles were not read")
        self._measure_memory()
        return took

    def _while_inferring(self) -> tuple[float | None, float | None]:
        """The longest block while a model is loaded and begins, and while it runs; None if none."""
        version = self._context.models.version
        if version is None or version.card.weights is None:
            return None, None
        return self._one_run(), self._one_run()

    def _one_run(self) -> float:
        """Walk while a model runs, then stop it; milliseconds of the longest block."""
        heart = Heartbeat()
        heart.start()
        run_task.run_task(self._context)
        for step in self._request.steps:
            self._frame(step)
            if self._context.work.doing(run_task.ANALYSE) is None:
                break
        heart.stop()
        run_task.cancel_run(self._context)
        wait_until(lambda: self._context.runner.live() == 0, "the model did not stop")
        return heart.longest_ms

    def _measure_memory(self) -> None:
        self._peak_mb = max(self._peak_mb, memory_mb())
