"""Draws heatmaps exactly where they belong.

Qt draws magnified pictures with 16-bit steps, which at high zoom shifts a coarse heatmap by whole
cells towards one corner. So only the cells in sight are taken, refined by ourselves to about the
screen's own pixels, and then drawn: the border of a hot cell stays on its level-0 place.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from app.rendering.colormaps import ColorMap, heat_to_image
from app.viewer.camera import Camera
from app.viewer.view_rects import box_to_view
from medcls_core.explain.evidence import Evidence
from medcls_core.geometry import Box

DEFAULT_OPACITY = 0.45
"""Hot places stand out at once, and chromatin can still be judged under them."""

_FINE_PX = 2
"""Screen pixels that one refined cell may take before Qt smooths it."""

_BLOCK = 256
"""Refined cells by which the part in sight grows, so that a pan rarely makes a new picture."""


@dataclass(frozen=True, slots=True)
class _Cut:
    """The part of a heatmap in sight: reduction, first and last cells, refinement."""

    reduced: int
    rows: tuple[int, int]
    columns: tuple[int, int]
    refined: int


@dataclass(slots=True)
class _Heat:
    """One evidence with its reduced copies and the picture drawn last."""

    evidence: Evidence
    reductions: list[NDArray[np.float32]] = field(default_factory=list)
    cut: _Cut | None = None
    picture: QImage | None = None


class HeatLayer:
    """Paints evidences over the tissue with one opacity."""

    def __init__(self, color_map: ColorMap = ColorMap.VIRIDIS) -> None:
        self.opacity = DEFAULT_OPACITY
        self.color_map = color_map
        self._heats: list[_Heat] = []

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self._heats

    def set_evidences(self, evidences: Sequence[Evidence]) -> None:
        """What to draw, the last on top."""
        self._heats = [_Heat(evidence, [evidence.values]) for evidence in evidences]

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Draw all evidences; the painter works in logical view pixels."""
        if self.opacity <= 0:
            return
        for heat in self._heats:
            if heat.evidence.box_l0.intersection(camera.view_box) is not None:
                self._paint_one(painter, camera, heat)

    def _paint_one(self, painter: QPainter, camera: Camera, heat: _Heat) -> None:
        cut = _cut(heat.evidence, camera)
        if cut != heat.cut or heat.picture is None:
            part = refine(_reduced(heat, cut.reduced), cut.rows, cut.columns, cut.refined)
            heat.cut = cut
            heat.picture = heat_to_image(part, self.color_map)
        frame = box_to_view(camera, heat.evidence.box_l0)
        painter.save()
        painter.setOpacity(self.opacity)
        painter.setClipRect(frame, Qt.ClipOperation.IntersectClip)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        target = box_to_view(camera, _covered(heat.evidence, cut))
        painter.drawImage(target, heat.picture, QRectF(heat.picture.rect()))
        painter.restore()


def _cell_size(evidence: Evidence, reduced: int) -> tuple[float, float]:
    """Width and height in level-0 pixels of a cell after so many halvings."""
    rows, columns = evidence.values.shape
    box = evidence.box_l0
    return box.width_l0 / columns * 2**reduced, box.height_l0 / rows * 2**reduced


def _cut(evidence: Evidence, camera: Camera) -> _Cut:
    """The cells in sight, one more all around, in about the screen's own fineness."""
    reduced = 0
    while min(_cell_size(evidence, reduced + 1)) * camera.screen_scale <= 1:
        reduced += 1
    width_l0, height_l0 = _cell_size(evidence, reduced)
    box, view = evidence.box_l0, camera.view_box
    rows, columns = (math.ceil(side / 2**reduced) for side in evidence.values.shape)
    finest = max(width_l0, height_l0) * camera.screen_scale / _FINE_PX
    refined = 2 ** max(0, math.ceil(math.log2(finest)))
    block = max(1, _BLOCK // refined)
    return _Cut(
        reduced,
        _sight((view.y_l0 - box.y_l0) / height_l0, view.height_l0 / height_l0, rows, block),
        _sight((view.x_l0 - box.x_l0) / width_l0, view.width_l0 / width_l0, columns, block),
        refined,
    )


def _sight(start: float, count: float, cells: int, block: int) -> tuple[int, int]:
    """First cell and the one after the last of whole blocks that hold those in sight."""
    first = min(max(math.floor(start) - 1, 0), cells - 1) // block * block
    last = max(math.ceil(start + count) + 1, first + 1)
    return first, min(math.ceil(last / block) * block, cells)


def _covered(evidence: Evidence, cut: _Cut) -> Box:
    """The place of a cut in the image."""
    width_l0, height_l0 = _cell_size(evidence, cut.reduced)
    box = evidence.box_l0
    return Box(
        box.x_l0 + cut.columns[0] * width_l0,
        box.y_l0 + cut.rows[0] * height_l0,
        (cut.columns[1] - cut.columns[0]) * width_l0,
        (cut.rows[1] - cut.rows[0]) * height_l0,
    )


def _reduced(heat: _Heat, power: int) -> NDArray[np.float32]:
    """The values at half size, `power` times."""
    while len(heat.reductions) <= power:
        heat.reductions.append(halve_by_maximum(heat.reductions[-1]))
    return heat.reductions[power]


def halve_by_maximum(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Half as many rows and columns, rounded up; the hottest of four is kept.

    A mean would lose a single mitosis in a view of the whole slide.
    """
    return _pairs(_pairs(values).T).T


def _pairs(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """The larger of every two rows; an odd last row stays."""
    even = values.shape[0] // 2 * 2
    pairs = np.maximum(values[0:even:2], values[1:even:2])
    return pairs if even == len(values) else np.concatenate([pairs, values[-1:]])


def refine(
    values: NDArray[np.float32], rows: tuple[int, int], columns: tuple[int, int], factor: int
) -> NDArray[np.float32]:
    """Cells from first to before last, each as `factor` x `factor` values, linear between.

    Half the step between two cells lies on their common border; the neighbours beyond the cut
    are taken into account, so that cuts of the same heatmap agree.
    """
    if factor == 1:
        return values[slice(*rows), slice(*columns)]
    first = max(columns[0] - 1, 0)
    near = values[:, first : columns[1] + 1]
    down = _between(near, rows, factor, axis=0)
    return _between(down, (columns[0] - first, columns[1] - first), factor, axis=1)


def _between(
    values: NDArray[np.float32], cells: tuple[int, int], factor: int, *, axis: int
) -> NDArray[np.float32]:
    """Linear refinement along one axis; places beyond the ends take the end's value."""
    count = (cells[1] - cells[0]) * factor
    at = np.clip(cells[0] + (np.arange(count) + 0.5) / factor - 0.5, 0, values.shape[axis] - 1)
    low = np.floor(at).astype(np.intp)
    share = (at - low).astype(np.float32)
    share = share[:, None] if axis == 0 else share
    mixed = values.take(low, axis=axis)
    mixed += share * (values.take(np.minimum(low + 1, values.shape[axis] - 1), axis=axis) - mixed)
    return mixed
