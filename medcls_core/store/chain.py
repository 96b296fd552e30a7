"""The chain of reads: every read carries a hash over itself and the read before it."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from typing import Final
from uuid import UUID

from medcls_core.findings import Read

GENESIS: Final = "0" * 64
"""What the first read of a store has for a previous hash."""


@dataclass(frozen=True, slots=True)
class ChainReport:
    """Whether the reads are as they were appended.

    `count` reads were found good, counted from the first; `head` is the hash of the last good one
    (of the whole chain when `ok`) and is what a report prints. `broken_at` is the first bad read
    and `reason` says what is wrong with it; both are None when `ok`.
    """

    ok: bool
    count: int
    head: str
    broken_at: UUID | None = None
    reason: str | None = None


def hash_of(read: Read) -> str:
    """sha256 over the canonical JSON of all fields of `read` but its own hash."""
    fields = {
        "format": 1,
        "uuid": str(read.uuid),
        "finding": str(read.finding),
        "task": read.task,
        "reader": read.reader,
        "verdict": str(read.verdict),
        "class_key": read.class_key,
        "source": read.source,
        "time_utc": read.time_utc.astimezone(UTC).isoformat(timespec="microseconds"),
        "model_sha256": read.model_sha256,
        "withdraws": None if read.withdraws is None else str(read.withdraws),
        "previous_hash": read.previous_hash,
    }
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def check(reads: Iterable[Read]) -> ChainReport:
    """Follow the chain from the first read; stops at the first bad one.

    Reads cut off at the end leave a good, shorter chain: compare `head` with a printed one.
    """
    head, count = GENESIS, 0
    for read in reads:
        if read.previous_hash != head:
            return ChainReport(
                ok=False,
                count=count,
                head=head,
                broken_at=read.uuid,
                reason="it doesn't follow the read before it: one was taken out, put in or moved",
            )
        if read.hash != hash_of(read):
            return ChainReport(
                ok=False,
                count=count,
                head=head,
                broken_at=read.uuid,
                reason="its content isn't what was appended",
            )
        head, count = read.hash, count + 1
    return ChainReport(ok=True, count=count, head=head)
