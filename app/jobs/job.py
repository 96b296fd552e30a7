"""One piece of work in a lane: runs the core function and says what became of it."""

import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QRunnable

from app.jobs.standing_back import stand_back
from medcls_core.errors import MedclsError
from medcls_core.progress import Cancelled, Progress

PROGRESS_INTERVAL_S = 0.05
"""Reports closer together than this are dropped, except the last one of a job."""


class Event(StrEnum):
    """What a worker tells the GUI thread; everything but PROGRESS ends the job."""

    PROGRESS = "progress"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    CRASHED = "crashed"


@dataclass(frozen=True, slots=True)
class Report:
    """Payload of a PROGRESS event."""

    done: int
    total: int
    message: str


Post = Callable[[int, Event, object], None]
"""Hands (job id, event, payload) to the GUI thread."""


class JobProgress:
    """The `Progress` a job's work is given: forwards reports and raises when cancelled."""

    def __init__(self, report: Callable[[Report], None], cancel_wanted: threading.Event) -> None:
        self._report = report
        self._cancel_wanted = cancel_wanted
        self._reported_at = 0.0

    def update(self, done: int, total: int, message: str = "") -> None:
        """Report `done` of `total`, unless another report was just sent.

        Raises:
            Cancelled: if the job was cancelled.
        """
        if self._cancel_wanted.is_set():
            raise Cancelled
        now = time.monotonic()
        if done >= total or now - self._reported_at >= PROGRESS_INTERVAL_S:
            self._reported_at = now
            self._report(Report(done, total, message))


class Job(QRunnable):
    """Work with its cancel switch; the runner keeps it alive until its last event arrived."""

    def __init__(
        self,
        job_id: int,
        work: Callable[[Progress], object],
        post: Post,
        *,
        stands_back: bool = False,
    ) -> None:
        super().__init__()
        self._stands_back = stands_back
        self.setAutoDelete(False)
        self.job_id = job_id
        self.cancel_wanted = threading.Event()
        self._work = work
        self._post = post

    def run(self) -> None:
        """Run the work and post exactly one ending; called by the pool's thread."""
        if self._stands_back:
            stand_back()
        event, payload = self._outcome()
        self._post(self.job_id, event, payload)

    def _outcome(self) -> tuple[Event, object]:
        progress = JobProgress(
            lambda report: self._post(self.job_id, Event.PROGRESS, report), self.cancel_wanted
        )
        try:
            progress_allowed = not self.cancel_wanted.is_set()
            payload = self._work(progress) if progress_allowed else None
        except Cancelled:
            return Event.CANCELLED, None
        except MedclsError as problem:
            return Event.FAILED, problem
        except Exception:  # noqa: BLE001  (the one place where our defects of jobs surface)
            return Event.CRASHED, traceback.format_exc()
        # A result that nobody waits for any more is not delivered.
        return (Event.CANCELLED, None) if self.cancel_wanted.is_set() else (Event.DONE, payload)
