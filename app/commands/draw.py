"""What drawing does: areas become findings, or change the outlines of those chosen."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from PySide6.QtCore import QCoreApplication

from app.commands import verdicts
from app.commands.acts import Act, a_shape, chosen
from app.commands.marks import add_cell, add_mark, add_outlines, new_items
from app.commands.shortcuts import spoken_key
from app.commands.steps import do
from app.context import AppContext
from app.state import Item, Mode, ToolKind
from medcls_core.findings import Read, Shape
from medcls_core.geometry import Outline, Point

# ruff: noqa: PLC0415  (the geometry library is loaded with the first border, not with the window)

SIMPLER_UM = 0.5
"""How far a simplified border may be from the drawn one; one pixel where its size is unknown."""


SLIVER = 0.02
"""A piece smaller than that share of the largest one is an accident of erasing."""


def place(context: AppContext, point: Point) -> None:
    """A click of the point or the cell tool."""
    make = add_cell if context.drawing.tool is ToolKind.CELL else add_mark
    make(context, point, context.drawing.class_key)


def enclose(context: AppContext, pieces: Sequence[Outline], mode: Mode) -> None:
    """An area was drawn: a finding of the class in hand, or more or less of what is chosen."""
    from medcls_core.shapes import merged, subtracted, without_holes

    if mode is Mode.NEW:
        whole = [without_holes(piece) for piece in pieces]
        add_outlines(context, whole, context.drawing.class_key)
        return
    item = _one_open(context)
    if item is None:
        return
    was = item.finding.outline
    change = merged([was, *pieces]) if mode is Mode.ADD else _large(subtracted(was, pieces))
    if mode is Mode.ADD and len(change) > 1:
        _say(context, QCoreApplication.translate("Commands", "It doesn't touch what is chosen."))
    elif not change:
        _say(
            context,
            QCoreApplication.translate("Commands", "Nothing would be left: {key} takes it away."),
            "delete",
        )
    else:
        _reshape(context, {item.finding.uuid: change})


def _large(pieces: Sequence[Outline]) -> list[Outline]:
    """Without the slivers that an eraser leaves along its way."""
    return [piece for piece in pieces if piece.area_l0 >= SLIVER * pieces[0].area_l0]


def part(context: AppContext, line: Sequence[Point]) -> None:
    """Cut what is chosen along a line: the largest piece stays the finding, the others are new."""
    from medcls_core.shapes import split

    changes = {}
    for item in _open(context):
        pieces = split(item.finding.outline, line)
        if len(pieces) > 1:
            changes[item.finding.uuid] = pieces
    if changes:
        _reshape(context, changes)
    elif context.review.selected is not None:
        _say(
            context,
            QCoreApplication.translate("Commands", "The line doesn't cross what is chosen."),
        )


def reshape(context: AppContext, finding: UUID, outline: Outline) -> None:
    """A finding was moved, or its border pulled."""
    _reshape(context, {finding: (outline,)})


def merge(context: AppContext) -> None:
    """Make one finding of those chosen: the selected one, in its class; the others go."""
    from medcls_core.shapes import merged

    image, items = context.images.current, _open(context)
    if image is None or len(items) < 2:  # noqa: PLR2004
        _say(
            context,
            QCoreApplication.translate(
                "Commands", "Choose two findings or more: {key}, then Shift and click."
            ),
            "select",
        )
        return
    one = merged([item.finding.outline for item in items])
    if len(one) != 1:
        _say(context, QCoreApplication.translate("Commands", "They don't touch each other."))
        return
    first, *others = items
    reads = tuple(read for item in others for read in verdicts.taking_away(context, item))
    shape = a_shape(context, first.finding.uuid, one[0])
    context.drawing.choose_also(())
    do(context, Act(reads=reads, shapes=(shape,), image=image.uuid))
    context.review.select(first.finding.uuid)


def fill_holes(context: AppContext) -> None:
    """Fill the holes of what is chosen."""
    from medcls_core.shapes import without_holes

    _change_each(context, without_holes)


def simplify(context: AppContext) -> None:
    """Take vertices that nobody would miss out of the borders of what is chosen."""
    from medcls_core.shapes import simplified

    image = context.images.current
    known = None if image is None else image.source.pixel_size
    tolerance = SIMPLER_UM / known.mpp if known is not None else 1.0
    counted = _change_each(context, lambda outline: simplified(outline, tolerance))
    if counted is None:
        return
    said = (
        QCoreApplication.translate("Commands", "Simplified: {before} corners became {after}.")
        if counted[0]
        else QCoreApplication.translate("Commands", "Its border has no corner to spare.")
    )
    context.messages.info(said.format(before=counted[0], after=counted[1]))


def toggle_lock(context: AppContext) -> None:
    """Keep what is chosen from being changed by drawing, or allow it again."""
    image, items = context.images.current, chosen(context)
    if image is None or not items or _is_gallery(context):
        return
    locked = not all(context.outlines.is_locked(item.finding.uuid) for item in items)
    shapes = tuple(
        a_shape(context, item.finding.uuid, item.finding.outline, locked=locked)
        for item in items
        if context.outlines.is_locked(item.finding.uuid) != locked
    )
    do(context, Act(shapes=shapes, image=image.uuid))
    _say(
        context,
        QCoreApplication.translate("Commands", "Locked: drawing doesn't change it.")
        if locked
        else QCoreApplication.translate("Commands", "Unlocked."),
    )


def delete(context: AppContext) -> None:
    """Take away what is chosen: the reader's own marks go, a model's finding is rejected."""
    image, items = context.images.current, _open(context)
    reads: tuple[Read, ...] = tuple(
        read for item in items for read in verdicts.taking_away(context, item)
    )
    if image is None or not reads:
        return
    marks = sum(item.is_mark for item in items)
    context.drawing.choose_also(())
    do(context, Act(reads=reads, image=image.uuid))
    _say_taken_away(context, items, marks)


def _say_taken_away(context: AppContext, items: Sequence[Item], marks: int) -> None:
    """Say where it is now: own marks in the bin, what a model found still in its place."""
    number, rejected = items[0].number, len(items) - marks
    if len(items) == 1 and marks:
        said = QCoreApplication.translate("Commands", "Mark {number} is in the bin.")
    elif marks and not rejected:
        said = QCoreApplication.translate("Commands", "{marks} marks are in the bin.")
    elif not marks:
        said = QCoreApplication.translate(
            "Commands", "Rejected: what a model found stays in its place, crossed out."
        )
    else:
        said = QCoreApplication.translate(
            "Commands", "{marks} marks are in the bin; {rejected} findings are rejected and stay."
        )
    said = said.format(number=number, marks=marks, rejected=rejected)
    context.messages.good(said, action="undo")


def give_digit(context: AppContext, digit: int) -> None:
    """The class of the next finding while a tool makes them; else that of what is chosen."""
    if not context.drawing.makes:
        verdicts.give_digit(context, digit)
        return
    for label in context.review.task.classes:
        if label.digit == digit:
            context.drawing.choose_class(label.key)


def pick(context: AppContext, finding: UUID | None, *, beside: bool) -> None:
    """Choose a finding; `beside` those chosen already, or no more if it was one of them."""
    review, drawing = context.review, context.drawing
    selected = None if review.selected is None else review.selected.finding.uuid
    if not beside or selected is None:
        drawing.choose_also(())
        review.select(finding)
    elif finding in drawing.also:
        drawing.choose_also(tuple(each for each in drawing.also if each != finding))
    elif finding is not None and finding != selected:
        drawing.choose_also((*drawing.also, finding))


def _open(context: AppContext) -> list[Item]:
    """What is chosen on the slide and not locked; says so where there is nothing."""
    if _is_gallery(context):
        return []
    items = chosen(context)
    if not items:
        _say(context, QCoreApplication.translate("Commands", "Choose a finding first."))
    free = [item for item in items if not context.outlines.is_locked(item.finding.uuid)]
    if items and not free:
        _say(
            context,
            QCoreApplication.translate("Commands", "It is locked: {key} unlocks it."),
            "lock",
        )
    return free


def _is_gallery(context: AppContext) -> bool:
    """Whether what is chosen on the slide is out of sight; says so."""
    if context.gallery.is_open:
        _say(
            context,
            QCoreApplication.translate("Commands", "One draws on the slide: {key} goes there."),
            "gallery",
        )
    return context.gallery.is_open


def _one_open(context: AppContext) -> Item | None:
    items = _open(context)
    if items and items[0].finding.outline.is_point:
        _say(context, QCoreApplication.translate("Commands", "A point has no area to change."))
        return None
    return items[0] if items else None


def _change_each(
    context: AppContext, change: Callable[[Outline], Outline]
) -> tuple[int, int] | None:
    """Change what is chosen; corners before and after of what did change, None without a choice."""
    changes = {}
    before = after = 0
    items = _open(context)
    for item in items:
        outline = change(item.finding.outline)
        if outline != item.finding.outline:
            changes[item.finding.uuid] = (outline,)
            before += len(item.finding.outline.vertices)
            after += len(outline.vertices)
    if changes:
        _reshape(context, changes)
    return (before, after) if items else None


def _reshape(context: AppContext, changes: Mapping[UUID, Sequence[Outline]]) -> None:
    """Give findings other outlines in one step; pieces after the first become findings."""
    image = context.images.current
    if image is None:
        return
    shapes: list[Shape] = []
    marks: list[Item] = []
    reads: list[Read] = []
    for finding, (first, *others) in changes.items():
        shapes.append(a_shape(context, finding, first))
        key = _class_of(context, finding)
        for piece in new_items(context, others, after=len(marks)):
            marks.append(piece)
            reads.append(verdicts.naming(context, piece, key))
    do(
        context,
        Act(reads=tuple(reads), shapes=tuple(shapes), marks=tuple(marks), image=image.uuid),
    )


def _class_of(context: AppContext, finding: UUID) -> str:
    """The class that a part of a finding gets: the finding's own, else the one in hand."""
    review = context.review
    read, item = review.standing(finding), review.item(finding)
    said = None if item is None else item.model_class(review.task)
    return (read.class_key if read is not None else None) or said or context.drawing.class_key


def _say(context: AppContext, sentence: str, command: str = "") -> None:
    """Say it, with the key that the command has now."""
    key = spoken_key(context.settings, command) if command else ""
    context.messages.info(sentence.format(key=key))
