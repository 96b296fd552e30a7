"""How long and how large, in words: in micrometres, and in pixels where nobody knows their size."""

from collections.abc import Sequence
from math import dist

from PySide6.QtCore import QCoreApplication

from medcls_core.geometry import Outline, Point

# ruff: noqa: PLC0415  (the geometry library is loaded with the first outline, not with the window)

_UM_OF_MM = 1000.0
_CORNERS = 4


def length_text(length_l0: float, mpp: float | None) -> str:
    """A length of level-0 pixels: "14.2 µm", "1.25 mm" or "57.0 px"."""
    if mpp is None:
        return f"{_figure(length_l0)} px"
    length_um = length_l0 * mpp
    if length_um >= _UM_OF_MM:
        return f"{_figure(length_um / _UM_OF_MM)} mm"
    return f"{_figure(length_um)} µm"


def area_text(area_l0: float, mpp: float | None) -> str:
    """An area of square level-0 pixels: "123 µm²", "1.25 mm²" or "456 px²"."""
    if mpp is None:
        return f"{_figure(area_l0)} px²"
    area_um2 = area_l0 * mpp**2
    if area_um2 >= _UM_OF_MM**2:
        return f"{_figure(area_um2 / _UM_OF_MM**2)} mm²"
    return f"{_figure(area_um2)} µm²"


def size_line(outline: Outline, mpp: float | None) -> str:
    """Area and longest diameter of a border, sides of a box; empty for a point."""
    if outline.is_point:
        return ""
    if _is_box(outline):
        said = QCoreApplication.translate("Sizes", "Box {width} × {height}").format(
            width=length_text(outline.bounds.width_l0, mpp),
            height=length_text(outline.bounds.height_l0, mpp),
        )
    else:
        from medcls_core.shapes import longest_diameter

        said = QCoreApplication.translate(
            "Sizes", "Area {area} · longest diameter {length}"
        ).format(
            area=area_text(outline.area_l0, mpp),
            length=length_text(longest_diameter(outline.vertices), mpp),
        )
    return said if mpp is not None else f"{said} ({unknown_text()})"


def size_note(outline: Outline, mpp: float | None) -> str:
    """As `size_line`, short enough to stand at the cursor."""
    if outline.is_point:
        return ""
    if _is_box(outline):
        bounds = outline.bounds
        return f"{length_text(bounds.width_l0, mpp)} × {length_text(bounds.height_l0, mpp)}"
    return _note(outline.area_l0, outline.vertices, mpp)


def drawn_note(places: Sequence[Point], mpp: float | None) -> str:
    """How long a line is that is being drawn, and from three places on what it would enclose."""
    if len(set(places)) <= 1:
        return ""
    if len(places) == 2:  # noqa: PLR2004  (a line)
        return length_text(dist(*places), mpp)
    from medcls_core.shapes import regions_of

    return _note(sum(piece.area_l0 for piece in regions_of(places)), places, mpp)


def unknown_text() -> str:
    """Why lengths are in pixels."""
    return QCoreApplication.translate("Sizes", "pixel size unknown")


def _note(area_l0: float, vertices: Sequence[Point], mpp: float | None) -> str:
    from medcls_core.shapes import longest_diameter

    return f"{area_text(area_l0, mpp)} · ⌀ {length_text(longest_diameter(vertices), mpp)}"


def _is_box(outline: Outline) -> bool:
    if len(outline.vertices) != _CORNERS or outline.holes:
        return False
    return set(outline.vertices) == set(Outline.of_box(outline.bounds).vertices)


def _figure(number: float) -> str:
    """Three figures, as many as a hand can measure."""
    digits = 0 if number >= 99.95 else 1 if number >= 9.995 else 2  # noqa: PLR2004
    return f"{number:,.{digits}f}"
