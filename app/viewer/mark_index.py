"""Finds among many findings those in sight and those under the cursor."""

from collections.abc import Sequence
from itertools import chain
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from app.viewer.camera import Camera
from app.viewer.mark_grid import MarkGrid
from app.viewer.marks import FindingMark
from medcls_core.geometry import Box, Point

_DOT_PLACE_PX = 9.0
"""Of a crowd of dots, one is drawn for each place of this side, in view pixels."""

_MARGIN_PX = 20.0


def bounds_of(marks: Sequence[FindingMark]) -> NDArray[np.float64]:
    """Left, top, right and bottom of each finding, (N, 4) in level-0 pixels; points have no size.

    All vertices are gone through at once: half a million findings take a second, not ten.
    """
    if not marks:
        return np.zeros((0, 4))
    outlines = [mark.outline.vertices for mark in marks]
    flat = np.fromiter(chain.from_iterable(chain.from_iterable(outlines)), np.float64)
    starts = np.cumsum([0, *(len(vertices) for vertices in outlines[:-1])])
    places = flat.reshape(-1, 2)
    low, high = np.minimum.reduceat(places, starts), np.maximum.reduceat(places, starts)
    return np.concatenate([low, high], axis=1)


class MarkIndex:
    """The findings' places as arrays, in drawing order.

    Findings without an outline count as squares of twice `point_radius_l0`. `sides_l0` holds the
    longer side of each.
    """

    def __init__(self, marks: Sequence[FindingMark], point_radius_l0: float) -> None:
        self.marks = list(marks)
        self.is_point = np.array([len(mark.outline.vertices) == 1 for mark in marks], dtype=bool)
        bounds = bounds_of(marks)
        bounds[self.is_point] += point_radius_l0 * np.array([-1.0, -1.0, 1.0, 1.0])
        self._left, self._top, self._right, self._bottom = bounds.T
        self.sides_l0: NDArray[np.float64] = (bounds[:, 2:] - bounds[:, :2]).max(axis=1, initial=0)
        self._grid = MarkGrid(bounds)
        self._number = {mark.uuid: number for number, mark in enumerate(marks)}

    def number(self, uuid: UUID | None) -> int | None:
        """Place of a finding in the drawing order; None if it isn't one of them."""
        return None if uuid is None else self._number.get(uuid)

    def find(self, uuid: UUID) -> FindingMark | None:
        """A finding as it is drawn; None if it isn't one of them."""
        number = self._number.get(uuid)
        return None if number is None else self.marks[number]

    def change(self, mark: FindingMark) -> bool:
        """Take another look of a known finding; False if it is unknown or lies elsewhere now."""
        number = self._number.get(mark.uuid)
        if number is None or self.marks[number].outline != mark.outline:
            return False
        self.marks[number] = mark
        return True

    def box(self, number: int) -> Box:
        """The bounding box of a finding."""
        left, top = float(self._left[number]), float(self._top[number])
        return Box(left, top, float(self._right[number]) - left, float(self._bottom[number]) - top)

    def centers_l0(self, numbers: NDArray[np.intp]) -> NDArray[np.float64]:
        """Middles of findings, (N, 2) as x, y."""
        x = (self._left[numbers] + self._right[numbers]) / 2
        y = (self._top[numbers] + self._bottom[numbers]) / 2
        return np.stack([x, y], axis=1)

    def in_sight(self, camera: Camera) -> NDArray[np.intp]:
        """Numbers of the findings that the camera sees, in drawing order."""
        return self.touching((camera.view_box,), camera.scale)

    def touching(self, boxes: Sequence[Box], scale: float) -> NDArray[np.intp]:
        """Numbers of the findings that are drawn in some boxes, in drawing order."""
        margin = _MARGIN_PX / scale
        found = [
            self._grid.touching(
                box.x_l0 - margin, box.y_l0 - margin, box.right_l0 + margin, box.bottom_l0 + margin
            )
            for box in boxes
        ]
        return found[0] if len(found) == 1 else np.unique(np.concatenate(found))

    def crowd(self, camera: Camera) -> int:
        """About how many findings the camera sees; takes no time, however many there are."""
        box = camera.view_box
        return self._grid.about(box.x_l0, box.y_l0, box.right_l0, box.bottom_l0)

    def near(self, point: Point, reach_l0: float) -> list[int]:
        """Numbers of the findings whose bounding box is at most `reach_l0` away."""
        x, y = point
        found = self._grid.touching(x - reach_l0, y - reach_l0, x + reach_l0, y + reach_l0)
        return [int(number) for number in found]

    def thinned(self, dots: NDArray[np.intp], scale: float) -> NDArray[np.intp]:
        """Of a crowd of dots, one for each place; the same ones while the reader pans."""
        columns, rows = np.floor(self.centers_l0(dots).T * scale / _DOT_PLACE_PX).astype(np.int64)
        # From behind, so that the dot drawn last, which lies on top, stays.
        _, last = np.unique((columns + (rows << 32))[::-1], return_index=True)
        return np.sort(dots[len(dots) - 1 - last])
