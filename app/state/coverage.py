"""Where the reader looked in the open image: the ledger, and what follows from it."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from medcls_core.geometry import Box, Point, Size

if TYPE_CHECKING:  # these load the database and image libraries
    import numpy as np
    from numpy.typing import NDArray

    from medcls_core.quantify.coverage import Coverage as Grid
    from medcls_core.quantify.looking import LookRecorder
    from medcls_core.store.looks import Look

# ruff: noqa: PLC0415  (the job before `know` has loaded them)


class Coverage(QObject):
    """What was seen of one image, at which power, for how long.

    Signals:
        changed: more was seen, tissue was found, or the veil was switched.
        queue_changed: the fields still to be seen are the queue, or the findings are again.
        visited: (Point) the reader goes to a field, which should be brought into view.
    """

    changed = Signal()
    queue_changed = Signal()
    visited = Signal(object)

    def __init__(
        self, parent: QObject | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._image: UUID | None = None
        self._reader = ""
        self._recorder: LookRecorder | None = None
        self._grid: Grid | None = None
        self._view: tuple[Box | None, float] | None = None
        self._tissue: NDArray[np.float64] | None = None
        self._veiled = False
        self._queued = False

    @property
    def image(self) -> UUID | None:
        """The image that is looked at."""
        return self._image

    @property
    def reader(self) -> str:
        """Who looks."""
        return self._reader

    @property
    def is_ready(self) -> bool:
        """Whether it is known what was seen before, at which powers."""
        return self._grid is not None

    @property
    def tissue_known(self) -> bool:
        """Whether it is known where there is tissue."""
        return self._tissue is not None

    @property
    def veiled(self) -> bool:
        """Whether what wasn't seen is darker on the map."""
        return self._veiled

    @property
    def is_queue(self) -> bool:
        """Whether the fields still to be seen are gone through, not the findings."""
        return self._queued

    def begin(self, image: UUID | None, reader: str) -> None:
        """`reader` looks at another image, or at none; what was seen before comes with `know`."""
        self._image, self._reader = image, reader
        self._grid, self._tissue, self._recorder, self._view = None, None, None, None
        self.changed.emit()

    def know(self, image: UUID, earlier: "Grid | None") -> None:
        """What was seen of the image before it was opened; from now on looks are gathered.

        Args:
            image: of which it is.
            earlier: the ledger so far; None while the pixel size is unknown.
        """
        if image != self._image:
            return
        from medcls_core.quantify.looking import LookRecorder

        self._grid, self._recorder = earlier, LookRecorder()
        if self._view is not None:
            self.look(*self._view)
        self.changed.emit()

    def find_tissue(self, image: UUID, tissue: "NDArray[np.float64]") -> None:
        """Where there is tissue: share by cell of the grid."""
        if image == self._image:
            self._tissue = tissue
            self.changed.emit()

    def look(self, box: Box | None, downsample: float) -> None:
        """The view shows another part of the image; None when it shows nothing of it."""
        self._view = (box, downsample)
        if self._recorder is None:
            return
        if box is None:
            self._recorder.hide(self._clock(), datetime.now(UTC))
        else:
            self._recorder.show(box, downsample, self._clock(), datetime.now(UTC))

    def stir(self) -> None:
        """The reader did something."""
        if self._recorder is not None:
            self._recorder.stir(self._clock(), datetime.now(UTC))

    def drain(self) -> "list[Look]":
        """What was looked at since the last time; it counts here already."""
        if self._recorder is None:
            return []
        fresh = self._recorder.drain(self._clock(), datetime.now(UTC))
        if fresh and self._grid is not None:
            from medcls_core.quantify.coverage import with_looks

            self._grid = with_looks(self._grid, fresh)
            self.changed.emit()
        return fresh

    def veil(self, *, shown: bool) -> None:
        """Darken what wasn't seen on the map, or don't."""
        self._veiled = shown
        self.changed.emit()

    def queue(self, *, chosen: bool) -> None:
        """Go through the fields still to be seen, or through the findings again."""
        if chosen != self._queued:
            self._queued = chosen
            self.queue_changed.emit()

    def visit(self, field: Box | None) -> None:
        """Bring a field into view."""
        if field is not None:
            self.visited.emit(field.center)

    def seen(self, power: float) -> float | None:
        """Share of the tissue that was seen at `power`, [0, 1]; None while it can't be told."""
        if self._grid is None or self._tissue is None:
            return None
        from medcls_core.quantify.coverage import tissue_seen

        return tissue_seen(self._grid, self._tissue, power)

    def to_be_seen(self, power: float) -> "NDArray[np.float64] | None":
        """How much of each cell is tissue still to be seen; None while it can't be told."""
        if self._grid is None or self._tissue is None:
            return None
        from medcls_core.quantify.coverage import to_be_seen

        return to_be_seen(self._grid, self._tissue, power)

    def unseen(self, power: float) -> tuple[Box, ...]:
        """Fields of the view's size with tissue not seen at `power`, in the order of a meander."""
        if self._grid is None or self._tissue is None or self._view is None:
            return ()
        from medcls_core.quantify.coverage import unseen_fields

        box, downsample = self._view
        if box is None:
            return ()
        view = Size(round(box.width_l0 / downsample), round(box.height_l0 / downsample))
        return unseen_fields(self._grid, self._tissue, power, view)

    def unseen_share(self, power: float, field: Box) -> float:
        """Share of a field that is tissue not seen at `power`; 0 while it can't be told."""
        if self._grid is None or self._tissue is None:
            return 0.0
        from medcls_core.quantify.coverage import unseen_share

        return unseen_share(self._grid, self._tissue, power, field)

    def beside(self, power: float, step: int) -> Box | None:
        """The field `step` places further than where the reader stands; None if all was seen."""
        from medcls_core.quantify.coverage import field_beside

        fields = self.unseen(power)
        box = None if self._view is None else self._view[0]
        return None if box is None else field_beside(fields, box.center, step)

    def next_unseen(self, power: float, view: Size, here: Point) -> Box | None:
        """The nearest field with tissue not seen at `power`; None when there is none.

        Args:
            power: objective power.
            view: size of the slide view in pixels.
            here: where the reader stands.
        """
        if self._grid is None or self._tissue is None:
            return None
        from medcls_core.quantify.coverage import next_field, unseen_fields

        return next_field(unseen_fields(self._grid, self._tissue, power, view), here)
