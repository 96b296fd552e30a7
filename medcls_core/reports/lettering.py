"""Scale bars, letters and marks on pictures."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from medcls_core.reports.colours import INK, PAPER, Rgb
from medcls_core.resources import resource_path

_NICE_UM = tuple(step * 10**power for power in range(5) for step in (1, 2, 5))

SHAPES = ("circle", "square", "triangle", "diamond", "cross")
"""Mark of a class by its place in the task, so that colour is never the only difference."""


@lru_cache(maxsize=16)
def font(height_px: int) -> ImageFont.FreeTypeFont:
    """The bundled font, which knows Latin and Chinese, at that height."""
    return ImageFont.truetype(str(resource_path("fonts", "wqy-microhei.ttc")), height_px, index=0)


def scale_length_um(width_um: float) -> float:
    """A round length, in micrometres, of about a fifth of a picture `width_um` wide."""
    fitting = [length for length in _NICE_UM if length <= width_um / 4]
    return float(fitting[-1]) if fitting else width_um / 4


def length_text(length_um: float) -> str:
    """'50 µm', '2 mm'."""
    return f"{length_um / 1000:g} mm" if length_um >= 1000 else f"{length_um:g} µm"  # noqa: PLR2004


def draw_scale_bar(rgb: NDArray[np.uint8], um_per_px: float) -> NDArray[np.uint8]:
    """`rgb` (H, W, 3) with a labelled bar at the lower left; `um_per_px` is the picture's own."""
    picture = Image.fromarray(rgb)
    draw = ImageDraw.Draw(picture)
    height, width = rgb.shape[:2]
    length_um = scale_length_um(width * um_per_px)
    letters_px = max(18, round(max(width, height) / 50))
    bar, letters = length_um / um_per_px, font(letters_px)
    pad, thick = letters_px // 3, letters_px // 5
    text = length_text(length_um)
    left, top, right, bottom = draw.textbbox((0, 0), text, font=letters)
    box_width, box_height = max(bar, right - left) + 2 * pad, (bottom - top) + thick + 3 * pad
    corner = (pad, height - pad - box_height)
    draw.rectangle((*corner, corner[0] + box_width, corner[1] + box_height), fill=PAPER)
    middle = corner[0] + box_width / 2
    draw.text((middle - (right - left) / 2 - left, corner[1] + pad - top), text, INK, letters)
    bar_top = corner[1] + box_height - pad - thick
    draw.rectangle((middle - bar / 2, bar_top, middle + bar / 2, bar_top + thick), fill=INK)
    return np.asarray(picture)


def draw_mark(
    draw: ImageDraw.ImageDraw, at: tuple[float, float], radius: float, shape: str, color: Rgb
) -> None:
    """One mark: a white rim under the colour keeps it visible on dark and light tissue."""
    width = max(2, round(radius / 4))
    for ink, extra in ((PAPER, 2), (color, 0)):
        _stroke(draw, at, radius, shape, ink, width + extra)


def _stroke(
    draw: ImageDraw.ImageDraw,
    at: tuple[float, float],
    radius: float,
    shape: str,
    ink: Rgb,
    width: int,
) -> None:
    x, y = at
    if shape == "circle":
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=ink, width=width)
    elif shape == "cross":
        draw.line((x - radius, y - radius, x + radius, y + radius), ink, width)
        draw.line((x - radius, y + radius, x + radius, y - radius), ink, width)
    else:
        corners = [(x + radius * dx, y + radius * dy) for dx, dy in _CORNERS[shape]]
        draw.line([*corners, corners[0], corners[1]], ink, width, joint="curve")


_CORNERS = {
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "triangle": ((0.0, -1.1), (1.0, 0.8), (-1.0, 0.8)),
    "diamond": ((0.0, -1.2), (1.2, 0.0), (0.0, 1.2), (-1.2, 0.0)),
}


def draw_number(
    draw: ImageDraw.ImageDraw, at: tuple[float, float], number: int, height_px: int
) -> None:
    """A number beside a mark, dark on a light plate: a rim alone is lost among nuclei."""
    letters, pad = font(height_px), max(1, height_px // 8)
    left, top, right, bottom = draw.textbbox(at, str(number), font=letters)
    plate = (left - pad, top - pad, right + pad, bottom + pad)
    draw.rounded_rectangle(plate, radius=2 * pad, fill=PAPER)
    draw.text(at, str(number), INK, letters)
