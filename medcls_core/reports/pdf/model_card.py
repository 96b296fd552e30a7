"""What the model's card admits: use, data, figures, limits."""

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Spacer

from medcls_core.language import Text
from medcls_core.reports.case_report import CardMetric, CaseReport
from medcls_core.reports.pdf.blocks import facts, grid
from medcls_core.reports.pdf.look import WIDTH, Look

_HEADING = Text("What to know about the model", "关于该模型")


def model_card(report: CaseReport, look: Look) -> list[Flowable]:
    """The card in short."""
    model = report.model
    rows = [
        (look.say(Text("Intended use", "预期用途")), look.say(model.intended_use)),
        *_numbered(Text("Trained on", "训练数据"), model.data, look),
        *_numbered(Text("Limits", "局限"), model.limits, look),
        (look.say(Text("Licence", "许可")), look.say(model.licence)),
    ]
    story: list[Flowable] = [
        CondPageBreak(60 * mm),
        look.heading(look.say(_HEADING)),
        facts(rows, look, WIDTH),
    ]
    if model.metrics:
        story += [Spacer(0, 6), _metrics(model.metrics, look)]
    return story


def _numbered(label: Text, texts: Sequence[Text], look: Look) -> list[tuple[str, str]]:
    return [
        (look.say(label) if place == 0 else "", look.say(text)) for place, text in enumerate(texts)
    ]


def _metrics(metrics: Sequence[CardMetric], look: Look) -> Flowable:
    head = [
        look.quiet(look.say(Text("Measured on held-out data", "留出数据上的指标"))),
        look.quiet_right(look.say(Text("Value", "数值"))),
        look.quiet_right(look.say(Text("95 % interval", "95% 区间"))),
        look.quiet_right(look.say(Text("n", "样本数"))),
        look.quiet(look.say(Text("Data", "数据"))),
    ]
    rows = [
        [
            look.body(metric.name),
            look.number(f"{metric.value:.3g}"),
            look.number(_interval(metric)),
            look.number(f"{metric.n} {metric.unit}".strip()),
            look.quiet(metric.data),
        ]
        for metric in metrics
    ]
    widths = [WIDTH * share for share in (0.25, 0.11, 0.2, 0.14, 0.3)]
    return grid(head, rows, widths)


def _interval(metric: CardMetric) -> str:
    if metric.low is None or metric.high is None:
        return "\u2013"
    return f"{metric.low:.3g} \u2013 {metric.high:.3g}"
