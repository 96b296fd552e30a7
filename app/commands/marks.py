"""Marking objects that no model found: one click or one border, one finding."""

from collections.abc import Sequence
from uuid import uuid4

from PySide6.QtCore import QCoreApplication

from app.commands.acts import Act
from app.commands.steps import do
from app.commands.verdicts import naming
from app.context import AppContext
from app.state import Item
from medcls_core.findings import Finding, Origin
from medcls_core.geometry import Box, Outline, Point


def add_mark(context: AppContext, place: Point, class_key: str) -> None:
    """A reader's own finding of `class_key` at a place: stored, selected, and read at once."""
    add_outlines(context, [Outline((place,))], class_key)


def add_cell(context: AppContext, place: Point, class_key: str) -> None:
    """As `add_mark`, with a box of the task's object size around the place."""
    side = cell_side_l0(context)
    if side is None:
        context.messages.info(
            QCoreApplication.translate("Commands", "A cell's box needs the pixel size."),
            action="pixel_size",
        )
        return
    add_outlines(context, [Outline.of_box(Box.around(place, side))], class_key)


def cell_side_l0(context: AppContext) -> float | None:
    """Side of the cell box in level-0 pixels; None while the pixel size is unknown."""
    image, task = context.images.current, context.review.task
    if image is None or image.source.pixel_size is None:
        return None
    return task.cell_um / image.source.pixel_size.mpp


def add_outlines(context: AppContext, outlines: Sequence[Outline], class_key: str) -> None:
    """Findings of the reader's own with these outlines, all in one step; the first is selected."""
    image = context.images.current
    if image is None or not class_key:
        return
    frame = Box(0, 0, *image.source.size_l0)
    items = new_items(context, [each for each in outlines if frame.contains(each.center)])
    if not items:
        return
    reads = tuple(naming(context, item, class_key) for item in items)
    do(context, Act(reads=reads, marks=tuple(items), image=image.uuid))
    context.review.select(items[0].finding.uuid)
    label = QCoreApplication.translate("Commands", "Mark {number} added.")
    context.messages.info(label.format(number=items[0].number))


def new_items(context: AppContext, outlines: Sequence[Outline], *, after: int = 0) -> list[Item]:
    """Findings of the reader's own that aren't kept yet, with their numbers to come.

    Args:
        context: of the window.
        outlines: one a finding.
        after: how many others come before them in the same step.
    """
    task, reader = context.review.task, context.settings.reader
    first = context.review.next_number + after
    found = [Finding(uuid4(), task.key, each, Origin.READER, reader) for each in outlines]
    return [Item(each, None, number) for number, each in enumerate(found, start=first)]
