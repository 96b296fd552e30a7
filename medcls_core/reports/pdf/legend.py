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
from medcls_core.reports.pdf.look import WIDTH, Look
from medcls_core.tasks import ClassLabel

_MARK_PX = 96
_MARK_POINTS = 10.0
_COLUMNS = 3
_SIGN_POINTS, _NAME_POINTS = 16.0, 150.0


def legend(
    labels: Sequence[ClassLabel], report: CaseReport, look: Look, *, columns: int = _COLUMNS
) -> Flowable:
    """Marks with their names in a row that wraps after `columns`; three fill a page's width."""
    every = [count.label for count in report.counts]
    cells: list[list[Flowable | str]] = []
    for start in range(0, len(labels), columns):
        row: list[Flowable | str] = []
        for label in labels[start : start + columns]:
            row += [_mark(label, shape_of(label, every)), look.body(look.say(label.name))]
        cells.append(row + [""] * (2 * min(columns, len(labels)) - len(row)))
    name = _NAME_POINTS if columns == _COLUMNS else WIDTH / 2 / columns - _SIGN_POINTS - 4
    table = Table(cells, [_SIGN_POINTS, name] * (len(cells[0]) // 2), hAlign="LEFT")
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
