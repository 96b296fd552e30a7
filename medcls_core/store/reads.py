"""Queries about what people said: appended and chained, never changed."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import Select, func, insert, select
from sqlalchemy.orm import Session

from medcls_core.errors import InputInvalid
from medcls_core.findings import (
    ADJUDICATION,
    DECIDING,
    WITH_CLASS,
    Finding,
    Origin,
    Prediction,
    Read,
    Verdict,
)
from medcls_core.history import not_withdrawn
from medcls_core.language import Text
from medcls_core.store import anchors, by_image, chain, readers
from medcls_core.store.columns import now_utc
from medcls_core.store.tables import FindingRow, ReadRow

_VERDICTS = {str(verdict): verdict for verdict in Verdict}
_Question = Select[*tuple[Any, ...]]
_CHUNK = 500  # below the number of parameters any database takes in one statement

_NO_SUCH = Text("there is no such read", "没有这条判读")
_NOT_YOURS = Text(
    "it is a read of another reader or of another finding", "这是其他阅片人或其他目标的判读"
)
_UNDO_ITSELF = Text(
    "it is an undo itself; give the verdict again instead", "它本身就是撤销，请重新给出判读"
)
_UNDONE = Text("it was undone before", "它已被撤销")

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class NewRead:
    """A read as its reader gave it, before it has a place in the chain.

    The fields are those of `Read`. `uuid` may be chosen by the caller, who can then name the read
    in an undo before it is on disk.
    """

    finding: UUID
    task: str
    reader: str
    verdict: Verdict
    class_key: str | None
    source: str
    model_sha256: str | None
    withdraws: UUID | None = None
    uuid: UUID = field(default_factory=uuid4)

    def __post_init__(self) -> None:
        if (self.class_key is not None) != (self.verdict in WITH_CLASS):
            raise ValueError(f"{self.verdict} with class {self.class_key!r}")
        if (self.withdraws is not None) != (self.verdict is Verdict.WITHDRAW):
            raise ValueError(f"{self.verdict} withdraws {self.withdraws}")


def append(session: Session, new: NewRead) -> Read:
    """As `append_all`, for one read."""
    return append_all(session, [new])[0]


def append_all(session: Session, news: Sequence[NewRead]) -> list[Read]:
    """Put `news` at the end of the chain in their order; a reader is remembered if new.

    They are on disk once the session's block has ended, not before: all of them or none. The
    session holds the store's write lock since it began, so nobody else can follow the same read.

    Raises:
        InputInvalid: if one withdraws a read that is another reader's, of another finding, itself
            a withdrawal, or withdrawn already.
    """
    names = {name: readers.remember(session, name).name for name in {new.reader for new in news}}
    named = [replace(new, reader=names[new.reader]) for new in news]
    _check_withdrawals(session, named)
    last, appended = head(session), []
    for new in named:
        unchained = Read(
            uuid=new.uuid,
            finding=new.finding,
            task=new.task,
            reader=new.reader,
            verdict=new.verdict,
            class_key=new.class_key,
            source=new.source,
            time_utc=now_utc(),
            model_sha256=new.model_sha256,
            withdraws=new.withdraws,
            previous_hash=last,
            hash="",
        )
        last = chain.hash_of(unchained)
        appended.append(replace(unchained, hash=last))
    if appended:
        session.connection().execute(insert(ReadRow), [_row(read) for read in appended])
        anchors.note(session, last, appended[-1].time_utc)
    return appended


def withdraw(session: Session, read: Read, source: str) -> Read:
    """Undo `read` by appending its withdrawal in the name of the same reader.

    Raises:
        InputInvalid: as `append`.
    """
    return append(
        session,
        NewRead(
            finding=read.finding,
            task=read.task,
            reader=read.reader,
            verdict=Verdict.WITHDRAW,
            class_key=None,
            source=source,
            model_sha256=read.model_sha256,
            withdraws=read.uuid,
        ),
    )


def head(session: Session) -> str:
    """Hash of the last read; `chain.GENESIS` if there is none."""
    last = session.scalar(select(ReadRow.hash).order_by(ReadRow.number.desc()).limit(1))
    return chain.GENESIS if last is None else last


def count(session: Session) -> int:
    """How many reads there are, withdrawals among them."""
    return session.scalar(select(func.count()).select_from(ReadRow)) or 0


def has_hash(session: Session, sha256: str) -> bool:
    """Whether a read of the store has this hash, as a report printed it."""
    return session.scalar(select(ReadRow.number).where(ReadRow.hash == sha256)) is not None


def of_finding(session: Session, finding: UUID) -> list[Read]:
    """Every read of one finding in the order of the chain, withdrawals among them."""
    return list(_reads(session, _question().where(ReadRow.finding_uuid == finding)))


def of_image(session: Session, image_uuid: UUID, task: str | None = None) -> list[Read]:
    """Every read of an image's findings in the order of the chain, of one task or all (None)."""
    question = by_image.of_image(
        session, _question(), ReadRow.finding_uuid, ReadRow.number, image_uuid
    )
    if task is not None:
        question = question.where(ReadRow.task == task)
    return list(_reads(session, question))


def number_of_last(session: Session) -> int:
    """The number of the last read, which rises with every one that is appended; 0 without any."""
    return session.scalar(select(func.max(ReadRow.number))) or 0


def of_image_after(session: Session, image_uuid: UUID, task: str, number: int) -> list[Read]:
    """The reads of an image's findings that were appended after the read of that number."""
    question = (
        _question()
        .join(FindingRow, FindingRow.uuid == ReadRow.finding_uuid)
        .where(FindingRow.image_uuid == image_uuid, ReadRow.task == task)
        .where(ReadRow.number > number)
    )
    return list(_reads(session, question))


def images_of_several(session: Session, task: str) -> frozenset[UUID]:
    """The images with a finding of which more than one reader said something."""
    several = (
        select(ReadRow.finding_uuid)
        .where(ReadRow.task == task)
        .group_by(ReadRow.finding_uuid)
        .having(func.min(ReadRow.reader) != func.max(ReadRow.reader))
    )
    question = select(FindingRow.image_uuid).where(FindingRow.uuid.in_(several)).distinct()
    return frozenset(session.scalars(question))


def of_reader(session: Session, reader: str) -> list[Read]:
    """Every read of one reader in the order of the chain."""
    return list(_reads(session, _question().where(ReadRow.reader == reader)))


def standing_of_source(session: Session, reader: str, source: str) -> list[Read]:
    """What a reader gave in one way and nobody took back, in the order of the chain."""
    undone = select(ReadRow.withdraws_uuid).where(ReadRow.withdraws_uuid.is_not(None))
    question = _question().where(
        ReadRow.reader == reader,
        ReadRow.source == source,
        ReadRow.withdraws_uuid.is_(None),
        ReadRow.uuid.not_in(undone),
    )
    return list(_reads(session, question))


def current(reads: Iterable[Read]) -> dict[UUID, Read]:
    """The standing verdict of every finding: the last one that nobody withdrew, of any reader.

    A skip or flag doesn't displace an answer given before it; it stands only where there is none.
    An adjudication is displaced by another one only.

    Args:
        reads: in the order of the chain, with their withdrawals.
    """
    standing: dict[UUID, Read] = {}
    for read in not_withdrawn(reads):
        _stand(standing, read.finding, read)
    return standing


def current_by_reader(reads: Iterable[Read]) -> dict[tuple[UUID, str], Read]:
    """As `current`, for every finding and reader apart: what agreement is counted from."""
    standing: dict[tuple[UUID, str], Read] = {}
    for read in not_withdrawn(reads):
        _stand(standing, (read.finding, read.reader), read)
    return standing


def flagged(reads: Iterable[Read]) -> frozenset[UUID]:
    """The findings with a flag that nobody withdrew."""
    return frozenset(read.finding for read in not_withdrawn(reads) if read.verdict is Verdict.FLAG)


def in_force(
    findings: Iterable[Finding], predictions: Iterable[Prediction], reads: Iterable[Read]
) -> list[Finding]:
    """`findings` without the marks that were taken back, in their order.

    A reader's mark is there because of a read: with the last one withdrawn it is gone from every
    view, count and file, while the store keeps it. A mark that a model found too stays.
    """
    gone = taken_back(reads) - {prediction.finding for prediction in predictions}
    return [each for each in findings if each.origin is not Origin.READER or each.uuid not in gone]


def taken_back(reads: Iterable[Read]) -> frozenset[UUID]:
    """The findings of which reads were given, and none stands any more."""
    reads = list(reads)
    standing = {read.finding for read in not_withdrawn(reads)}
    return frozenset(read.finding for read in reads) - standing


def _stand(standing: dict[Key, Read], key: Key, read: Read) -> None:
    before = standing.get(key)
    if before is not None and before.source == ADJUDICATION and read.source != ADJUDICATION:
        return
    if read.verdict in DECIDING or before is None or before.verdict not in DECIDING:
        standing[key] = read


def _check_withdrawals(session: Session, news: Sequence[NewRead]) -> None:
    withdrawals = {new.withdraws: new for new in news if new.withdraws is not None}
    targets, undone = list(withdrawals), set[UUID | None]()
    known: dict[UUID, Read] = {}
    for start in range(0, len(targets), _CHUNK):
        chunk = targets[start : start + _CHUNK]
        known |= {read.uuid: read for read in _reads(session, _question_about(chunk))}
        question = select(ReadRow.withdraws_uuid).where(ReadRow.withdraws_uuid.in_(chunk))
        undone |= set(session.scalars(question))
    for target, new in withdrawals.items():
        _check_withdrawal(new, known.get(target), undone=target in undone)


def _question_about(uuids: Sequence[UUID]) -> _Question:
    return _question().where(ReadRow.uuid.in_(uuids))


def _check_withdrawal(new: NewRead, taken_back: Read | None, *, undone: bool) -> None:
    what = f"undo of read {new.withdraws}"
    if taken_back is None:
        raise InputInvalid(what, _NO_SUCH)
    if (taken_back.reader, taken_back.finding) != (new.reader, new.finding):
        raise InputInvalid(what, _NOT_YOURS)
    if taken_back.verdict is Verdict.WITHDRAW:
        raise InputInvalid(what, _UNDO_ITSELF)
    if undone:
        raise InputInvalid(what, _UNDONE)


def _question() -> _Question:
    """The columns of a `Read` in its order: no mapped object is made of tens of thousands."""
    columns = (
        ReadRow.uuid,
        ReadRow.finding_uuid,
        ReadRow.task,
        ReadRow.reader,
        ReadRow.verdict,
        ReadRow.class_key,
        ReadRow.source,
        ReadRow.time_utc,
        ReadRow.model_sha256,
        ReadRow.withdraws_uuid,
        ReadRow.previous_hash,
        ReadRow.hash,
    )
    return select(*columns).order_by(ReadRow.number)


def _reads(session: Session, question: _Question) -> Iterator[Read]:
    for uuid, finding, task, reader, verdict, *others in session.execute(question):
        yield Read(uuid, finding, task, reader, _VERDICTS[verdict], *others)


def _row(read: Read) -> dict[str, object]:
    return {
        "uuid": read.uuid,
        "finding_uuid": read.finding,
        "task": read.task,
        "reader": read.reader,
        "verdict": str(read.verdict),
        "class_key": read.class_key,
        "source": read.source,
        "time_utc": read.time_utc,
        "model_sha256": read.model_sha256,
        "withdraws_uuid": read.withdraws,
        "previous_hash": read.previous_hash,
        "hash": read.hash,
    }
