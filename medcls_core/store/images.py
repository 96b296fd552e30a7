"""Queries about image files."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol
from uuid import UUID, uuid4

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from medcls_core.geometry import Size
from medcls_core.store import readers
from medcls_core.store.columns import now_utc
from medcls_core.store.tables import ImageRemovalRow, ImageRow


class PixelSizeLike(Protocol):
    """What is kept of a pixel size; `medcls_core.images.PixelSize` is one."""

    @property
    def mpp(self) -> float:
        """Micrometres per level-0 pixel."""

    @property
    def origin(self) -> str:
        """Who said so: 'file' or 'user'."""


@dataclass(frozen=True, slots=True)
class StoredImage:
    """An image the store knows; `path` is where it was last seen and may be gone.

    `relative_path` is the way from the store file's folder, None where there is none. `mpp` is in
    micrometres per level-0 pixel, None as long as neither the file nor a person said.
    """

    uuid: UUID
    quick_hash: str
    path: Path
    relative_path: str | None
    size_l0: Size
    mpp: float | None
    mpp_origin: str | None
    added_utc: datetime


def remember(
    session: Session,
    path: Path,
    quick_hash: str,
    size_l0: Size,
    pixel_size: PixelSizeLike | None,
) -> StoredImage:
    """The image with this content, made if new.

    A known image that was moved gets its new path. A pixel size replaces the one known before;
    None leaves that as it is, so a size that a person gave once is not asked for again.
    """
    path = Path(os.path.abspath(path))  # noqa: PTH100  (links stay links)
    row = session.scalar(select(ImageRow).where(ImageRow.quick_hash == quick_hash))
    if row is None:
        row = ImageRow(
            uuid=uuid4(),
            quick_hash=quick_hash,
            width_l0=size_l0.width,
            height_l0=size_l0.height,
            added_utc=now_utc(),
        )
        session.add(row)
    row.path = str(path)
    row.relative_path = _relative_to_store(session, path)
    if pixel_size is not None:
        row.mpp, row.mpp_origin = pixel_size.mpp, str(pixel_size.origin)
    session.flush()
    return _stored(row)


def find_by_hash(session: Session, quick_hash: str) -> StoredImage | None:
    """The image with this content; None if the store has never seen it."""
    row = session.scalar(select(ImageRow).where(ImageRow.quick_hash == quick_hash))
    return None if row is None else _stored(row)


def find_all_by_hash(session: Session, hashes: Mapping[Path, str]) -> dict[Path, StoredImage]:
    """Of files by their content those that the store knows."""
    found = {path: find_by_hash(session, content) for path, content in hashes.items()}
    return {path: image for path, image in found.items() if image is not None}


def find(session: Session, uuid: UUID) -> StoredImage | None:
    """The image of that uuid; None if there is none."""
    row = session.get(ImageRow, uuid)
    return None if row is None else _stored(row)


def all(session: Session) -> list[StoredImage]:  # noqa: A001  (read as `images.all`)
    """Every image but those in the bin, the first known first."""
    gone = _in_bin(session)
    rows = session.scalars(select(ImageRow).order_by(ImageRow.added_utc, ImageRow.uuid))
    return [_stored(row) for row in rows if row.uuid not in gone]


def in_bin(session: Session) -> list[StoredImage]:
    """The images that were put into the bin and not taken back, the first known first."""
    gone = _in_bin(session)
    rows = session.scalars(select(ImageRow).order_by(ImageRow.added_utc, ImageRow.uuid))
    return [_stored(row) for row in rows if row.uuid in gone]


def put_in_bin(
    session: Session, uuid: UUID, reader: str, *, removed: bool, reason: str | None = None
) -> bool:
    """Leave an image out of every list, count, file and training set, or take it back.

    Everything that is known of it stays in the store.

    Args:
        session: of the store.
        uuid: the image's.
        reader: who does it.
        removed: put away, or taken back.
        reason: in the reader's words; None or blank where there is none.

    Returns:
        Whether that changed anything.
    """
    if (uuid in _in_bin(session)) == removed:
        return False
    row = {
        "image_uuid": uuid,
        "reader": readers.remember(session, reader).name,
        "removed": removed,
        "time_utc": now_utc(),
        "reason": (reason or "").strip() or None,
    }
    session.connection().execute(insert(ImageRemovalRow), row)
    return True


def is_in_bin(session: Session, uuid: UUID) -> bool:
    """Whether an image is in the bin."""
    return uuid in _in_bin(session)


def _in_bin(session: Session) -> set[UUID]:
    rows = session.execute(
        select(ImageRemovalRow.image_uuid, ImageRemovalRow.removed).order_by(ImageRemovalRow.number)
    )
    last = {row.image_uuid: row.removed for row in rows}
    return {uuid for uuid, removed in last.items() if removed}


def missing(session: Session) -> list[StoredImage]:
    """The images whose files are neither where they were nor beside the store's file."""
    return [one for one in all(session) if locate(session, one) is None]


def locate(session: Session, image: StoredImage) -> Path | None:
    """Where the file is now: its last place, or the same place seen from the store's folder.

    None if it is at neither; the caller then asks for it, and `remember` knows it by its content.
    """
    if image.path.exists():
        return image.path
    folder = _store_folder(session)
    if folder is None or image.relative_path is None:
        return None
    moved_along = Path(os.path.normpath(folder / image.relative_path))
    return moved_along if moved_along.exists() else None


def _store_folder(session: Session) -> Path | None:
    url = session.get_bind().engine.url
    if url.get_backend_name() != "sqlite" or url.database is None:
        return None
    return Path(url.database).parent


def _relative_to_store(session: Session, path: Path) -> str | None:
    folder = _store_folder(session)
    if folder is None:
        return None
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive on Windows
        return None


def _stored(row: ImageRow) -> StoredImage:
    return StoredImage(
        uuid=row.uuid,
        quick_hash=row.quick_hash,
        path=Path(row.path),
        relative_path=row.relative_path,
        size_l0=Size(row.width_l0, row.height_l0),
        mpp=row.mpp,
        mpp_origin=row.mpp_origin,
        added_utc=row.added_utc,
    )
