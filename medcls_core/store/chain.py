"""The chain of reads: every read carries a hash over itself and the read before it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from enum import StrEnum
from json import JSONEncoder
from typing import Final, NamedTuple

from medcls_core.findings import Read
from medcls_core.language import Text

GENESIS: Final = "0" * 64
"""What the first read of a store has for a previous hash."""

# Made once: `json.dumps` makes one a call, which takes as long as the hash.
_encode = JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


class Damage(StrEnum):
    """What became of a chain that isn't as it was appended."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    MOVED = "moved"
    CUT_OFF = "cut_off"


REASONS: Final = {
    Damage.CHANGED: Text("its content isn't what was appended", "其内容与写入时不一致"),
    Damage.REMOVED: Text(
        "the read before it is missing: at least one was taken out",
        "其前一条判读缺失：至少被取走一条",
    ),
    Damage.INSERTED: Text("it was put in between two reads", "它是被插入到两条判读之间的"),
    Damage.MOVED: Text(
        "it isn't in its place: reads were re-ordered", "它不在原位：判读被重新排序"
    ),
    Damage.CUT_OFF: Text("reads after it were cut off", "其后的判读被截断"),
}


@dataclass(frozen=True, slots=True)
class ChainReport:
    """Whether the reads are as they were appended.

    `count` reads were found good, counted from the first; `head` is the hash of the last good one
    (of the whole chain when `ok`) and is what a report prints. `broken_at` is the first bad read,
    `number` its place as the database counts it, `damage` what became of it: all None when `ok`.
    Of a chain that was cut off they tell of its last read, None where none is left.
    """

    ok: bool
    count: int
    head: str
    broken_at: str | None = None
    number: int | None = None
    damage: Damage | None = None

    @property
    def reason(self) -> Text | None:
        """What is wrong, in words."""
        return None if self.damage is None else REASONS[self.damage]


class Link(NamedTuple):
    """A read as its row has it, everything as text: what was changed may be no uuid any more."""

    number: int
    uuid: str | None
    finding: str | None
    task: str | None
    reader: str | None
    verdict: str | None
    class_key: str | None
    source: str | None
    time_utc: str | None
    model_sha256: str | None
    withdraws: str | None
    previous_hash: str | None
    hash: str | None


def hash_of(read: Read) -> str:
    """sha256 over the canonical JSON of all fields of `read` but its own hash."""
    return digest_of(
        Link(
            0,
            str(read.uuid),
            str(read.finding),
            read.task,
            read.reader,
            str(read.verdict),
            read.class_key,
            read.source,
            read.time_utc.astimezone(UTC).isoformat(timespec="microseconds"),
            read.model_sha256,
            None if read.withdraws is None else str(read.withdraws),
            read.previous_hash,
            "",
        )
    )


def digest_of(link: Link) -> str:
    """The hash that a link must have; its number isn't part of it."""
    fields = {
        "format": 1,
        "uuid": link.uuid,
        "finding": link.finding,
        "task": link.task,
        "reader": link.reader,
        "verdict": link.verdict,
        "class_key": link.class_key,
        "source": link.source,
        "time_utc": link.time_utc,
        "model_sha256": link.model_sha256,
        "withdraws": link.withdraws,
        "previous_hash": link.previous_hash,
    }
    return hashlib.sha256(_encode(fields).encode(errors="surrogateescape")).hexdigest()


class Neighbours(NamedTuple):
    """Which hashes the rest of the chain knows: asked for only when something is wrong."""

    hashes: frozenset[str | None]
    previous: frozenset[str | None]


def check(links: Iterable[Link]) -> tuple[ChainReport, Link | None]:
    """Follow the chain from the first read to the first bad one.

    Returns:
        The report, and the bad read, of which `damage_at` says what became of it. Reads cut off at
        the end leave a good, shorter chain: compare `head` with one that was kept elsewhere.
    """
    head, count = GENESIS, 0
    for link in links:
        digest = digest_of(link)
        if link.previous_hash != head or link.hash != digest:
            return ChainReport(ok=False, count=count, head=head), link
        head, count = digest, count + 1
    return ChainReport(ok=True, count=count, head=head), None


def damage_at(link: Link, head: str, known: Neighbours) -> Damage:
    """What became of the first bad read.

    Args:
        link: the read.
        head: hash of the good read before it.
        known: the hashes of all reads and those that they say they follow.
    """
    if link.previous_hash == head or link.hash == digest_of(link._replace(previous_hash=head)):
        return Damage.CHANGED
    if head not in known.previous:
        return Damage.REMOVED
    return Damage.MOVED if link.previous_hash in known.hashes else Damage.INSERTED
