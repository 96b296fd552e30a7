"""The open label store: one object from which every session comes."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from medcls_core.errors import MedclsError, StoreUnusable
from medcls_core.language import Text
from medcls_core.store import anchors, integrity
from medcls_core.store.address import Address, read_address
from medcls_core.store.anchors import Anchor
from medcls_core.store.connecting import READ_ONLY, make_engine
from medcls_core.store.faults import faults_said
from medcls_core.store.migrating import bring_up_to_date
from medcls_core.store.tables import ReadRow

_QUICK_BYTES = 64 * 2**20
_IS_FOLDER = Text("it is a folder; give a file in it", "这是文件夹，请给出其中的文件")
_READ_ONLY_FILE = Text("the file can't be written", "文件不可写")


class LabelStore:
    """A store that is open and up to date. Sessions may be asked for from any thread."""

    def __init__(self, address: Address, engine: Engine) -> None:
        self._address = address
        self._engine = engine
        self._asking = engine.execution_options(**{READ_ONLY: True, "postgresql_readonly": True})

    @property
    def url(self) -> str:
        """The store's URL, fit to be shown: a password in it reads ***."""
        return self._address.url.set(query={}).render_as_string(hide_password=True)

    @property
    def path(self) -> Path | None:
        """The file of a SQLite store; None for a server."""
        return self._address.path

    @contextmanager
    def session(self, *, read_only: bool = False) -> Iterator[Session]:
        """One transaction: committed to disk when the block ends well, undone when it raises.

        The write lock is taken with the first statement, so keep the block short: no image is
        read and no network is run inside of one.

        Args:
            read_only: only questions are asked; they wait for no writer and see one moment.

        Raises:
            StoreBusy: if another process writes for longer than ten seconds.
            StoreUnusable: if the disk is full or the file or server fails.
        """
        engine = self._asking if read_only else self._engine
        with faults_said(self._address.shown), Session(engine, expire_on_commit=False) as session:
            yield session
            session.commit()
            anchors.keep(session, self._address)

    def lost(self) -> tuple[Anchor, ...]:
        """Heads that were kept outside of the store, of reads that it doesn't have.

        Empty is good. Else reads were cut off, or an older copy was put in the store's place.
        """
        with self.session(read_only=True) as session:
            return tuple(
                anchor
                for anchor in anchors.all_of(self._address)
                if session.scalar(select(ReadRow.number).where(ReadRow.hash == anchor.head)) is None
            )

    def close(self) -> None:
        """Let go of the file; sessions are a defect afterwards."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_store(url: str | None = None, *, examine: bool = True) -> LabelStore:
    """Open the label store at `url`; make it if there is none, migrate it if it is older.

    Args:
        url: a SQLAlchemy URL or a plain file path; None is `default_store_url()`.
        examine: refuse a damaged file. One of more than 64 MB isn't looked at as a whole, which
            would take seconds; the window does so while one works.

    Raises:
        InputInvalid: if `url` makes no sense.
        StoreTooNew: if a newer program wrote it; nothing is changed.
        StoreDamaged: if its file is.
        StoreUnusable: if it isn't a label store of ours, or its disk or server fails.
        StoreBusy: if another program holds the lock for too long.
    """
    address = read_address(url)
    if address.path is not None:
        _make_folder(address.path)
        if examine and address.path.exists() and address.path.stat().st_size <= _QUICK_BYTES:
            integrity.check(address.path)
    bring_up_to_date(address)
    store = LabelStore(address, make_engine(address))
    try:
        for anchor in store.lost():
            anchors.set_aside(address, anchor)  # the next read would be written over it
    except MedclsError:
        store.close()
        raise
    return store


def _make_folder(path: Path) -> None:
    """The folder of the store's file, checked before SQLite gives a worse answer.

    Raises:
        StoreUnusable: if `path` is a folder, or its own folder can't be made or written.
    """
    if path.is_dir():
        raise StoreUnusable(str(path), _IS_FOLDER)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise StoreUnusable(
            str(path),
            Text(
                f"its folder can't be made ({problem.strerror})",
                f"无法创建其文件夹（{problem.strerror}）",
            ),
        ) from problem
    if not os.access(path.parent, os.W_OK):
        raise StoreUnusable(
            str(path),
            Text(f"the folder {path.parent} can't be written", f"文件夹 {path.parent} 不可写"),
        )
    if path.exists() and not os.access(path, os.W_OK):
        raise StoreUnusable(str(path), _READ_ONLY_FILE)
