"""The card of the task's model: what it is for, how good it is, and what it can't do."""

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from app.context import AppContext
from app.theme import GRID
from app.translation import say
from medcls_core.evaluation.figure_words import data_words, figure_words, unit_words

if TYPE_CHECKING:  # the networks package loads torch
    from medcls_core.networks.card import Metric, ModelVersion


class ModelCardDialog(QDialog):
    """The card as text one can read and copy."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Model card"))
        text = QTextBrowser()
        text.setAccessibleName(self.tr("Model card"))
        version = context.models.version
        title = say(context.models.task.title)
        self._labels = context.models.task.all_labels
        text.setHtml(
            f"<h2>{escape(title)}</h2>"
            + (
                self.tr("The model is still being looked up.")
                if version is None
                else self._card(version)
            )
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.addWidget(text)
        column.addWidget(buttons)
        self.resize(80 * GRID, 72 * GRID)

    def _card(self, version: "ModelVersion") -> str:
        card = version.card
        return (
            self._head(version)
            + _section(self.tr("Intended use"), [say(card.intended_use)])
            + self._metrics(card.metrics)
            + _section(self.tr("Limits"), [say(each) for each in card.limits])
            + _section(self.tr("Data"), [say(each) for each in card.data])
            + _section(self.tr("Licence"), [say(card.licence)])
        )

    def _head(self, version: "ModelVersion") -> str:
        card = version.card
        if card.weights is None:
            missing = self.tr("No trained weights yet for this task")
            return f"<p><b>{escape(missing)}</b></p>"
        threshold = self.tr("threshold {value}").format(value=f"{card.weights.threshold:g}")
        facts = " · ".join(escape(each) for each in (card.version, card.network, threshold))
        head = f"<p>{facts}<br><small>sha256 {card.weights.sha256}</small></p>"
        composed = self.tr("Trained on composed or rendered cells.")
        return head + (f"<p><b>{escape(composed)}</b></p>" if card.composed else "")

    def _metrics(self, metrics: "tuple[Metric, ...]") -> str:
        if not metrics:
            return ""
        labels = self._labels
        rows = "".join(
            f"<tr><td>{escape(say(figure_words(each.name, labels)))}</td>"
            f"<td align=right><b>{each.value:.3g}</b></td><td>{_interval(each)}</td>"
            f"<td>{each.n} {escape(say(unit_words(each.unit)))}</td>"
            f"<td>{escape(say(data_words(each.data)))}</td></tr>"
            for each in metrics
        )
        title = self.tr("Measured")
        return f"<h3>{escape(title)}</h3><table cellspacing=0 cellpadding=4>{rows}</table>"


def _interval(metric: "Metric") -> str:
    if metric.low is None or metric.high is None:
        return ""
    return f"[{metric.low:.3g}, {metric.high:.3g}]"


def _section(title: str, lines: list[str]) -> str:
    if not any(lines):
        return ""
    return f"<h3>{escape(title)}</h3>" + "".join(f"<p>{escape(line)}</p>" for line in lines)
