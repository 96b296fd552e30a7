"""Pictures of a report: overview with marks, heat over tissue, crops. All uint8 RGB (H, W, 3)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy import ndimage

from medcls_core.explain.evidence import Evidence
from medcls_core.geometry import Box, Point, Size
from medcls_core.images.source import ImageSource
from medcls_core.quantify.hot_spot import Circle
from medcls_core.reports.colours import INK, PAPER, REGION, Rgb, heat_colours, lay_heat
from medcls_core.reports.lettering import draw_mark, draw_number, draw_scale_bar, font

_LEAST_VISIBLE_PX = 5


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding in an overview; `number` is None when it has no crop to point to."""

    at: Point
    color: Rgb
    shape: str
    number: int | None


def picture_size(box: Box, longest_px: int) -> Size:
    """The size of a picture of `box` whose longer side has `longest_px`; never below 1 px."""
    factor = longest_px / max(box.width_l0, box.height_l0)
    return Size(max(1, round(box.width_l0 * factor)), max(1, round(box.height_l0 * factor)))


def surroundings(region: Box, image: Size) -> Box:
    """`region` with a tenth more on every side, cut to the image."""
    around = Box.around(region.center, region.width_l0 * 1.2, region.height_l0 * 1.2)
    return around.intersection(Box(0, 0, image.width, image.height)) or region


def heat_in(evidence: Evidence, box: Box, size: Size) -> NDArray[np.float32]:
    """Heat (H, W) of `box` at `size`: the highest near every pixel, 0 outside of the evidence.

    Where the picture is coarser than the evidence an average would hide a small object, and the
    reader would look past it; so every pixel takes the highest value that falls into it, and a
    single hot place stays visible over a few pixels.
    """
    values, frame = _coarsened(evidence, box, size)
    height, width = values.shape
    x_l0 = box.x_l0 + (np.arange(size.width) + 0.5) * (box.width_l0 / size.width)
    y_l0 = box.y_l0 + (np.arange(size.height) + 0.5) * (box.height_l0 / size.height)
    columns = (x_l0 - frame.x_l0) * (width / frame.width_l0) - 0.5
    rows = (y_l0 - frame.y_l0) * (height / frame.height_l0) - 0.5
    places = np.meshgrid(rows, columns, indexing="ij")
    heat = ndimage.map_coordinates(values, places, order=1, mode="nearest", output=np.float32)
    own = evidence.box_l0
    heat[(y_l0 < own.y_l0) | (y_l0 >= own.bottom_l0)] = 0
    heat[:, (x_l0 < own.x_l0) | (x_l0 >= own.right_l0)] = 0
    result: NDArray[np.float32] = heat
    return result


def _coarsened(evidence: Evidence, box: Box, size: Size) -> tuple[NDArray[np.float32], Box]:
    """Values hardly finer than the picture, each the highest of those it stands for, and their box.

    The box reaches beyond the evidence's own where the last block isn't full.
    """
    values, own = evidence.values, evidence.box_l0
    height, width = values.shape
    per = (
        box.height_l0 / size.height * height / own.height_l0,
        box.width_l0 / size.width * width / own.width_l0,
    )
    if max(per) <= 1:
        return values, own
    block = (max(1, int(per[0])), max(1, int(per[1])))
    padded = np.pad(values, ((0, -height % block[0]), (0, -width % block[1])))
    rows, columns = padded.shape[0] // block[0], padded.shape[1] // block[1]
    highest = padded.reshape(rows, block[0], columns, block[1]).max(axis=(1, 3))
    reach = [
        math.ceil(one / step * _LEAST_VISIBLE_PX) for one, step in zip(per, block, strict=True)
    ]
    spread = ndimage.maximum_filter(highest, footprint=_disc(*reach))
    frame = Box(
        own.x_l0,
        own.y_l0,
        own.width_l0 * padded.shape[1] / width,
        own.height_l0 * padded.shape[0] / height,
    )
    return spread, frame


def _disc(height: int, width: int) -> NDArray[np.bool_]:
    rows, columns = np.ogrid[:height, :width]
    away = ((rows + 0.5) / height - 0.5) ** 2 + ((columns + 0.5) / width - 0.5) ** 2
    disc: NDArray[np.bool_] = away <= 0.25  # noqa: PLR2004  (half the diameter, squared)
    return disc


def overview(
    source: ImageSource,
    box: Box,
    region: Box | None,
    marks: Sequence[Mark],
    *,
    longest_px: int,
    circle: Circle | None = None,
) -> NDArray[np.uint8]:
    """`box` of the image with marks, borders of `region` and `circle` if any, and a scale bar."""
    size = picture_size(box, longest_px)
    picture = Image.fromarray(source.read(box, size))
    draw = ImageDraw.Draw(picture)
    per_px = box.width_l0 / size.width
    if region is not None:
        _draw_border(draw, region, box, per_px)
    if circle is not None:
        _draw_circle(draw, circle, box, per_px)
    room = math.sqrt(size.width * size.height / max(1, len(marks)))
    radius = max(4.0, min(longest_px / 90, room / 4))
    for mark in marks:
        at = ((mark.at.x_l0 - box.x_l0) / per_px, (mark.at.y_l0 - box.y_l0) / per_px)
        draw_mark(draw, at, radius, mark.shape, mark.color)
    for mark in marks:  # after all marks: a number is never under its neighbour's mark
        if mark.number is not None:
            at = ((mark.at.x_l0 - box.x_l0) / per_px, (mark.at.y_l0 - box.y_l0) / per_px)
            beside = (at[0] + radius * 1.4, at[1] - radius * 1.7)
            draw_number(draw, beside, mark.number, round(max(radius * 1.5, longest_px / 60)))
    return with_scale(np.asarray(picture), source, per_px)


def heat_over(
    source: ImageSource, evidence: Evidence, box: Box, *, longest_px: int
) -> NDArray[np.uint8]:
    """`box` of the image, faded to grey, with the evidence over it and a scale bar."""
    size = picture_size(box, longest_px)
    rgb = source.read(box, size)
    grey = rgb.mean(axis=2, keepdims=True).repeat(3, axis=2)
    faded = np.asarray(0.5 * grey + 127.5, np.uint8)
    heat = lay_heat(faded, heat_in(evidence, box, size), opacity=0.9)
    return with_scale(heat, source, box.width_l0 / size.width)


def with_scale(rgb: NDArray[np.uint8], source: ImageSource, l0_per_px: float) -> NDArray[np.uint8]:
    """`rgb` with a scale bar; unchanged where the pixel size is unknown."""
    if source.pixel_size is None:
        return rgb
    return draw_scale_bar(rgb, source.pixel_size.mpp * l0_per_px)


def with_colour_bar(rgb: NDArray[np.uint8], title: str) -> NDArray[np.uint8]:
    """`rgb` with the heat scale from 0 to 1 to its right, under `title`."""
    height, width = rgb.shape[:2]
    letters = font(max(12, height // 45))
    line = round(letters.size * 1.5)
    margin, bar = line, max(12, height // 40)
    text_width = max(letters.getlength(part) for part in (title, "0.00"))
    sheet = Image.new("RGB", (width + round(max(text_width, bar * 3)) + 2 * margin, height), PAPER)
    sheet.paste(Image.fromarray(rgb), (0, 0))
    draw = ImageDraw.Draw(sheet)
    left, top, bottom = round(width + margin), 2 * line, height - line
    draw.text((left, line // 4), title, INK, letters)
    scale = heat_colours(np.linspace(1, 0, bottom - top, dtype=np.float32))[:, None]
    sheet.paste(Image.fromarray(np.uint8(scale.round().repeat(bar, axis=1))), (round(left), top))
    draw.rectangle((left - 1, top - 1, left + bar, bottom), outline=INK)
    for value in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = top + (1 - value) * (bottom - top - 1)
        draw.line((left + bar, y, left + bar + bar // 3, y), INK)
        draw.text((left + bar * 1.5, y), f"{value:.2f}", INK, letters, anchor="lm")
    return np.asarray(sheet)


def _draw_border(draw: ImageDraw.ImageDraw, region: Box, box: Box, per_px: float) -> None:
    corners = (
        (region.x_l0 - box.x_l0) / per_px,
        (region.y_l0 - box.y_l0) / per_px,
        (region.right_l0 - box.x_l0) / per_px - 1,
        (region.bottom_l0 - box.y_l0) / per_px - 1,
    )
    draw.rectangle(corners, outline=PAPER, width=5)
    draw.rectangle(
        (corners[0] + 1, corners[1] + 1, corners[2] - 1, corners[3] - 1), outline=REGION, width=3
    )


def _draw_circle(draw: ImageDraw.ImageDraw, circle: Circle, box: Box, per_px: float) -> None:
    x, y = (circle.center.x_l0 - box.x_l0) / per_px, (circle.center.y_l0 - box.y_l0) / per_px
    reach = circle.radius_l0 / per_px
    for color, width in ((PAPER, 5), (REGION, 3)):
        out = reach + width / 2  # the line's middle lies on the circle
        draw.ellipse((x - out, y - out, x + out, y + out), outline=color, width=width)
