"""Marking an object that no model found."""

from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QCoreApplication

from app.commands.verdicts import name_mark
from app.context import AppContext
from app.state import Item
from medcls_core.errors import MedclsError
from medcls_core.findings import Finding, Origin
from medcls_core.geometry import Box, Outline, Point

if TYPE_CHECKING:  # the store package loads the database library
    from medcls_core.store import LabelStore

# ruff: noqa: PLC0415  (imported in the store's own job)


def add_mark(context: AppContext, place: Point, class_key: str) -> None:
    """A reader's own finding of `class_key` at `place`: stored, selected, and read at once.

    It is a box of the task's object size where that and the pixel size are known, else a point.
    """
    image, task = context.images.current, context.review.task
    if image is None or not Box(0, 0, *image.source.size_l0).contains(place):
        return
    outline = _outline(context, place)
    finding = Finding(uuid4(), task.key, outline, Origin.READER, context.settings.reader)
    item = Item(finding, None, context.review.next_number)

    def work(store: "LabelStore") -> int:
        from medcls_core.store import findings

        with store.session() as session:
            findings.add(session, image.uuid, [finding])
            return findings.numbers(session, image.uuid, task.key)[finding.uuid]

    def failed(problem: MedclsError) -> None:
        context.review.drop(finding.uuid)
        context.messages.error(problem)

    context.review.add(item)
    context.store.submit(
        "save mark",
        work,
        done=lambda number: context.review.renumber(finding.uuid, number),
        failed=failed,
    )
    name_mark(context, item, class_key)
    context.review.select(finding.uuid)
    label = QCoreApplication.translate("Commands", "Mark {number} added.")
    context.messages.info(label.format(number=item.number))


def _outline(context: AppContext, place: Point) -> Outline:
    image, radius = context.images.current, context.review.task.object_radius_um
    if image is None or image.source.pixel_size is None or radius is None:
        return Outline((place,))
    side = 2 * radius / image.source.pixel_size.mpp
    return Outline.of_box(Box.around(place, side))
