"""Finds among many findings those in sight and those under the cursor."""

from collections.abc import Sequence
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from app.viewer.camera import Camera
from app.viewer.mark_columns import Marks
from app.viewer.marks import FindingMark
from medcls_core.geometry import Box, Point

_DOT_PLACE_PX = 9.0
"""Of a crowd of dots, one is drawn for each place of this side, in view pixels."""

_MARGIN_PX = 20.0
_OUTWARDS = np.array([-1.0, -1.0, 1.0, 1.0])
_ALL = (-np.inf, -np.inf, np.inf, np.inf)


class MarkIndex:
    """The findings of a view, by the rows of their columns.

    Findings without an outline count as squares of twice `point_radius_l0`.
    """

    def __init__(self, marks: Sequence[FindingMark], point_radius_l0: float) -> None:
        self.marks = Marks.of(marks).copy()
        boxes = self.marks.boxes
        self._rank = np.full(len(boxes), -1, np.int32)
        self._rank[self.marks.rows] = np.arange(len(self.marks))
        self._is_point = (boxes[:, 0] == boxes[:, 2]) & (boxes[:, 1] == boxes[:, 3])
        self._point_radius_l0 = point_radius_l0
        self._reach_l0 = point_radius_l0 if self._is_point.any() else 0.0
        self._tally = self.marks.grid.tally(self._rank >= 0)

    def number(self, uuid: UUID | None) -> int | None:
        """Row of a finding; None if it isn't drawn."""
        row = None if uuid is None else self.marks.uuids.row(uuid)
        return row if row is not None and row < len(self._rank) and self._rank[row] >= 0 else None

    def find(self, uuid: UUID) -> FindingMark | None:
        """A finding as it is drawn; None if it isn't."""
        number = self.number(uuid)
        return None if number is None else self.marks.at(number)

    def change(self, mark: FindingMark) -> bool:
        """Take another look of a known finding; False if it isn't drawn or lies elsewhere now."""
        return self.number(mark.uuid) is not None and self.marks.change(mark)

    def is_point(self, number: int) -> bool:
        """Whether a finding has no outline."""
        return bool(self._is_point[number])

    def box(self, number: int) -> Box:
        """The bounding box of a finding."""
        left, top, right, bottom = self._bounds(np.array([number]))[0].tolist()
        return Box(left, top, right - left, bottom - top)

    def sides_l0(self, numbers: NDArray[np.intp]) -> NDArray[np.float64]:
        """The longer side of each of some findings, (N,)."""
        bounds = self._bounds(numbers)
        sides: NDArray[np.float64] = (bounds[:, 2:] - bounds[:, :2]).max(axis=1, initial=0)
        return sides

    def centers_l0(self, numbers: NDArray[np.intp]) -> NDArray[np.float64]:
        """Middles of findings, (N, 2) as x, y."""
        boxes = self.marks.boxes[numbers]
        middles: NDArray[np.float64] = (boxes[:, :2] + boxes[:, 2:]) / 2
        return middles

    def one_a_square(
        self, width_l0: float, height_l0: float, within: Box | None = None
    ) -> NDArray[np.intp]:
        """Of all that is drawn and not rejected, what lies on top in each square of that size.

        Squares begin at the image's corner.

        Args:
            width_l0: of a square, in level-0 pixels.
            height_l0: of a square.
            within: only what has its middle there; None for all of the image.
        """
        rejected = np.array([look.rejected for look in self.marks.palette], np.bool_)
        return self._on_top(within, (width_l0, height_l0), rejected)

    def on_top(self, camera: Camera) -> NDArray[np.intp]:
        """Of a crowd in sight, the finding on top at each place; the same ones while panning."""
        margin, side_l0 = _MARGIN_PX / camera.scale, _DOT_PLACE_PX / camera.scale
        box = camera.view_box
        left, top = box.x_l0 - margin, box.y_l0 - margin
        seen = Box(left, top, box.width_l0 + 2 * margin, box.height_l0 + 2 * margin)
        return self._on_top(seen, (side_l0, side_l0))

    def _on_top(
        self,
        within: Box | None,
        square_l0: tuple[float, float],
        left_out: NDArray[np.bool_] | None = None,
    ) -> NDArray[np.intp]:
        """Rows of what is drawn last in each square that has anything, in drawing order.

        Args:
            within: what has its middle there is considered; None for everything.
            square_l0: width and height of a square in level-0 pixels.
            left_out: which looks don't count, by their place in the palette; None if all do.
        """
        sides = (within.x_l0, within.y_l0, within.right_l0, within.bottom_l0) if within else _ALL
        numbers, middles = self.marks.grid.around(*sides)
        known = numbers < len(self._rank)  # the grid may have got findings since
        if not known.all():
            numbers, middles = numbers[known], middles[known]
        ranks = self._rank[numbers]
        counts = ranks >= 0
        if left_out is not None and left_out.any():
            counts &= ~left_out[self.marks.looks[numbers]]
        if within is not None:
            counts &= (middles[:, 0] >= sides[0]) & (middles[:, 0] <= sides[2])
            counts &= (middles[:, 1] >= sides[1]) & (middles[:, 1] <= sides[3])
        if not counts.all():
            ranks, middles = ranks[counts], middles[counts]
        if not len(ranks):
            return self.marks.rows[:0]
        columns = np.floor(middles[:, 0] / square_l0[0]).astype(np.int32)
        lines = np.floor(middles[:, 1] / square_l0[1]).astype(np.int32)
        across = int(columns.max()) - int(columns.min()) + 1
        down = int(lines.max()) - int(lines.min()) + 1
        last = np.full(across * down, -1, np.int32)
        np.maximum.at(last, (lines - lines.min()) * across + (columns - columns.min()), ranks)
        on_top: NDArray[np.intp] = self.marks.rows[np.sort(last[last >= 0])]
        return on_top

    def in_sight(self, camera: Camera) -> NDArray[np.intp]:
        """Rows of the findings that the camera sees, in drawing order."""
        return self.touching((camera.view_box,), camera.scale)

    def count(self, camera: Camera) -> int:
        """How many findings the camera sees."""
        return len(self._near(camera.view_box, _MARGIN_PX / camera.scale))

    def touching(self, boxes: Sequence[Box], scale: float) -> NDArray[np.intp]:
        """Rows of the findings that are drawn in some boxes, in drawing order."""
        margin = _MARGIN_PX / scale
        found = [self._near(box, margin) for box in boxes]
        return self._in_order(found[0] if len(found) == 1 else np.unique(np.concatenate(found)))

    def _in_order(self, rows: NDArray[np.intp]) -> NDArray[np.intp]:
        """The same rows, the one drawn last at the end."""
        return rows[np.argsort(self._rank[rows])]

    def crowd(self, camera: Camera) -> int:
        """About how many findings the camera sees; takes no time, however many there are."""
        box = camera.view_box
        sides = box.x_l0, box.y_l0, box.right_l0, box.bottom_l0
        return self.marks.grid.about(*sides, self._tally)

    def near(self, point: Point, reach_l0: float) -> list[int]:
        """Rows of the findings whose bounding box is at most `reach_l0` away."""
        found: list[int] = self._near(Box(*point, 0, 0), reach_l0).tolist()
        return found

    def thinned(self, dots: NDArray[np.intp], scale: float) -> NDArray[np.intp]:
        """Of a crowd of dots, one for each place; the same ones while the reader pans."""
        columns, rows = np.floor(self.centers_l0(dots).T * scale / _DOT_PLACE_PX).astype(np.int64)
        # From behind, so that the dot drawn last, which lies on top, stays.
        _, last = np.unique((columns + (rows << 32))[::-1], return_index=True)
        kept: NDArray[np.intp] = dots[np.sort(len(dots) - 1 - last)]
        return kept

    def _near(self, box: Box, margin_l0: float) -> NDArray[np.intp]:
        """Rows of what is drawn at most so far from a box."""
        sides = np.array([box.x_l0, box.y_l0, box.right_l0, box.bottom_l0]) + margin_l0 * _OUTWARDS
        found = self.marks.grid.touching(*(sides + self._reach_l0 * _OUTWARDS).tolist())
        found = found[found < len(self._rank)]
        found = found[self._rank[found] >= 0]
        if not self._reach_l0:
            return found
        left, top, right, bottom = self._bounds(found).T
        touch = (right >= sides[0]) & (left <= sides[2])
        near: NDArray[np.intp] = found[touch & (bottom >= sides[1]) & (top <= sides[3])]
        return near

    def _bounds(self, numbers: NDArray[np.intp]) -> NDArray[np.float64]:
        """Left, top, right and bottom of some findings as they are drawn, (N, 4)."""
        bounds = self.marks.boxes[numbers]
        bounds[self._is_point[numbers]] += self._point_radius_l0 * _OUTWARDS
        return bounds
