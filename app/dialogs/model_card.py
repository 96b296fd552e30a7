"""The card of the task's model: what it is for, how good it is, and what it can't do.

Where a person has imported models, the one to use is chosen here, beside what it says of itself.
"""

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.commands import run_task
from app.context import AppContext
from app.panels.panel import label
from app.theme import GRID
from app.translation import say
from medcls_core.evaluation.figure_words import data_words, figure_words, unit_words

if TYPE_CHECKING:  # the networks package loads torch
    from medcls_core.networks.card import Metric, ModelVersion


class ModelCardDialog(QDialog):
    """The card as text one can read and copy, under the choice of the model."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setWindowTitle(self.tr("Model card"))
        self.model = QComboBox()
        self.model.setAccessibleName(self.tr("Model"))
        self.model.activated.connect(
            lambda place: run_task.choose_model(context, str(self.model.itemData(place)))
        )
        self._text = QTextBrowser()
        self._text.setAccessibleName(self.tr("Model card"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        self._name = label("", self.tr("Model"))
        row.addWidget(self._name)
        row.addWidget(self.model, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addLayout(row)
        column.addWidget(self._text)
        column.addWidget(label("muted", self._hint(), wrap=True))
        column.addWidget(buttons)
        self.resize(80 * GRID, 72 * GRID)
        context.models.changed.connect(self._refresh)
        context.models.task_changed.connect(self._refresh)
        self._refresh()

    def _hint(self) -> str:
        return self.tr("Models of your own are added with 'medcls models import' and chosen here.")

    def _refresh(self) -> None:
        models = self._context.models
        self.model.clear()
        for name, version in models.offered.items():
            bundled = self.tr("Bundled, version {version}").format(version=version.card.version)
            self.model.addItem(name or bundled, name)
        self.model.setCurrentIndex(max(0, self.model.findData(models.name)))
        for widget in (self._name, self.model):
            widget.setVisible(len(models.offered) > 1)
        self._text.setHtml(self._page(models.version))

    def _page(self, version: "ModelVersion | None") -> str:
        title = f"<h2>{escape(say(self._context.models.task.title))}</h2>"
        if version is None:
            return title + escape(self.tr("The model is still being looked up."))
        return title + self._card(version)

    def _card(self, version: "ModelVersion") -> str:
        card = version.card
        classes = ", ".join(say(each.name) for each in self._context.models.task.classes)
        return (
            self._head(version)
            + _section(self.tr("Origin"), [] if card.origin is None else [say(card.origin)])
            + _section(self.tr("Intended use"), [say(card.intended_use)])
            + _section(self.tr("Classes"), [classes])
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
        labels = self._context.models.task.all_labels
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
