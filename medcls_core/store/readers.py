"""Queries about the people who read."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from medcls_core.errors import InputInvalid
from medcls_core.language import Text
from medcls_core.store.columns import now_utc
from medcls_core.store.tables import ReaderRow

_LONGEST_NAME = 255
_NAME = Text(f"a name has 1 to {_LONGEST_NAME} characters", f"姓名应为 1 至 {_LONGEST_NAME} 个字符")


@dataclass(frozen=True, slots=True)
class Reader:
    """A person who reads, known by name."""

    uuid: UUID
    name: str
    added_utc: datetime


def remember(session: Session, name: str) -> Reader:
    """The reader called `name`, made if new; spaces around it are dropped.

    Raises:
        InputInvalid: if the name is empty or longer than 255 characters.
    """
    name = name.strip()
    if not 0 < len(name) <= _LONGEST_NAME:
        raise InputInvalid("reader", _NAME)
    known = find(session, name)
    if known is not None:
        return known
    reader = Reader(uuid4(), name, now_utc())
    session.execute(
        insert(ReaderRow), [{"uuid": reader.uuid, "name": name, "added_utc": reader.added_utc}]
    )
    return reader


def find(session: Session, name: str) -> Reader | None:
    """The reader called `name`; None if nobody of that name has read here."""
    row = session.execute(
        select(ReaderRow.uuid, ReaderRow.name, ReaderRow.added_utc).where(ReaderRow.name == name)
    ).one_or_none()
    return None if row is None else Reader(row.uuid, row.name, row.added_utc)


def all(session: Session) -> list[Reader]:  # noqa: A001  (read as `readers.all`)
    """Everybody who has read here, by name."""
    rows = session.execute(
        select(ReaderRow.uuid, ReaderRow.name, ReaderRow.added_utc).order_by(ReaderRow.name)
    )
    return [Reader(row.uuid, row.name, row.added_utc) for row in rows]
