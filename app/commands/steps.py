"""Keeping a reader's step: shown in the same frame, stored on its lane, saved once committed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from app.commands import load_review
from app.commands.acts import Act, hide, show
from app.context import AppContext
from app.state import Sealed
from medcls_core.errors import MedclsError
from medcls_core.findings import DECIDING, IMPORTED, Read, Verdict
from medcls_core.history import Step

if TYPE_CHECKING:  # the store package loads the database library
    from medcls_core.store import LabelStore, NewRead
    from medcls_core.store.blinding import Condition

# ruff: noqa: PLC0415  (imported in the store's own job)

SOURCE = "window"
"""What a read of this program's window says of where it came from."""

BULK = "gallery "
"""What the reads of one step in the gallery begin with; eight letters follow, alike in all."""


AT_ONCE = (BULK, IMPORTED)
"""Reads that begin so and are alike in their source are taken back at once."""


def bulk_source() -> str:
    """What the reads of a new step in the gallery say of where they came from."""
    return f"{BULK}{uuid4().hex[:8]}"


@dataclass(frozen=True, slots=True)
class Kept:
    """What the store made of a step: its reads in the chain, and the numbers of new findings."""

    reads: list[Read]
    numbers: dict[UUID, int]


def do(context: AppContext, act: Act) -> None:
    """A new step of the reader's."""
    leave_trail(context)
    keep(context, act)


def leave_trail(context: AppContext) -> None:
    """One step more on the image on screen; what was taken back before can't be done again."""
    now = context.images.current
    context.undone.clear()
    if now is not None:
        context.trail.append(now.path)


def new_read(  # noqa: PLR0913  (a read is all that)
    context: AppContext,
    finding: UUID,
    verdict: Verdict,
    class_key: str | None,
    model_sha256: str | None,
    withdraws: UUID | None,
    *,
    source: str = SOURCE,
) -> Read:
    """A read that isn't on disk yet, so without its place in the chain."""
    return Read(
        uuid=uuid4(),
        finding=finding,
        task=context.review.task.key,
        reader=context.settings.reader,
        verdict=verdict,
        class_key=class_key,
        source=source,
        time_utc=datetime.now(UTC),
        model_sha256=model_sha256,
        withdraws=withdraws,
        previous_hash="",
        hash="",
    )


def withdrawal(context: AppContext, read: Read) -> Read:
    """What takes a read back."""
    return new_read(context, read.finding, Verdict.WITHDRAW, None, read.model_sha256, read.uuid)


def append(
    context: AppContext,
    reads: Sequence[Read],
    saved: Callable[[], None] | None = None,
    *,
    again: Mapping[UUID, UUID] | None = None,
) -> None:
    """As `keep`, for reads alone; an image in the gallery becomes a finding with its first one.

    Args:
        context: of the window.
        reads: what is said.
        saved: called once they are on disk.
        again: by new read, the one that was taken back and is given once more.
    """
    entries = (context.gallery.entry(read.finding) for read in reads)
    wholes = tuple(
        (entry.image.uuid, entry.item)
        for entry in entries
        if entry is not None and context.gallery.is_unkept(entry.item.finding.uuid)
    )
    keep(context, Act(reads=tuple(reads), wholes=wholes, again=again or {}), saved)


def keep(context: AppContext, act: Act, saved: Callable[[], None] | None = None) -> None:
    """Show one step at once, and keep all or nothing of it."""
    given, step, task = list(act.reads), act.step(context.settings.reader), context.review.task.key
    hidden = _hidden(context, [read for read in given if read.uuid not in act.again])
    show(context, act)
    context.gallery.give(given)
    for read, sealed in hidden.items():
        context.unpainted.open(read.finding, sealed)
    if any(context.review.item(read.finding) is None for read in given):
        context.ahead.drop()  # it may be the image that was read ahead
    here = None if context.images.current is None else context.images.current.uuid

    def work(store: "LabelStore") -> Kept:
        conditions = [_condition(read.uuid, sealed) for read, sealed in hidden.items()]
        reads = _add(store, act, step, here, conditions)
        return Kept(reads, _numbers(store, act, here, task))

    def done(kept: Kept) -> None:
        context.review.confirm(kept.reads)
        context.gallery.confirm(kept.reads)
        context.outlines.confirm(act.shapes)
        for finding, number in kept.numbers.items():
            context.review.renumber(finding, number)
        if any(image == here for image, _ in act.wholes):
            load_review.reload(context)
        if saved is not None:
            saved()

    def failed(problem: MedclsError) -> None:
        context.review.take_back(given)
        context.gallery.take_back(given)
        hide(context, act)
        for read in hidden:
            context.unpainted.see(read.finding)
        context.messages.error(problem)

    context.store.submit("save verdict", work, done=done, failed=failed)


def _add(
    store: "LabelStore",
    act: Act,
    step: Step | None,
    here: UUID | None,
    conditions: "Sequence[Condition]",
) -> list[Read]:
    """Append what a step adds; the reads with their places in the chain."""
    from medcls_core.store import consensus, findings, reading_rules, shapes, steps

    with store.session() as session:
        if act.marks and here is not None:
            findings.add(session, here, [mark.finding for mark in act.marks])
        for image, whole in act.wholes:
            findings.add(session, image, [whole.finding])
        kept = consensus.append_all(session, [_new(read) for read in act.reads])
        reading_rules.note(session, conditions)
        reading_rules.note_again(session, act.again)
        for shape in act.shapes:
            shapes.append(session, shape)
        if step is not None and act.image is not None:
            steps.append(session, act.image, step)
    return kept


def _numbers(store: "LabelStore", act: Act, here: UUID | None, task: str) -> dict[UUID, int]:
    """The store's numbers of new marks."""
    if not act.marks or here is None:
        return {}
    from medcls_core.store import findings

    with store.session(read_only=True) as session:
        known = findings.numbers(session, here, task)
    return {mark.finding.uuid: known[mark.finding.uuid] for mark in act.marks}


def _hidden(context: AppContext, reads: Sequence[Read]) -> dict[Read, Sealed]:
    """What was hidden from the reader at each of these reads that answers the question."""
    found = {}
    for read in reads:
        sealed = hidden_of(context, read.finding)
        if sealed is not None and read.verdict in DECIDING:
            found[read] = sealed
    return found


def hidden_of(context: AppContext, finding: UUID) -> Sealed | None:
    """What the reader can't have seen of a finding: sealed, or opened but not painted yet."""
    entry, item = context.gallery.entry(finding), context.review.item(finding)
    asked = item or (None if entry is None else entry.item)
    if asked is not None and asked.sealed is not None:
        return asked.sealed
    return context.unpainted.sealed(finding)


def _condition(read: UUID, sealed: Sealed) -> "Condition":
    from medcls_core.store.blinding import Condition

    said = sealed.prediction
    return Condition(read, None if said is None else said.model_sha256, sealed.repeats)


def _new(read: Read) -> "NewRead":
    from medcls_core.store import NewRead

    return NewRead(
        finding=read.finding,
        task=read.task,
        reader=read.reader,
        verdict=read.verdict,
        class_key=read.class_key,
        source=read.source,
        model_sha256=read.model_sha256,
        withdraws=read.withdraws,
        uuid=read.uuid,
    )
