"""The last head of a chain, kept outside of the store: shows that reads were cut off at the end.

A chain that lost its last reads is a good, shorter chain. So after every commit its head is written
beside the file of the store (for a server: into the user's data folder). It may be older than the
store, after a crash or where other machines append too, but it is never newer.
"""

import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from medcls_core.resources import user_folder
from medcls_core.store.address import Address
from medcls_core.store.columns import now_utc

_KEPT: Final = "medcls_head"
_HASH, _TIME = 64, 32
"""Every anchor is as long as the next one, so that it is written over in one go."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The head of a chain as it was once: `head` is the hash of the read of that time."""

    head: str
    time_utc: datetime
    file: Path


def note(session: Session, head: str, time_utc: datetime) -> None:
    """What the session appended last; it is kept outside once that is on disk."""
    session.info[_KEPT] = (head, time_utc)


def keep(session: Session, address: Address) -> None:
    """Keep outside what a committed session appended last, if anything.

    The reads are safe in the store already: where this file can't be written, it stays older.
    """
    noted = session.info.pop(_KEPT, None)
    if noted is not None:
        head, time_utc = noted
        _write(_file(address), head, time_utc)


def all_of(address: Address) -> list[Anchor]:
    """The last head of a store, and heads that it was found to have lost."""
    file = _file(address)
    kept = [file, *sorted(file.parent.glob(f"{file.name}.lost-*"))]
    return [anchor for anchor in map(_read, kept) if anchor is not None]


def set_aside(address: Address, anchor: Anchor) -> Path:
    """Remember a head that the store doesn't have, while the chain goes on from another one."""
    if anchor.file != _file(address):
        return anchor.file
    aside = anchor.file.with_name(f"{anchor.file.name}.lost-{now_utc():%Y%m%dT%H%M%S.%fZ}")
    anchor.file.replace(aside)
    return aside


def _file(address: Address) -> Path:
    if address.path is not None:
        return address.path.with_name(address.path.name + ".head")
    place = address.url.set(password=None).render_as_string()
    name = hashlib.sha256(place.encode()).hexdigest()[:16]
    return user_folder() / "heads" / f"{name}.head"


def _write(file: Path, head: str, time_utc: datetime) -> None:
    line = f"{head} {time_utc.isoformat(timespec='microseconds'):<{_TIME}}\n".encode()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        number = os.open(file, os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        try:
            os.write(number, line)
        finally:
            os.close(number)
    except OSError:
        return


def _read(file: Path) -> Anchor | None:
    """None where there is none, or where a power cut left half of one."""
    try:
        head, time = file.read_text("ascii").split()
        return Anchor(head, datetime.fromisoformat(time), file) if len(head) == _HASH else None
    except (OSError, ValueError):
        return None
