"""Crops for the gallery and the film strip: read for what is in sight, kept as long as they fit."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.context import AppContext
from app.jobs import Lane
from app.panels.crops import crop_box, crop_size, is_whole
from app.rendering.images import inside_to_qimage
from app.state import GalleryEntry
from medcls_core.errors import MedclsError
from medcls_core.geometry import Box, Size

if TYPE_CHECKING:  # the images package loads libraries the window needn't wait for
    from medcls_core.images.source import ImageSource

# ruff: noqa: PLC0415  (the image libraries are imported in the jobs that need them)

T = TypeVar("T")

KEPT_BYTES = 192 * 1024**2
AT_ONCE = 4
"""So many crops are asked for at a time; what scrolled away meanwhile is never read."""
SLIDES_OPEN = 4
PRIORITY = 20


class GalleryCrops(QObject):
    """Reads crops in the tile lane, nearest first, and keeps the latest.

    Signals:
        arrived: (UUID) the finding's crop can be had now, or can't be read at all.
    """

    arrived = Signal(object)

    def __init__(self, context: AppContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._kept: OrderedDict[UUID, QImage] = OrderedDict()
        self._bytes = 0
        self._unreadable: set[UUID] = set()
        self._todo: list[GalleryEntry] = []
        self._px = 0
        self._reading: set[UUID] = set()
        self._opening: set[Path] = set()
        self._slides: OrderedDict[Path, ImageSource] = OrderedDict()
        context.outlines.changed.connect(self._drop)

    def crop(self, finding: UUID) -> QImage | None:
        """The crop if it is there, at whatever size it was read."""
        crop = self._kept.get(finding)
        if crop is not None:
            self._kept.move_to_end(finding)
        return crop

    def is_unreadable(self, finding: UUID) -> bool:
        """Whether the file or that place in it can't be read."""
        return finding in self._unreadable

    @property
    def reading(self) -> int:
        """How many crops are being read or wait for it."""
        return len(self._reading) + len(self._todo)

    def aim(self, wanted: Sequence[GalleryEntry], px: int) -> None:
        """Read these, the first first, and nothing that was wanted before.

        Args:
            wanted: what is in sight, then what soon will be.
            px: longer side of a crop, in pixels of the screen.
        """
        self._px = px
        self._todo = [entry for entry in wanted if self._is_wanted(entry)]
        self._todo.reverse()
        self._read_next()

    def forget(self) -> None:
        """Other images: keep nothing, and let go of the slides."""
        self._kept.clear()
        self._unreadable.clear()
        self._todo.clear()
        self._bytes = 0
        self._close_slides(0)

    def _drop(self, drawn: Iterable[UUID]) -> None:
        """These findings were drawn anew."""
        for finding in drawn:
            crop = self._kept.pop(finding, None)
            self._bytes -= 0 if crop is None else crop.sizeInBytes()

    def _is_wanted(self, entry: GalleryEntry) -> bool:
        finding = entry.item.finding.uuid
        if finding in self._reading or finding in self._unreadable:
            return False
        kept = self._kept.get(finding)
        return kept is None or max(kept.width(), kept.height()) != self._px

    def _read_next(self) -> None:
        waiting: list[GalleryEntry] = []
        while self._todo and len(self._reading) < AT_ONCE:
            entry = self._todo.pop()
            if not self._is_wanted(entry):
                continue
            if entry.image.path in self._opening:
                waiting.append(entry)  # its slide is being opened for another crop
            else:
                self._read(entry)
        self._todo += reversed(waiting)

    def _read(self, entry: GalleryEntry) -> None:
        finding, image = entry.item.finding, entry.image
        task = self._context.gallery.task
        box = crop_box(finding.outline, task, image.size_l0, image.mpp)
        size = crop_size(box, self._px)
        self._reading.add(finding.uuid)
        source = self._open_slide(image.path)
        if source is not None:
            self._read_slide(finding.uuid, source, box, size)
        elif is_whole(finding.outline, image.size_l0):
            self._submit(finding.uuid, partial(_read_file, image.path, box, size), self._keep)
        else:
            self._opening.add(image.path)
            self._submit(
                finding.uuid,
                partial(_open, image.path),
                lambda uuid, opened: self._opened(uuid, image.path, opened, box, size),
                lambda: self._opening.discard(image.path),
            )

    def _open_slide(self, path: Path) -> "ImageSource | None":
        now = self._context.images.current
        if now is not None and now.path == path:
            return now.source
        if path in self._slides:
            self._slides.move_to_end(path)
        return self._slides.get(path)

    def _opened(
        self, finding: UUID, path: Path, source: "ImageSource", box: Box, size: Size
    ) -> None:
        self._context.sources.hold(source)
        self._slides[path] = source
        self._close_slides(SLIDES_OPEN)
        self._read_slide(finding, source, box, size)
        self._read_next()

    def _read_slide(self, finding: UUID, source: "ImageSource", box: Box, size: Size) -> None:
        sources = self._context.sources
        sources.hold(source)
        self._submit(
            finding,
            lambda: inside_to_qimage(source.read(box, size), box, source.size_l0),
            self._keep,
            lambda: sources.release(source),
        )

    def _submit(
        self,
        finding: UUID,
        read: Callable[[], T],
        done: Callable[[UUID, T], None],
        ended: Callable[[], None] = lambda: None,
    ) -> None:
        def arrived(result: T) -> None:
            ended()
            done(finding, result)

        def failed(_: MedclsError) -> None:
            ended()
            self._end(finding)
            self._unreadable.add(finding)  # its tile says so; opening the image says why
            self.arrived.emit(finding)
            self._read_next()

        def cancelled() -> None:
            ended()
            self._end(finding)

        self._context.runner.submit(
            Lane.TILES,
            "gallery crop",
            lambda _: read(),
            done=arrived,
            failed=failed,
            cancelled=cancelled,
            priority=PRIORITY,
        )

    def _keep(self, finding: UUID, crop: QImage) -> None:
        self._end(finding)
        before = self._kept.pop(finding, None)
        self._bytes += crop.sizeInBytes() - (0 if before is None else before.sizeInBytes())
        self._kept[finding] = crop
        while self._bytes > KEPT_BYTES:
            _, dropped = self._kept.popitem(last=False)
            self._bytes -= dropped.sizeInBytes()
        self.arrived.emit(finding)
        self._read_next()

    def _end(self, finding: UUID) -> None:
        self._reading.discard(finding)

    def _close_slides(self, kept: int) -> None:
        while len(self._slides) > kept:
            _, source = self._slides.popitem(last=False)
            self._context.sources.release(source)


def _open(path: Path) -> "ImageSource":
    from medcls_core.images import open_image

    return open_image(path)


def _read_file(path: Path, box: Box, size: Size) -> QImage:
    """One crop of a file of which nothing else is wanted."""
    source = _open(path)
    try:
        return inside_to_qimage(source.read(box, size), box, source.size_l0)
    finally:
        source.close()
