"""The filter row of the gallery: which findings are shown, in which order, with their counts."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from app.commands import gallery as commands
from app.context import AppContext
from app.panels.flow import Flow
from app.theme import GRID
from app.translation import say
from medcls_core.learning.queues import Counts, QueueOrder, Reading, Wanted

ALL = "*"
FLAGGED, LIKELY_WRONG, DISAGREE, ASKED = "flagged", "likely_wrong", "disputed", "asked"


class GalleryFilters(QWidget):
    """Combo boxes for the model's class, the reader's class, the state, the order; clear."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._model, self._reader, self._state = _combo(), _combo(), _combo()
        self._order, self._whose = _combo(), _combo()
        self._clear = QPushButton()
        self._clear.setProperty("role", "link")
        self._clear.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = Flow(self, GRID)
        row.setContentsMargins(GRID, GRID, GRID, GRID // 2)
        for widget in (self._model, self._reader, self._state, self._whose, self._order):
            row.addWidget(widget)
        row.addWidget(self._clear)
        self._model.activated.connect(lambda _: self._filter())
        self._reader.activated.connect(lambda _: self._filter())
        self._state.activated.connect(lambda _: self._filter())
        self._clear.clicked.connect(lambda: commands.filter_by(context, Wanted()))
        self._order.activated.connect(
            lambda place: commands.sort(context, QueueOrder(self._order.itemData(place)))
        )
        self._whose.activated.connect(
            lambda place: context.gallery.show_reader(str(self._whose.itemData(place)))
        )

    def retranslate(self) -> None:
        """Set every text again."""
        for combo, name in (
            (self._model, self.tr("Class by the model")),
            (self._reader, self.tr("Class by the reader")),
            (self._state, self.tr("State")),
            (self._order, self.tr("Order")),
            (self._whose, self.tr("Whose verdicts")),
        ):
            combo.setAccessibleName(name)
            combo.setToolTip(name)
        self._clear.setText(self.tr("Clear filters"))
        self._order.clear()
        for order, text in self._orders():
            self._order.addItem(text, order.value)
        self.refresh()

    def refresh(self) -> None:
        """Counts, and what is chosen."""
        gallery = self._context.gallery
        counts, wanted = gallery.counts(), gallery.wanted
        self._fill_classes(
            self._model, self.tr("Model: all"), self.tr("Model: no answer"), counts.model_class
        )
        self._fill_classes(
            self._reader, self.tr("Reader: all"), self.tr("Reader: no class"), counts.reader_class
        )
        self._fill_states(counts)
        self._fill_readers()
        _choose(self._model, ALL if wanted.model_class is None else wanted.model_class)
        _choose(self._reader, ALL if wanted.reader_class is None else wanted.reader_class)
        _choose(self._state, _state_of(wanted))
        _choose(self._order, gallery.order.value)
        self._clear.setVisible(not wanted.is_all)

    def _orders(self) -> list[tuple[QueueOrder, str]]:
        return [
            (QueueOrder.PLACE, self.tr("By image and place")),
            (QueueOrder.LEAST_SURE, self.tr("Least sure first")),
            (QueueOrder.MOST_SURE, self.tr("Surest first")),
            (QueueOrder.TEACHES, self.tr("Teaches the model most first")),
            (QueueOrder.LIKELY_WRONG, self.tr("Likely wrong first")),
            (QueueOrder.ENTROPY, self.tr("Highest entropy first")),
            (QueueOrder.MARGIN, self.tr("Smallest margin first")),
            (QueueOrder.LATEST, self.tr("Latest verdict first")),
        ]

    def _fill_classes(
        self, combo: QComboBox, everything: str, none: str, counts: Mapping[str, int]
    ) -> None:
        combo.clear()
        combo.addItem(everything, ALL)
        for each in self._context.gallery.task.classes:
            _add(combo, say(each.name), each.key, counts.get(each.key, 0))
        _add(combo, none, "", counts.get("", 0))

    def _fill_states(self, counts: Counts) -> None:
        self._state.clear()
        self._state.addItem(self.tr("State: all"), ALL)
        for reading, text in (
            (Reading.OPEN, self.tr("Open")),
            (Reading.ACCEPTED, self.tr("Accepted")),
            (Reading.CORRECTED, self.tr("Corrected")),
            (Reading.REJECTED, self.tr("Rejected")),
            (Reading.CANNOT_TELL, self.tr("Cannot tell")),
            (Reading.SKIPPED, self.tr("Skipped")),
        ):
            _add(self._state, text, reading.value, counts.reading.get(reading, 0))
        none = counts.reading.get(Reading.NO_FINDING, 0)
        _add(self._state, self.tr("Images without finding"), Reading.NO_FINDING.value, none)
        _add(self._state, self.tr("Flagged"), FLAGGED, counts.flagged)
        _add(self._state, self.tr("Likely wrong"), LIKELY_WRONG, counts.likely_wrong)
        _add(self._state, self.tr("Readers disagree"), DISAGREE, counts.disputed)
        _add(self._state, self.tr("Teaches the model most"), ASKED, counts.asked)

    def _fill_readers(self) -> None:
        gallery, combo = self._context.gallery, self._whose
        names = gallery.readers()
        combo.clear()
        for name in names:
            combo.addItem(self.tr("Verdicts of {name}").format(name=name), name)
            combo.setItemData(combo.count() - 1, name, Qt.ItemDataRole.ToolTipRole)
        _choose(combo, gallery.reader)
        combo.setVisible(len(names) > 1)

    def _filter(self) -> None:
        model, reader = str(self._model.currentData()), str(self._reader.currentData())
        state = str(self._state.currentData())
        readings = {reading.value: reading for reading in Reading}
        wanted = Wanted(
            None if model == ALL else model,
            None if reader == ALL else reader,
            readings.get(state),
        )
        wanted = replace(
            wanted,
            flagged=state == FLAGGED,
            likely_wrong=state == LIKELY_WRONG,
            disputed=state == DISAGREE,
            asked=state == ASKED,
        )
        commands.filter_by(self._context, wanted)


def _combo() -> QComboBox:
    combo = QComboBox()
    combo.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    # What it says is never cut.
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    combo.view().setMinimumWidth(28 * GRID)
    return combo


def _add(combo: QComboBox, text: str, key: str, count: int) -> None:
    combo.addItem(f"{text} ({count})", key)


def _choose(combo: QComboBox, key: str) -> None:
    combo.setCurrentIndex(max(0, combo.findData(key)))


def _state_of(wanted: Wanted) -> str:
    if wanted.flagged:
        return FLAGGED
    if wanted.likely_wrong:
        return LIKELY_WRONG
    if wanted.disputed:
        return DISAGREE
    if wanted.asked:
        return ASKED
    return ALL if wanted.reading is None else wanted.reading.value
