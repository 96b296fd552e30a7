"""Fetches tiles in the background and keeps the ones used last.

Tiles are pulled, not pushed: only a few jobs are out at a time, and each next one is chosen when
a place becomes free, from what the view wants *now*. A job that waited while the reader moved on
looks once more before it reads, and gives up if its tile isn't wanted any more.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import partial
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.jobs import Lane, Runner
from app.rendering.images import to_qimage
from app.viewer.tile_grid import TileGrid, TileKey
from medcls_core.errors import MedclsError
from medcls_core.images.source import ImageSource
from medcls_core.progress import Cancelled, Progress

CACHE_MB = 384
JOBS_OUT = 8
"""As many as the lane may have threads, and two to go on with while the window is busy."""

Convert = Callable[[NDArray[np.uint8]], NDArray[np.uint8]]
"""From uint8 RGB (H, W, 3) as scanned to what is shown; called in the tiles' threads."""

OVERVIEW = TileKey(-1, 0, 0)
"""Stands for the picture of the whole image that lies under all tiles."""


class TileStore(QObject):
    """The tiles of one open image.

    Signals:
        arrived: a `TileKey` whose picture is now there; `OVERVIEW` for the whole image.
        failed: the first `MedclsError` met while reading; later ones are the same story.
        idle: everything wanted is there, or can't be read.
        released: its `ImageSource`, once the store was closed and its last job has ended: nobody
            reads the image any more.
    """

    arrived = Signal(object)
    failed = Signal(object)
    idle = Signal()
    released = Signal(object)

    def __init__(
        self,
        runner: Runner,
        source: ImageSource,
        *,
        cache_mb: int = CACHE_MB,
        convert: Convert | None = None,
    ) -> None:
        # No parent: jobs call back, and must find a living object after the view is gone.
        super().__init__()
        self.grid = TileGrid(source.size_l0, source.level_downsamples)
        self._runner = runner
        self._source = source
        self._convert = convert
        self._budget = cache_mb * 2**20
        self._held = 0
        self._aside: WeakKeyDictionary[object, int] = WeakKeyDictionary()
        self._tiles: OrderedDict[TileKey, QImage] = OrderedDict()
        self._overview: QImage | None = None
        self._queue: tuple[TileKey, ...] = ()
        # Replaced as a whole, never changed: workers read it without a lock.
        self._wanted: frozenset[TileKey] = frozenset()
        self._out: dict[int, TileKey] = {}
        self._unreadable: set[TileKey] = set()
        self._given_up: set[TileKey] = set()
        self._closed = False
        runner.ended.connect(self._ended)

    @property
    def overview(self) -> QImage | None:
        """The whole image, small; None until it was read."""
        return self._overview

    @property
    def is_idle(self) -> bool:
        """Whether all that is wanted is there."""
        return not self._out and self._next() is None

    def get(self, key: TileKey) -> QImage | None:
        """A tile, if it is there; it counts as used now."""
        tile = self._tiles.get(key)
        if tile is not None:
            self._tiles.move_to_end(key)
        return tile

    def has(self, key: TileKey) -> bool:
        """Whether a tile is there."""
        return key in self._tiles

    def want(self, keys: Sequence[TileKey]) -> None:
        """Fetch these, in this order; whatever was wanted before and isn't among them is not."""
        self._queue, self._wanted = tuple(keys), frozenset(keys)
        self._pump()

    def make_room(self, keeper: object, size: int) -> None:
        """Whoever shows the tiles keeps pictures of so many bytes beside them: they count too."""
        if self._aside.get(keeper) != size:
            self._aside[keeper] = size
            self._forget()

    def set_budget(self, megabytes: int) -> None:
        """Keep at most so many megabytes of tiles from now on."""
        self._budget = megabytes * 2**20
        self._forget()

    def close(self) -> None:
        """Stop fetching; `released` follows once nothing reads the image any more."""
        self._closed = True
        self._queue, self._wanted = (), frozenset()
        for job_id in self._out:
            self._runner.cancel(job_id)
        if not self._out:
            self._release()

    def _next(self) -> TileKey | None:
        out = set(self._out.values())
        return next((key for key in self._queue if key not in out and self._lacks(key)), None)

    def _lacks(self, key: TileKey) -> bool:
        if key in self._unreadable:
            return False
        return self._overview is None if key == OVERVIEW else key not in self._tiles

    def _pump(self) -> None:
        while len(self._out) < JOBS_OUT and (key := self._next()) is not None:
            job_id = self._runner.submit(
                Lane.TILES,
                "tile",
                self._work(key),
                done=self._taker(key),
                failed=self._refuser(key),
                cancelled=partial(self._given_up.add, key),
            )
            if job_id == 0:
                return
            self._out[job_id] = key

    def _work(self, key: TileKey) -> Callable[[Progress], QImage]:
        def read(progress: Progress) -> QImage:
            progress.update(0, 1)
            if key not in self._wanted:
                raise Cancelled
            rgb = self._read(key)
            return to_qimage(rgb if self._convert is None else self._convert(rgb))

        return read

    def _read(self, key: TileKey) -> NDArray[np.uint8]:
        if key == OVERVIEW:
            from medcls_core.images import read_overview  # noqa: PLC0415  (a picture library)

            return read_overview(self._source)
        return self._source.read(self.grid.box(key), self.grid.size(key))

    def _taker(self, key: TileKey) -> Callable[[QImage], None]:
        def take(picture: QImage) -> None:
            if key == OVERVIEW:
                self._overview = picture
            else:
                self._tiles[key] = picture
                self._held += picture.sizeInBytes()
                self._forget()
            self.arrived.emit(key)

        return take

    def _refuser(self, key: TileKey) -> Callable[[MedclsError], None]:
        def refuse(problem: MedclsError) -> None:
            first = not self._unreadable
            self._unreadable.add(key)
            if first:
                self.failed.emit(problem)

        return refuse

    def _forget(self) -> None:
        """Drop the tiles used longest ago; what is on screen stays, whatever the limit says."""
        most = self._budget - sum(self._aside.values())
        if self._held <= most:
            return
        for key in list(self._tiles):
            if self._held <= most:
                return
            if key not in self._wanted:
                self._held -= self._tiles.pop(key).sizeInBytes()

    def _ended(self, job_id: int, _kind: str) -> None:
        key = self._out.pop(job_id, None)
        if key is None:
            return
        if key in self._given_up:
            self._given_up.discard(key)
        elif self._lacks(key):
            # The job crashed: the runner has told, asking again would crash again.
            self._unreadable.add(key)
        if self._closed:
            if not self._out:
                self._release()
            return
        self._pump()
        if self.is_idle:
            self.idle.emit()

    def _release(self) -> None:
        self._runner.ended.disconnect(self._ended)
        self.released.emit(self._source)
