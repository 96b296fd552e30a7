"""The crop sheet as a grid: picture and evidence of every finding, and what was said of it."""

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Table, TableStyle

from medcls_core.language import Text
from medcls_core.reports.case_report import CaseReport, Crop, Standing
from medcls_core.reports.pdf.blocks import picture
from medcls_core.reports.pdf.look import LINE, WIDTH, Look
from medcls_core.reports.words import FLAGGED, STANDINGS

_COLUMNS = 3
_CELL = WIDTH / _COLUMNS
_PAD = 5.0

_HEADING = Text("Crop sheet with evidence", "裁剪图与依据")
_CAPTION = Text(
    "Left the image, right the same place with the model's heatmap ({method}). Findings that "
    "readers stand for come first.",
    "左为原图，右为同一位置叠加模型热图（{method}）。人工确认者在前。",
)
_CAPTION_PLAIN = Text(
    "Findings that readers stand for come first.",
    "人工确认者在前。",
)
_LEFT_OUT = Text("{count} further findings aren't shown.", "另有 {count} 个目标未显示。")
_NONE = Text("There are no findings.", "没有目标。")


def crop_sheet(report: CaseReport, look: Look) -> list[Flowable]:
    """Heading and grid; a sentence where there is nothing to show."""
    story: list[Flowable] = [CondPageBreak(75 * mm), look.heading(look.say(_HEADING))]
    if not report.crops:
        return [*story, look.body(look.say(_NONE))]
    methods = [crop.evidence_method for crop in report.crops if crop.evidence_method is not None]
    caption = look.say(_CAPTION_PLAIN)
    if methods:
        caption = look.say(_CAPTION, method=look.say(methods[0]))
    if report.left_out:
        caption = f"{caption} {look.say(_LEFT_OUT, count=report.left_out)}"
    cells = [_cell(crop, look) for crop in report.crops]
    rows = [cells[start : start + _COLUMNS] for start in range(0, len(cells), _COLUMNS)]
    rows[-1] += [[] for _ in range(_COLUMNS - len(rows[-1]))]
    table = Table(rows, [_CELL] * _COLUMNS, hAlign="LEFT")
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 2 * _PAD),
                ("TOPPADDING", (0, 0), (-1, -1), 5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
            ]
        )
    )
    return [*story, look.quiet(caption), table]


def _cell(crop: Crop, look: Look) -> list[Flowable]:
    half = (_CELL - 3 * _PAD) / 2
    pictures: list[Flowable | str] = [picture(crop.picture, half, half)]
    pictures.append("" if crop.evidence is None else picture(crop.evidence, half, half))
    pair = Table([pictures], [half + _PAD / 2, half + _PAD / 2], hAlign="LEFT")
    pair.setStyle(
        TableStyle(
            [
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
                ("ALIGN", (0, 0), (0, 0), "LEFT"),
                ("ALIGN", (1, 0), (1, 0), "RIGHT"),
            ]
        )
    )
    return [
        pair,
        look.strong(_headline(crop, look)),
        look.quiet(_verdict(crop, look)),
        look.quiet(_by_model(crop)),
        *(look.quiet(f"AI: {look.say(trait)}") for trait in crop.traits),
    ]


def _headline(crop: Crop, look: Look) -> str:
    label = crop.label_reader or crop.label_model
    return str(crop.number) if label is None else f"{crop.number}  {look.say(label.name)}"


def _verdict(crop: Crop, look: Look) -> str:
    standing = look.say(STANDINGS[crop.standing])
    # A skip or a flag is no answer: what stands is still the model's.
    alone = crop.reader is None or crop.standing is Standing.AI_ONLY
    said = standing if alone else f"{standing}: {crop.reader}"
    return f"{said}  \u00b7  {look.say(FLAGGED)}" if crop.flagged else said


def _by_model(crop: Crop) -> str:
    parts = []
    if crop.prob is not None:
        parts.append(f"AI {crop.prob:.2f}")
    if crop.area_um2 is not None:
        parts.append(f"{crop.area_um2:.0f} µm²")
    return "  \u00b7  ".join(parts)
