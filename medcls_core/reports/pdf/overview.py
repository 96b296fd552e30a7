"""Where the findings lie: a picture large enough to read its numbers, and the model's heat."""

import numpy as np
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table, TableStyle

from medcls_core.language import Text
from medcls_core.reports.case_report import CaseReport
from medcls_core.reports.colours import heat_colours
from medcls_core.reports.pdf.blocks import beside, picture
from medcls_core.reports.pdf.legend import legend
from medcls_core.reports.pdf.look import WIDTH, Look

_HEADING = Text("Overview", "概览")
_CAPTION = Text(
    "Marks: shape and colour tell the class, the number points to the crop sheet; "
    "rejected findings carry no mark.",
    "标记：形状与颜色表示类别，数字对应裁剪图；已排除的目标不作标记。",
)
_HEAT_CAPTION = Text(
    "Heat: {method}, from dark (low) to light (high), over the greyed image. Every pixel shows "
    "the highest value near it, so that single objects stay visible.",
    "热图：{method}，由深（低）至浅（高），叠加于灰化图像。每个像素显示其附近的最高值，"
    "以保证单个目标可见。",
)

_TALL, _WIDE = 1.6, 1.7  # height over width, and width over height
_LARGE_MM, _SMALL_MM = 152, 76
_BAR_POINTS = (150.0, 7.0)


def overview(report: CaseReport, look: Look) -> list[Flowable]:
    """Heading, pictures, legend and what they mean, on one page."""
    return [KeepTogether([look.heading(look.say(_HEADING)), *_pictures(report, look)])]


def _pictures(report: CaseReport, look: Look) -> list[Flowable]:
    """The overview as large as the page lets it be, the heat where there is room left."""
    if report.heat is None:
        return [picture(report.overview, WIDTH, 190 * mm), Spacer(0, 4), *_words(report, look)]
    height, width = report.overview.shape[:2]
    if height >= _TALL * width:
        half = WIDTH / 2 - 4
        tall = [picture(one, half, 195 * mm) for one in (report.overview, report.heat)]
        return [beside(tall[0], tall[1], gap=8), Spacer(0, 4), *_words(report, look)]
    if width >= _WIDE * height:
        wide = [picture(one, WIDTH, 98 * mm) for one in (report.overview, report.heat)]
        return [wide[0], Spacer(0, 6), wide[1], Spacer(0, 4), *_words(report, look)]
    large = picture(report.overview, WIDTH, _LARGE_MM * mm)
    small = picture(report.heat, WIDTH / 2 - 4, _SMALL_MM * mm)
    return [large, Spacer(0, 6), beside(small, _words(report, look, legend_columns=2), gap=8)]


def _words(report: CaseReport, look: Look, *, legend_columns: int = 3) -> list[Flowable]:
    """Legend and captions."""
    labels = [count.label for count in report.counts]
    story: list[Flowable] = [
        legend(labels, report, look, columns=legend_columns),
        Spacer(0, 3),
        look.quiet(look.say(_CAPTION)),
    ]
    if report.heat_method is None:
        return story
    said = look.say(_HEAT_CAPTION, method=look.say(report.heat_method))
    return [*story, Spacer(0, 5), _colour_bar(look), look.quiet(said)]


def _colour_bar(look: Look) -> Flowable:
    """The colours of heat from 0 to 1."""
    width, height = _BAR_POINTS
    colours = heat_colours(np.linspace(0, 1, 600, dtype=np.float32))
    bar = picture(colours[None].round().astype(np.uint8).repeat(28, axis=0), width, height)
    table = Table([[look.quiet("0"), bar, look.quiet("1")]], (12, width + 6, 20), hAlign="LEFT")
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 1),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
            ]
        )
    )
    return table
