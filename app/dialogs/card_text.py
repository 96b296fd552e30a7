"""A model card as a page that one can read and copy."""

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.translation import QT_TRANSLATE_NOOP, say
from medcls_core.evaluation.card_facts import claim_words, weights_facts
from medcls_core.evaluation.doubts import doubts
from medcls_core.evaluation.figure_words import (
    data_words,
    figure_value,
    figure_words,
    unit_words,
)
from medcls_core.tasks import task_for

if TYPE_CHECKING:  # the networks package loads torch
    from medcls_core.networks.card import Metric, ModelVersion


_PHRASES = {
    "origin": QT_TRANSLATE_NOOP("ModelCard", "Origin"),
    "use": QT_TRANSLATE_NOOP("ModelCard", "Intended use"),
    "classes": QT_TRANSLATE_NOOP("ModelCard", "Classes"),
    "limits": QT_TRANSLATE_NOOP("ModelCard", "Limits"),
    "data": QT_TRANSLATE_NOOP("ModelCard", "Data"),
    "licence": QT_TRANSLATE_NOOP("ModelCard", "Licence"),
    "measured": QT_TRANSLATE_NOOP("ModelCard", "Measured"),
    "weights": QT_TRANSLATE_NOOP("ModelCard", "Weights"),
    "claimed": QT_TRANSLATE_NOOP("ModelCard", "What the source claims"),
    "no_weights": QT_TRANSLATE_NOOP("ModelCard", "No trained weights yet for this task"),
}


def _phrase(name: str) -> str:
    return QCoreApplication.translate("ModelCard", _PHRASES[name])


def card_page(version: "ModelVersion") -> str:
    """The card as HTML, in the language that is on."""
    card = version.card
    classes = ", ".join(say(each.name) for each in task_for(card).classes)
    claimed = claim_words(card)
    return (
        f"<h2>{escape(say(task_for(card).title))}</h2>"
        + _head(version)
        + _section(
            _phrase("origin"),
            [] if card.origin is None else [say(card.origin)],
        )
        + _section(_phrase("use"), [say(card.intended_use)])
        + _section(_phrase("classes"), [classes])
        + _metrics(version)
        + _section(_phrase("claimed"), [] if claimed is None else [say(claimed)])
        + _section(_phrase("limits"), [say(each) for each in card.limits])
        + _section(_phrase("data"), [say(each) for each in card.data])
        + _section(_phrase("licence"), [say(card.licence)])
        + _section(_phrase("weights"), [say(fact) for fact in weights_facts(card)])
    )


def _head(version: "ModelVersion") -> str:
    card = version.card
    if card.weights is None:
        missing = _phrase("no_weights")
        return f"<p><b>{escape(missing)}</b></p>"
    head = f"<p>{escape(card.version)} · {escape(card.network)}</p>"
    return head + "".join(f"<p><b>{escape(say(doubt.sentence))}</b></p>" for doubt in doubts(card))


def _metrics(version: "ModelVersion") -> str:
    metrics = version.card.metrics
    if not metrics:
        return ""
    labels = task_for(version.card).all_labels
    rows = "".join(
        f"<tr><td>{escape(say(figure_words(each.name, labels)))}</td>"
        f"<td align=right><b>{figure_value(each.value)}</b></td><td>{_interval(each)}</td>"
        f"<td>{each.n} {escape(say(unit_words(each.unit)))}</td>"
        f"<td>{escape(say(data_words(each.data)))}</td></tr>"
        for each in metrics
    )
    title = _phrase("measured")
    return f"<h3>{escape(title)}</h3><table cellspacing=0 cellpadding=4>{rows}</table>"


def _interval(metric: "Metric") -> str:
    if metric.low is None or metric.high is None:
        return ""
    return f"[{figure_value(metric.low)}, {figure_value(metric.high)}]"


def _section(title: str, lines: list[str]) -> str:
    if not any(lines):
        return ""
    return f"<h3>{escape(title)}</h3>" + "".join(f"<p>{escape(line)}</p>" for line in lines)
