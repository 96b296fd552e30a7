"""What several readers make of one finding: agreement, conflict, and its adjudication.

Nothing is overwritten: every reader's read stays. A finding on which they differ waits for somebody
who hasn't read it, and is shown the answers but not whose they are. The adjudicated read is a read
like any other, whose source says so, under its hash.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from medcls_core.errors import InputInvalid
from medcls_core.findings import (
    ADJUDICATION,
    DECIDING,
    WITH_CLASS,
    Dispute,
    Finding,
    Read,
    Verdict,
)
from medcls_core.history import not_withdrawn
from medcls_core.language import Text
from medcls_core.store import findings, images, reading_rules, reads
from medcls_core.store.images import StoredImage

Answer = tuple[Verdict, str | None]
"""What a read stands for: accepting and correcting to a class are the same answer."""

_NO_CONFLICT = Text("the readers don't differ on it", "各阅片人对其没有分歧")
_OWN = Text(
    "you are one of those who differ; somebody who hasn't read it must decide",
    "您是意见不一的阅片人之一，须由未判读过的人裁定",
)
_NO_ANSWER = Text("that is no answer to it", "这不是一个答案")


class State(StrEnum):
    """How far readers are with a finding."""

    OPEN = "open"
    ONE_READER = "one_reader"
    AGREED = "agreed"
    CONFLICT = "conflict"
    ADJUDICATED = "adjudicated"


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands for a finding.

    Attributes:
        state: how far readers are.
        given: the answering read of every reader, adjudications apart.
        adjudicated: the adjudication that stands.
    """

    state: State
    given: Mapping[str, Read]
    adjudicated: Read | None = None

    @property
    def answers(self) -> frozenset[Answer]:
        """The different answers of the readers."""
        return frozenset(map(answer_of, self.given.values()))

    @property
    def in_force(self) -> tuple[Read, ...]:
        """The reads that count: the adjudication alone, else what every reader said."""
        return tuple(self.given.values()) if self.adjudicated is None else (self.adjudicated,)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A finding that waits for adjudication: the answers, in an order that tells nothing.

    There are none where the own word of who is to decide comes first.
    """

    image: StoredImage
    finding: Finding
    number: int
    answers: tuple[Answer, ...]


def answer_of(read: Read) -> Answer:
    """What a read stands for."""
    return (Verdict.ACCEPT if read.verdict in WITH_CLASS else read.verdict), read.class_key


def standings(said: Iterable[Read]) -> dict[UUID, Standing]:
    """What stands for every finding of which something was said.

    Args:
        said: reads in the order of the chain, with their withdrawals.
    """
    kept = not_withdrawn(said)
    adjudicated = {read.finding: read for read in kept if read.source == ADJUDICATION}
    given: dict[UUID, dict[str, Read]] = {}
    for (finding, reader), read in reads.current_by_reader(
        read for read in kept if read.source != ADJUDICATION
    ).items():
        answers = given.setdefault(finding, {})
        if read.verdict in DECIDING:
            answers[reader] = read
    about = dict.fromkeys([*given, *adjudicated])
    return {each: _standing(given.get(each, {}), adjudicated.get(each)) for each in about}


def _standing(given: Mapping[str, Read], adjudicated: Read | None) -> Standing:
    if adjudicated is not None:
        return Standing(State.ADJUDICATED, given, adjudicated)
    if len(given) <= 1:
        return Standing(State.ONE_READER if given else State.OPEN, given)
    answers = {answer_of(read) for read in given.values()}
    return Standing(State.CONFLICT if len(answers) > 1 else State.AGREED, given)


def dispute_of(
    standing: Standing, reader: str, *, sealed: bool = False, again: bool = False
) -> Dispute | None:
    """What `reader` may know of it.

    Args:
        standing: what stands for the finding.
        reader: who would know.
        sealed: the reader's own word comes first.
        again: the reader is to read it again unseen: then nothing is known of it.
    """
    if again:
        return None
    if standing.adjudicated is not None:
        told = reader in standing.given or standing.adjudicated.reader == reader
        return Dispute.DECIDED if told else None
    if standing.state is not State.CONFLICT:
        return None
    if reader in standing.given:
        return Dispute.OWN
    return Dispute.UNSEEN if sealed else Dispute.OTHERS


def answers_for(standing: Standing, dispute: Dispute | None) -> tuple[Answer, ...]:
    """What is told to who decides: every answer once, in an order that tells nothing."""
    return _in_order(standing.answers) if dispute is Dispute.OTHERS else ()


def conflicts(session: Session, task: str, reader: str | None) -> list[Conflict]:
    """The findings on which readers differ, image by image, from top to bottom.

    Args:
        session: of the store.
        task: key of the question.
        reader: who is to decide: what this reader has read is left out; None leaves out nothing.
    """
    found = []
    several = reads.images_of_several(session, task)
    for image in (one for one in images.all(session) if one.uuid in several):
        said = reads.of_image(session, image.uuid, task)
        standing = standings(said)
        waiting = {
            uuid: one
            for uuid, one in standing.items()
            if one.state is State.CONFLICT and reader not in one.given
        }
        if waiting:
            numbers = findings.numbers(session, image.uuid, task)
            sealed: Mapping[UUID, object] = {}
            if reader is not None:
                sealed = reading_rules.sight_of(session, image.uuid, task, reader, said).hidden
            found += [
                Conflict(
                    image,
                    each,
                    numbers[each.uuid],
                    () if each.uuid in sealed else _in_order(waiting[each.uuid].answers),
                )
                for each in findings.of_image(session, image.uuid, task)
                if each.uuid in waiting
            ]
    return found


def adjudicate(session: Session, finding: Finding, reader: str, answer: Answer) -> Read:
    """Decide what readers differ on; the decision stands until its reader takes it back.

    Raises:
        InputInvalid: if they don't differ, or `reader` is one of them, or it is no answer.
    """
    _check(session, finding.uuid, reader, answer)
    verdict, class_key = answer
    new = reads.NewRead(finding.uuid, finding.task, reader, verdict, class_key, ADJUDICATION, None)
    return reads.append(session, new)


def append_all(session: Session, news: Sequence[reads.NewRead]) -> list[Read]:
    """As `reads.append_all`, each adjudication among them checked as by `adjudicate`, in its turn.

    Raises:
        InputInvalid: as both; then nothing of the session is kept.
    """
    if all(new.source != ADJUDICATION for new in news):
        return reads.append_all(session, news)
    appended = []
    for new in news:
        if new.source == ADJUDICATION and new.withdraws is None:
            _check(session, new.finding, new.reader, (new.verdict, new.class_key))
        appended.append(reads.append(session, new))
    return appended


def _check(session: Session, finding: UUID, reader: str, answer: Answer) -> None:
    verdict, class_key = answer
    if verdict not in DECIDING or (class_key is None) == (verdict in WITH_CLASS):
        raise InputInvalid(_name(session, finding), _NO_ANSWER)
    standing = standings(reads.of_finding(session, finding)).get(finding)
    if standing is None or standing.state is not State.CONFLICT:
        raise InputInvalid(_name(session, finding), _NO_CONFLICT)
    if reader.strip() in standing.given:
        raise InputInvalid(_name(session, finding), _OWN)


def _name(session: Session, finding: UUID) -> str:
    """A finding as people know it: the image's file and the number."""
    uuid = findings.image_of(session, finding)
    image = None if uuid is None else images.find(session, uuid)
    if image is None:
        return str(finding)
    known = findings.find(session, finding)
    numbers = {} if known is None else findings.numbers(session, image.uuid, known.task)
    return f"{image.path.name} {numbers.get(finding, '')}".strip()


def _in_order(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    return tuple(sorted(answers, key=lambda answer: (answer[1] or "", answer[0])))
