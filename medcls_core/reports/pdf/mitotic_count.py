"""What is said of the mitotic count beside its figures."""

from medcls_core.language import Text, percent
from medcls_core.quantify.fields import FIELDS
from medcls_core.quantify.mitotic_count import LEAST_TISSUE, MitoticCount
from medcls_core.reports.case_report import CaseReport
from medcls_core.reports.pdf.look import Look

_WHERE = Text(
    "Hot spot: the circle of {area} mm² with the most mitotic figures, those that a reader stands "
    "for and the model's that no reader answered; middle at x {x:.2f} mm, y {y:.2f} mm. In it: "
    "AI alone {model}, reader {reader}, {unread} of the AI's not read.",
    "热点区：面积 {area} mm² 的圆内核分裂象最多（计入人工确认者与尚未复核的 AI 结果）；"
    "圆心 x {x:.2f} mm，y {y:.2f} mm。其中：仅 AI {model}，人工 {reader}，AI 结果未复核 {unread}。",
)
_SCORE = Text(
    "Mitotic component of the Nottingham grade by the reader's count: {score} (1 up to {one}, 3 "
    "from {three} in {fields} fields of {field} mm²; {source}). The other two components are the "
    "reader's.",
    "按人工计数的 Nottingham 分级核分裂评分：{score}（{fields} 个 {field} mm² 视野中，"
    "至多 {one} 个为 1 分，{three} 个及以上为 3 分；{source}）。另两项由阅片人评定。",
)
_NO_SCORE = Text("No mitotic score: {why}.", "不给出核分裂评分：{why}。")
_NOT_READ = Text(
    "not every figure in the circle has a reader's answer", "圆内尚有核分裂象未经人工回答"
)
_NOT_FULL = Text("less than {share} of the circle is tissue", "圆内组织不足 {share}")
_NO_TABLE = Text("no confirmed thresholds are known for this area", "该面积没有经核实的评分阈值")


def count_lines(report: CaseReport, look: Look) -> list[str]:
    """Where the hot spot lies and what was counted, then the score, or why there is none."""
    count, pixel = report.mitotic_count, report.image.pixel_size
    if count is None or pixel is None:
        return []
    center = count.circle.center
    where = look.say(
        _WHERE,
        area=f"{count.area_mm2:g}",
        x=center.x_l0 * pixel.mpp / 1000,
        y=center.y_l0 * pixel.mpp / 1000,
        model=count.model,
        reader="\u2013" if count.reader is None else count.reader,
        unread=count.unread,
    )
    return [where, _score(count, look)]


def _score(count: MitoticCount, look: Look) -> str:
    if count.score is None or count.table is None:
        why = look.say(_why_not(count), share=look.say(percent(LEAST_TISSUE)))
        return look.say(_NO_SCORE, why=why)
    return look.say(
        _SCORE,
        score=count.score,
        one=count.table.most_for_1,
        three=count.table.least_for_3,
        fields=FIELDS,
        field=f"{count.table.field_mm2:g}",
        source=count.table.source,
    )


def _why_not(count: MitoticCount) -> Text:
    if count.reader is None or count.unread:
        return _NOT_READ
    return _NO_TABLE if count.table is None else _NOT_FULL
