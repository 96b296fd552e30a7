"""The label store behind its lane: opened by the first job that needs it, used by one thread."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from app.jobs.runner import Lane, Runner
from medcls_core.errors import MedclsError
from medcls_core.progress import Progress

if TYPE_CHECKING:  # the store package loads the database library, which the window needn't wait for
    from medcls_core.store import LabelStore

T = TypeVar("T")

_LOG = logging.getLogger(__name__)


class StoreLane:
    """Runs functions of the open label store, one after the other, in the order they came.

    The store is opened on first use; if that fails every job fails with the reason, and the next
    one tries again.

    Args:
        runner: whose STORE lane is used.
        url: SQLAlchemy URL; None is the file in the user's data folder.
    """

    def __init__(self, runner: Runner, url: str | None) -> None:
        self._runner = runner
        self._url = url
        self._store: LabelStore | None = None

    def submit(
        self,
        kind: str,
        work: "Callable[[LabelStore], T]",
        *,
        done: Callable[[T], None],
        failed: Callable[[MedclsError], None],
    ) -> int:
        """Queue `work`; what it did is committed when `done` is called on the GUI thread."""

        def job(_: Progress) -> T:
            return work(self._opened())

        return self._runner.submit(Lane.STORE, kind, job, done=done, failed=failed)

    def submit_closed(
        self,
        kind: str,
        work: Callable[[], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[MedclsError], None],
    ) -> int:
        """Queue `work` on a store that is closed meanwhile: its file may be replaced."""

        def job(_: Progress) -> T:
            self.close()
            return work()

        return self._runner.submit(Lane.STORE, kind, job, done=done, failed=failed)

    def open_early(self) -> None:
        """Open the store before anybody needs it; if that fails, the first who does is told."""
        self._runner.submit(
            Lane.STORE,
            "open store",
            lambda _: self._opened(),
            done=lambda _: None,
            failed=lambda _: None,
        )

    def change_url(self, url: str | None) -> None:
        """Use another store for every job queued from now on."""

        def job(_: Progress) -> None:
            self.close()
            self._url = url

        self._runner.submit(
            Lane.STORE, "change store", job, done=lambda _: None, failed=lambda _: None
        )

    @property
    def shown_url(self) -> str:
        """Where the labels are kept, without a password; empty until the store was opened."""
        return "" if self._store is None else self._store.url

    def close(self) -> None:
        """Let go of the store; called when the runner has shut down."""
        if self._store is not None:
            self._store.close()
            self._store = None
            _LOG.info("label store closed")

    def _opened(self) -> "LabelStore":
        if self._store is None:
            from medcls_core.store import open_store  # noqa: PLC0415  (0.4 s, in the job's thread)

            self._store = open_store(self._url)
            _LOG.info("label store opened")
        return self._store
