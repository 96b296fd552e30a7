"""A class's mark and name, as drawn in the overview."""

from collections.abc import Sequence

import numpy as np
from PIL import Image as Picture
from PIL import ImageDraw
from reportlab.platypus import Flowable, Table, TableStyle

from medcls_core.reports.case_report import CaseReport
from medcls_core.reports.colours import rgb_of
from medcls_core.reports.crop_sheet import shape_of
from medcls_core.reports.lettering import draw_mark
from medcls_core.reports.pdf.blocks import picture
from medcls_core.reports.pdf.look import Look
from medcls_core.tasks import ClassLabel

_MARK_PX = 96
_MARK_POINTS = 10.0


def legend(labels: Sequence[ClassLabel], report: CaseReport, look: Look) -> Flowable:
    """Marks with their names in a row that wraps after three."""
    every = [count.label for count in report.counts]
    cells: list[list[Flowable | str]] = []
    for start in range(0, len(labels), 3):
        row: list[Flowable | str] = []
        for label in labels[start : start + 3]:
            row += [_mark(label, shape_of(label, every)), look.body(look.say(label.name))]
        cells.append(row + [""] * (2 * min(3, len(labels)) - len(row)))
    columns = len(cells[0]) // 2
    table = Table(cells, [16.0, 150.0] * columns, hAlign="LEFT")
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 4),
                ("TOPPADDING", (0, 0), (-1, -1), 1),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
            ]
        )
    )
    return table


def _mark(label: ClassLabel, shape: str) -> Flowable:
    tile = Picture.new("RGB", (_MARK_PX, _MARK_PX), "white")
    draw_mark(ImageDraw.Draw(tile), (48, 48), 34, shape, rgb_of(label.color))
    return picture(np.asarray(tile), _MARK_POINTS, _MARK_POINTS)
