"""Tables and pictures of a report, in its one look."""

from collections.abc import Sequence
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Picture
from reportlab.platypus import Flowable, Image, Paragraph, Table, TableStyle

from medcls_core.reports.pdf.look import (
    LINE,
    SHADE,
    WARNING,
    WARNING_SHADE,
    WIDTH,
    Look,
)

_JPEG_QUALITY = 90


def picture(rgb: NDArray[np.uint8], width: float, height_limit: float) -> Image:
    """uint8 RGB (H, W, 3) at `width` points, smaller where it would be higher than the limit."""
    height = width * rgb.shape[0] / rgb.shape[1]
    if height > height_limit:
        width, height = width * height_limit / height, height_limit
    packed = BytesIO()
    Picture.fromarray(rgb).save(packed, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
    packed.seek(0)
    return Image(packed, width, height)


def facts(rows: Sequence[tuple[str, str]], look: Look, width: float) -> Table:
    """Label and value, one pair a line."""
    cells = [[look.quiet(label), look.body(value)] for label, value in rows]
    table = Table(cells, (width * 0.34, width * 0.66), hAlign="LEFT")
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (0, -1), 0),
                ("TOPPADDING", (0, 0), (0, -1), 3.5),
                ("TOPPADDING", (1, 0), (1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
            ]
        )
    )
    return table


def beside(
    left: Flowable | list[Flowable], right: Flowable | list[Flowable], *, gap: float = 18
) -> Table:
    """Two blocks in two columns, aligned at the top."""
    table = Table([[left, right]], (WIDTH / 2, WIDTH / 2), hAlign="LEFT")
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (0, 0), 0),
                ("LEFTPADDING", (1, 0), (1, 0), gap / 2),
                ("RIGHTPADDING", (0, 0), (0, 0), gap / 2),
                ("RIGHTPADDING", (1, 0), (1, 0), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
            ]
        )
    )
    return table


def grid(
    head: Sequence[Paragraph], rows: Sequence[Sequence[Flowable | str]], widths: list[float]
) -> Table:
    """A table with a head that is repeated on the next page."""
    table = Table([list(head), *(list(row) for row in rows)], widths, repeatRows=1, hAlign="LEFT")
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("BACKGROUND", (0, 0), (-1, 0), SHADE),
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
                ("TOPPADDING", (0, 0), (-1, -1), 3),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
            ]
        )
    )
    return table


def figures(pairs: Sequence[tuple[str, str]], look: Look) -> Table:
    """The few numbers that matter, large, side by side: (number, what it is)."""
    row = [[look.figure(number), look.figure_label(label)] for number, label in pairs]
    table = Table([row], [WIDTH / len(pairs)] * len(pairs), hAlign="LEFT")
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("BACKGROUND", (0, 0), (-1, -1), SHADE),
                ("LINEAFTER", (0, 0), (-2, -1), 3, "white"),
                ("TOPPADDING", (0, 0), (-1, -1), 6),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 8),
            ]
        )
    )
    return table


def warnings(sentences: Sequence[str], look: Look) -> Table:
    """Sentences that must not be overlooked, on a coloured ground."""
    table = Table([[look.warning(sentence)] for sentence in sentences], [WIDTH], hAlign="LEFT")
    table.setStyle(
        TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, -1), WARNING_SHADE),
                ("LINEBEFORE", (0, 0), (0, -1), 3, WARNING),
                ("LEFTPADDING", (0, 0), (-1, -1), 9),
                ("TOPPADDING", (0, 0), (-1, -1), 3),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ]
        )
    )
    return table
