"""One runner for every background job of the window.

The shape is the tested one of the house style: one QObject, one signal (job id, event, payload)
that crosses the threads, a dict of live jobs that keeps each runnable alive until its ending
arrived, and callbacks called from the runner's own slot, so always on the GUI thread.
"""

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from typing import TypeVar, cast

from PySide6.QtCore import (
    QCoreApplication,
    QDeadlineTimer,
    QEvent,
    QObject,
    Qt,
    QThread,
    QThreadPool,
    Signal,
    Slot,
)

from app.jobs.job import Event, Job, Report
from medcls_core.errors import MedclsError
from medcls_core.progress import Progress

T = TypeVar("T")

_LOG = logging.getLogger(__name__)


class Lane(StrEnum):
    """Where a job waits; all but TILES have one thread each, so their jobs run in order."""

    GPU = "gpu"
    STORE = "store"
    TILES = "tiles"
    FETCH = "fetch"  # waits for a network or another program, minutes long


@dataclass(frozen=True, slots=True)
class _Live:
    """A job that hasn't ended, and whom to tell."""

    job: Job
    lane: Lane
    kind: str
    done: Callable[[object], None]
    failed: Callable[[MedclsError], None]
    progress: Callable[[int, int, str], None] | None
    cancelled: Callable[[], None] | None


class Runner(QObject):
    """Runs core functions in lanes and calls back on the GUI thread.

    Signals:
        crashed: traceback of a job that raised something else than a `MedclsError`.
        started, ended: (job id, kind) of every job, ended after its callback was called.
    """

    crashed = Signal(str)
    started = Signal(int, str)
    ended = Signal(int, str)
    _event = Signal(int, str, object)

    def __init__(self, parent: QObject | None = None, *, tile_threads: int | None = None) -> None:
        super().__init__(parent)
        self._ids = count(1)
        self._live: dict[int, _Live] = {}
        self._closing = False
        tiles = tile_threads or max(2, min(6, (os.cpu_count() or 2) - 1))
        self._pools = {lane: self._pool(tiles if lane is Lane.TILES else 1) for lane in Lane}
        for lane in (Lane.GPU, Lane.TILES):  # a verdict's way to the disk is short and goes first
            self._pools[lane].setThreadPriority(QThread.Priority.LowPriority)
        self._event.connect(self._receive, Qt.ConnectionType.QueuedConnection)

    def _pool(self, threads: int) -> QThreadPool:
        pool = QThreadPool(self)
        pool.setMaxThreadCount(threads)
        return pool

    def submit(  # noqa: PLR0913  (a job is its work and whom to tell; all but three have defaults)
        self,
        lane: Lane,
        kind: str,
        work: Callable[[Progress], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[MedclsError], None],
        progress: Callable[[int, int, str], None] | None = None,
        cancelled: Callable[[], None] | None = None,
        priority: int = 0,
    ) -> int:
        """Queue `work` in `lane`; a higher `priority` goes first among those that wait.

        Exactly one of `done`, `failed` and `cancelled` is called, or `crashed` is emitted.

        Returns:
            The job's id; 0 if the runner is shutting down and the job was refused.
        """
        if self._closing:
            return 0
        job = Job(next(self._ids), work, self._event.emit, stands_back=lane is not Lane.STORE)
        told = cast("Callable[[object], None]", done)
        self._live[job.job_id] = _Live(job, lane, kind, told, failed, progress, cancelled)
        self.started.emit(job.job_id, kind)
        self._pools[lane].start(job, priority)
        return job.job_id

    def cancel(self, job_id: int) -> None:
        """Ask a job to stop; it stops at its next report. An ended job is left alone."""
        live = self._live.get(job_id)
        if live is not None:
            live.job.cancel_wanted.set()

    def live(self) -> int:
        """How many jobs wait or run."""
        return len(self._live)

    def is_live(self, job_id: int) -> bool:
        """Whether the job waits or runs."""
        return job_id in self._live

    def is_idle(self, lane: Lane) -> bool:
        """Whether no job of the lane waits or runs."""
        return all(live.lane is not lane for live in self._live.values())

    def shutdown(self, limit_ms: int, *, gpu_limit_ms: int | None = None) -> bool:
        """Refuse new jobs, cancel all but the store's, wait, and deliver what arrived.

        Jobs of the store lane are never cancelled: a verdict given just before quitting is kept.

        Args:
            limit_ms: how long is waited at most.
            gpu_limit_ms: how long for models, which keep nothing on disk; None is `limit_ms`.

        Returns:
            Whether every job ended within the limit.
        """
        self._closing = True
        for live in self._live.values():
            if live.lane is not Lane.STORE:
                live.job.cancel_wanted.set()
        deadline = QDeadlineTimer(limit_ms)
        gpu = deadline if gpu_limit_ms is None else QDeadlineTimer(min(gpu_limit_ms, limit_ms))
        waits = [
            pool.waitForDone(gpu if lane is Lane.GPU else deadline)
            for lane, pool in self._pools.items()
        ]
        clean = all(waits)
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)
        if not clean:
            kinds = sorted(live.kind for live in self._live.values())
            _LOG.error("jobs still running at quit: %s", ", ".join(kinds))
        return clean

    @Slot(int, str, object)
    def _receive(self, job_id: int, kind: str, payload: object) -> None:
        live = self._live.get(job_id)
        if live is None:
            return
        event = Event(kind)
        if event is Event.PROGRESS:
            self._tell_progress(live, payload)
            return
        del self._live[job_id]
        try:
            self._tell_ending(live, event, payload)
        finally:
            self.ended.emit(job_id, live.kind)

    def _tell_progress(self, live: _Live, payload: object) -> None:
        wanted = live.progress is not None and not live.job.cancel_wanted.is_set()
        if wanted and live.progress is not None and isinstance(payload, Report):
            live.progress(payload.done, payload.total, payload.message)

    def _tell_ending(self, live: _Live, event: Event, payload: object) -> None:
        # Cancelled after the worker posted its result: the person's wish came first.
        late = live.job.cancel_wanted.is_set()
        if event is Event.CRASHED:
            _LOG.error("job %s crashed:\n%s", live.kind, payload)
            self.crashed.emit(str(payload))
        elif event is Event.FAILED and isinstance(payload, MedclsError) and not late:
            live.failed(payload)
        elif event is Event.DONE and not late:
            live.done(payload)
        elif live.cancelled is not None:
            live.cancelled()
