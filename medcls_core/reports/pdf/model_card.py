"""What the model's card admits: use, data, figures, limits."""

from collections.abc import Sequence
from itertools import groupby

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer, TableStyle

from medcls_core.evaluation.figure_words import (
    data_words,
    figure_value,
    figure_words,
    unit_words,
)
from medcls_core.language import Text
from medcls_core.reports.case_report import CardMetric, CaseReport
from medcls_core.reports.pdf.blocks import facts, grid
from medcls_core.reports.pdf.look import WIDTH, Look
from medcls_core.tasks import ClassLabel

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
        look.heading(look.say(_HEADING), kept=False),
        facts(rows, look, WIDTH),
    ]
    if model.metrics:
        labels = [count.label for count in report.counts]
        story += [Spacer(0, 6), KeepTogether([_metrics(model.metrics, labels, look)])]
    return story


def _numbered(label: Text, texts: Sequence[Text], look: Look) -> list[tuple[str, str]]:
    return [
        (look.say(label) if place == 0 else "", look.say(text)) for place, text in enumerate(texts)
    ]


def _metrics(metrics: Sequence[CardMetric], labels: Sequence[ClassLabel], look: Look) -> Flowable:
    """A line a figure, under a line for each set of data that they were measured on."""
    head = [
        look.quiet(look.say(Text("Measured on held-out data", "留出数据上的指标"))),
        look.quiet_right(look.say(Text("Value", "数值"))),
        look.quiet_right(look.say(Text("95 % interval", "95% 区间"))),
        look.quiet(look.say(Text("n", "样本数"))),
    ]
    rows: list[list[Flowable | str]] = []
    spanning = []
    for data, some in groupby(metrics, lambda metric: metric.data):
        spanning.append(len(rows) + 1)
        rows.append([look.quiet(look.say(data_words(data))), "", "", ""])
        rows += [_metric(metric, labels, look) for metric in some]
    table = grid(head, rows, [WIDTH * share for share in (0.4, 0.12, 0.2, 0.28)])
    table.setStyle(TableStyle([("SPAN", (0, row), (-1, row)) for row in spanning]))
    return table


def _metric(metric: CardMetric, labels: Sequence[ClassLabel], look: Look) -> list[Flowable | str]:
    unit = look.say(unit_words(metric.unit)) if metric.unit else ""
    return [
        look.body(look.say(figure_words(metric.name, labels))),
        look.number(figure_value(metric.value)),
        look.number(_interval(metric)),
        look.quiet(f"{metric.n} {unit}".strip()),
    ]


def _interval(metric: CardMetric) -> str:
    if metric.low is None or metric.high is None:
        return "\u2013"
    return f"{figure_value(metric.low)} \u2013 {figure_value(metric.high)}"
