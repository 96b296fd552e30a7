"""The gallery as Qt wants it: a model over the state; words are made as tiles are asked for."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.panels.verdict_text import verdict_name
from app.state import Gallery
from app.translation import say
from medcls_core.findings import DISPUTED
from medcls_core.language import percent
from medcls_core.learning.queues import QueueItem

Index = QModelIndex | QPersistentModelIndex


class GalleryModel(QAbstractListModel):
    """One row a finding that is shown; the role `UserRole` gives its uuid."""

    def __init__(self, gallery: Gallery, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._gallery = gallery
        self._rows: dict[UUID, int] = {}
        self._shown: tuple[UUID, ...] = ()
        gallery.changed.connect(self._reset)
        gallery.reads_changed.connect(self._reads_changed)
        self._reset()

    def _reset(self) -> None:
        self.beginResetModel()
        self._shown = self._gallery.shown
        self._rows = {finding: row for row, finding in enumerate(self._shown)}
        self.endResetModel()

    def row_of(self, finding: UUID | None) -> int:
        """The row of a finding; -1 if it isn't shown."""
        return -1 if finding is None else self._rows.get(finding, -1)

    def findings(self, first: int, last: int) -> tuple[UUID, ...]:
        """The findings of the rows `first` to `last`, as far as there are any."""
        return self._shown[max(0, first) : last + 1]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        """How many findings are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The uuid, or what is said of it in words."""
        finding = self._shown[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return finding
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return "\n".join(self._words(finding))
        return None

    def tell(self, finding: UUID) -> None:
        """Have a finding's tile painted again."""
        row = self.row_of(finding)
        if row >= 0:
            self.dataChanged.emit(self.index(row, 0), self.index(row, 0))

    def _reads_changed(self, findings: Sequence[UUID]) -> None:
        rows = [row for finding in findings if (row := self.row_of(finding)) >= 0]
        if rows:
            self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), 0))

    def _words(self, finding: UUID) -> list[str]:
        entry, item = self._gallery.entry(finding), self._gallery.queue_item(finding)
        if entry is None or item is None:
            return []
        if item.unfound:
            return [entry.image.path.name, self.tr("No finding in this image yet")]
        name = self.tr("Finding {number}").format(number=item.number)
        words = [f"{entry.image.path.name} · {name}", self._model_words(item)]
        words.append(self._reader_words(item))
        if item.flagged:
            words.append(self.tr("Flagged"))
        if item.dispute in DISPUTED:
            words.append(self.tr("Readers disagree"))
        return words

    def _model_words(self, item: QueueItem) -> str:
        if item.model_class is None or item.score is None:
            return self.tr("No model's answer")
        labels = {label.key: say(label.name) for label in self._gallery.task.classes}
        name = labels.get(item.model_class, item.model_class)
        return self.tr("Model: {name} {score}").format(name=name, score=say(percent(item.score)))

    def _reader_words(self, item: QueueItem) -> str:
        if item.read is None:
            return self.tr("Not reviewed yet")
        state = self.tr("saved") if item.read.hash else self.tr("saving …")
        return f"{verdict_name(item.read, self._gallery.task)} · {state}"
