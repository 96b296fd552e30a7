"""What the viewer needs to know of a finding, and the shapes that tell classes apart."""

import math
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPolygonF

from medcls_core.geometry import Outline, Point

SYMBOLS = ("circle", "square", "triangle", "cross", "diamond", "pentagon", "star")
"""The shapes a class may have; a class is never told by its colour alone."""


@dataclass(frozen=True, slots=True)
class Look:
    """How findings of a class and verdict are drawn; the fields are those of `FindingMark`."""

    color: str
    symbol: str
    label: str
    confirmed: bool
    rejected: bool
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class FindingMark:
    """One finding as it is drawn.

    `color` is "#rrggbb" of its class, `symbol` one of `SYMBOLS`, `label` the class's name in the
    reader's language. `confirmed` and `rejected` say what a person decided; neither: not read yet.
    `locked` says that its outline is not to be changed by drawing, `disputed` that readers differ.
    """

    uuid: UUID
    outline: Outline
    color: str
    symbol: str
    label: str
    confirmed: bool
    rejected: bool
    locked: bool = False
    disputed: bool = False

    @property
    def look(self) -> Look:
        """All but what this finding alone has."""
        return Look(
            self.color, self.symbol, self.label, self.confirmed, self.rejected, self.disputed
        )


def ring_path(outline: Outline, origin: Point) -> QPainterPath:
    """Border and holes in level-0 pixels from `origin`, so that no coordinate is large."""
    path = QPainterPath()
    for ring in (outline.vertices, *outline.holes):
        path.addPolygon(QPolygonF([QPointF(x - origin.x_l0, y - origin.y_l0) for x, y in ring]))
        path.closeSubpath()
    return path


def symbol_path(symbol: str, radius: float) -> QPainterPath:
    """The outline of a symbol around (0, 0); an unknown one is a circle."""
    path = QPainterPath()
    corners = _CORNERS.get(symbol)
    if corners is None:
        path.addEllipse(QRectF(-radius, -radius, 2 * radius, 2 * radius))
        return path
    points = [QPointF(x * radius, y * radius) for x, y in corners]
    path.addPolygon(QPolygonF([*points, points[0]]))
    return path


def _regular(corners: int, *, turned: float = 0.0, dent: float = 1.0) -> list[tuple[float, float]]:
    """Corners of a regular polygon, the first on top; every second one drawn in by `dent`."""
    ring = []
    for corner in range(corners):
        angle = math.radians(turned - 90 + 360 * corner / corners)
        reach = dent if corner % 2 else 1.0
        ring.append((reach * math.cos(angle), reach * math.sin(angle)))
    return ring


def _plus(arm: float) -> list[tuple[float, float]]:
    """A cross of two bars, its arms `arm` wide to each side."""
    quarter = [(arm, -1.0), (arm, -arm), (1.0, -arm)]
    ring = []
    for _ in range(4):
        ring += quarter
        quarter = [(-y, x) for x, y in quarter]
    return ring


_CORNERS: dict[str, list[tuple[float, float]]] = {
    "square": [(-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)],
    "triangle": [(0.0, -1.1), (1.05, 0.75), (-1.05, 0.75)],
    "cross": _plus(0.36),
    "diamond": _regular(4),
    "pentagon": _regular(5),
    "star": _regular(10, dent=0.45),
}
