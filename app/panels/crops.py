"""Crops around findings, read ahead so that the next one is there when it is wanted."""

from collections import OrderedDict
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.commands.held import submit_held
from app.context import AppContext
from app.jobs import Lane
from app.rendering.images import inside_to_qimage
from app.state import Item
from medcls_core.errors import MedclsError
from medcls_core.geometry import Box, Outline, Size
from medcls_core.tasks import Task

CROP_PX = 320
AROUND = 2.5
"""A crop is that many times as wide as its object, so that its neighbours can be compared."""
LEAST_L0 = 64.0
KEPT = 256
AHEAD = 4
WANTED_NOW, WANTED_SOON = 50, 5


@dataclass(frozen=True, slots=True)
class Crop:
    """A picture of what is around a finding, covering `box_l0`, transparent beyond the image."""

    picture: QImage
    box_l0: Box


def crop_box(outline: Outline, task: Task, size_l0: Size, mpp: float | None) -> Box:
    """What a crop of a finding shows; the whole frame where the finding is the whole image.

    Args:
        outline: the finding's.
        task: the question, which knows how large its objects are.
        size_l0: of the image.
        mpp: micrometres per level-0 pixel; None where nobody knows.
    """
    bounds, frame = outline.bounds, Box(0, 0, *size_l0)
    if is_whole(outline, size_l0):
        return frame
    side = max(bounds.width_l0, bounds.height_l0, LEAST_L0 / AROUND)
    if mpp is not None and task.object_radius_um is not None:
        side = max(side, 2 * task.object_radius_um / mpp)
    return Box.around(outline.center, side * AROUND)


def is_whole(outline: Outline, size_l0: Size) -> bool:
    """Whether the finding is the whole image."""
    bounds = outline.bounds
    return bounds.width_l0 >= size_l0.width and bounds.height_l0 >= size_l0.height


def crop_size(box: Box, longest_px: int) -> Size:
    """The box in its proportions, its longer side `longest_px` pixels."""
    shrink = longest_px / max(box.width_l0, box.height_l0)
    return Size(max(1, round(box.width_l0 * shrink)), max(1, round(box.height_l0 * shrink)))


class Crops(QObject):
    """Reads crops in the tile lane and keeps the latest.

    Signals:
        arrived: (UUID) the finding's crop can be had now.
    """

    arrived = Signal(object)

    def __init__(self, context: AppContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._kept: OrderedDict[UUID, Crop] = OrderedDict()
        self._reading: dict[UUID, int] = {}
        context.images.current_changed.connect(self._forget)

    def want(self, item: Item) -> Crop | None:
        """The crop if it is there; else it is read and `arrived` tells. The next are read ahead."""
        crop = self._crop_of(item)
        if crop is None:
            self._read(item, WANTED_NOW)
        self._read_ahead(item)
        return crop

    def look(self, item: Item) -> Crop | None:
        """The crop if it is there; else it is read after those that are wanted more."""
        crop = self._crop_of(item)
        if crop is None:
            self._read(item, WANTED_SOON)
        return crop

    def _crop_of(self, item: Item) -> Crop | None:
        """The crop that is kept, unless the outline was drawn anew since."""
        crop, box = self._kept.get(item.finding.uuid), self._box(item)
        return crop if crop is not None and crop.box_l0 == box else None

    def _box(self, item: Item) -> Box | None:
        image, task = self._context.images.current, self._context.review.task
        if image is None:
            return None
        known = image.source.pixel_size
        mpp = None if known is None else known.mpp
        return crop_box(item.finding.outline, task, image.source.size_l0, mpp)

    def _read_ahead(self, item: Item) -> None:
        queue = self._context.review.queue
        place = queue.place(item.finding.uuid)
        start = 0 if place is None else place + 1
        for uuid in queue[start : start + AHEAD]:
            following = self._context.review.item(uuid)
            if following is not None and uuid not in self._kept:
                self._read(following, WANTED_SOON)

    def _read(self, item: Item, priority: int) -> None:
        image, uuid = self._context.images.current, item.finding.uuid
        box = self._box(item)
        if image is None or box is None or uuid in self._reading:
            return
        size = crop_size(box, CROP_PX)

        def done(picture: QImage) -> None:
            self._reading.pop(uuid, None)
            if self._context.images.current is image:
                self._keep(uuid, Crop(picture, box))

        def failed(problem: MedclsError) -> None:
            self._reading.pop(uuid, None)
            self._context.messages.error(problem)

        def cancelled() -> None:
            self._reading.pop(uuid, None)

        self._reading[uuid] = submit_held(
            self._context,
            image.source,
            Lane.TILES,
            "crop",
            lambda _: inside_to_qimage(image.source.read(box, size), box, image.source.size_l0),
            done=done,
            failed=failed,
            cancelled=cancelled,
            priority=priority,
        )

    def _keep(self, uuid: UUID, crop: Crop) -> None:
        self._kept[uuid] = crop
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self.arrived.emit(uuid)

    def _forget(self) -> None:
        self._kept.clear()
        for job in self._reading.values():
            self._context.runner.cancel(job)
