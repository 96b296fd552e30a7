"""How I read: what waits for my own read, and how my reads stand up to seeing the model's."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from html import escape

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.commands import reading
from app.context import AppContext
from app.dialogs.settings_pages.page import Page, choice
from app.jobs.alive import while_alive
from app.theme import GRID
from app.translation import say
from medcls_core.language import percent

OWN_FIRST = (0, 10, 20, 50, 100)
REPEATS = (0, 5, 10, 20, 50)
AFTER_HOURS = (1, 24, 7 * 24, 28 * 24)


class OwnReadingDialog(QDialog):
    """Three choices, in force at once, and the card below them."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._own: reading.OwnReading | None = None
        self.setWindowTitle(self.tr("My reading"))
        page = Page(self.tr("How {name} reads").format(name=context.settings.reader))
        self.own_first = choice(_shares(OWN_FIRST), "0")
        self.repeats = choice(_shares(REPEATS), "0")
        self.after = choice(self._spans(), "24")
        self._add_choices(page)
        self.card = QTextBrowser()
        self.card.setAccessibleName(self.tr("My card"))
        page.column.addWidget(self.card, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, 2 * GRID)
        column.addWidget(page, 1)
        column.addWidget(buttons)
        self.resize(78 * GRID, 88 * GRID)
        for box in (self.own_first, self.repeats, self.after):
            box.setEnabled(False)
            box.setFixedWidth(20 * GRID)
            box.activated.connect(self._take)
        reading.look_up(context, while_alive(self, self._show))

    def _spans(self) -> dict[str, str]:
        names = (self.tr("an hour"), self.tr("a day"), self.tr("a week"), self.tr("four weeks"))
        return {str(hours): name for hours, name in zip(AFTER_HOURS, names, strict=True)}

    def _add_choices(self, page: Page) -> None:
        page.add(
            self.tr("My read first"),
            self.own_first,
            self.tr(
                "Of this share of findings the model's answer is shown only when I have given "
                "mine. Which ones is fixed, but can't be told by looking."
            ),
        )
        page.add(
            self.tr("Read again"),
            self.repeats,
            self.tr(
                "This share of the findings I have read comes once more as open, without my "
                "first read. Both are kept; the second one stands."
            ),
        )
        page.add(self.tr("Not before"), self.after)

    def _show(self, own: reading.OwnReading) -> None:
        self._own = own
        hours = own.rule.repeat_after.total_seconds() / 3600
        for box, share in ((self.own_first, own.rule.own_first), (self.repeats, own.rule.repeats)):
            _choose(box, f"{100 * share:g}", say(percent(share)))
        _choose(self.after, f"{hours:g}", f"{hours:g}" + self.tr(" hours"))
        for box in (self.own_first, self.repeats, self.after):
            box.setEnabled(True)
        self.card.setHtml(self._page(own))

    def _take(self) -> None:
        if self._own is None:
            return
        rule = replace(
            self._own.rule,
            own_first=float(self.own_first.currentData()) / 100,
            repeats=float(self.repeats.currentData()) / 100,
            repeat_after=timedelta(hours=float(self.after.currentData())),
        )
        if rule != self._own.rule:
            reading.choose_rule(self._context, rule, while_alive(self, self._show))

    def _page(self, own: reading.OwnReading) -> str:
        """The card as text one can copy."""
        from medcls_core.evaluation.reader_card_words import (  # noqa: PLC0415  (loads scipy)
            by_class_rows,
            own_first_sentences,
            repeat_sentences,
        )

        task = self._context.review.task
        names = {label.key: label.name for label in task.all_labels}
        sentences = [*own_first_sentences(own.card.own_first), *repeat_sentences(own.card.repeats)]
        said = "".join(f"<p>{escape(say(text))}</p>" for text in sentences)
        rows = [list(map(say, row)) for row in by_class_rows(own.card, names)]
        heads = (
            self.tr("My first read"),
            self.tr("Model the same"),
            self.tr("Changed to the model's"),
            self.tr("Changed away"),
        )
        table = _table(heads, rows) if rows else ""
        return f"<h3>{escape(say(task.title))}</h3>{said}{table}"


def _shares(percents: Sequence[int]) -> dict[str, str]:
    return {str(each): say(percent(each / 100)) for each in percents}


def _choose(box: QComboBox, key: str, text: str) -> None:
    """Choose a value, offered from now on if a command gave another than those that are."""
    if box.findData(key) < 0:
        box.addItem(text, key)
    box.setCurrentIndex(box.findData(key))


def _table(heads: tuple[str, ...], rows: list[list[str]]) -> str:
    head = "".join(f"<th align='left'>{escape(text)}</th>" for text in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in rows
    )
    return f"<table cellpadding='4'><tr>{head}</tr>{body}</table>"
