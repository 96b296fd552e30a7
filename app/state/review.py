"""The findings of the open image, what was said of them, and which one is looked at."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.state.items import Item
from medcls_core.findings import DECIDING, Read
from medcls_core.geometry import Outline
from medcls_core.learning.queues import QueueItem, QueueOrder, next_open, queued
from medcls_core.tasks import Task

_BY_VERDICT = frozenset({QueueOrder.LIKELY_WRONG, QueueOrder.FLAGS, QueueOrder.CLASS})
"""Orders whose content changes with verdicts."""


class Review(QObject):
    """Items, reads, the queue and the selection of one image and task.

    A read whose `hash` is empty is shown but not on disk yet. A mark is there because of a read:
    once its reader took that back it is known here, for its number, but no longer shown.

    Signals:
        items_changed: other findings.
        reads_changed: (UUID) another standing verdict for this finding.
        selected_changed: (UUID | None) another finding is looked at.
        visited: (UUID) the reader went to a finding, which should be brought into view.
        queue_changed: the queue's order or content.
        arrived: the findings of a run are shown, the first open one is selected.
    """

    items_changed = Signal()
    reads_changed = Signal(object)
    selected_changed = Signal(object)
    visited = Signal(object)
    queue_changed = Signal()
    arrived = Signal()

    def __init__(self, task: Task, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.task = task
        self._items: dict[UUID, Item] = {}
        self._unsealed: dict[UUID, Item] = {}
        self._read_blind: set[UUID] = set()
        self._reads: list[Read] = []
        self._standing: dict[UUID, Read] = {}
        self._flagged: frozenset[UUID] = frozenset()
        self._others: list[Read] = []
        self._taken_back: frozenset[UUID] = frozenset()
        self._queue: tuple[UUID, ...] = ()
        self._queued: frozenset[UUID] = frozenset()
        # The model's answers of the queue, and how many wait: counted when first asked for.
        self._said: Counter[str | None] | None = None
        self._waiting: int | None = None
        self._model_says: Counter[str | None] | None = None
        self._shown = 0
        self._selected: UUID | None = None
        self._order = QueueOrder.LEAST_SURE
        self._class_key = ""
        self._threshold = 0.0
        self._sought: UUID | None = None

    # --- what there is -------------------------------------------------------------------

    @property
    def items(self) -> tuple[Item, ...]:
        """All findings of the image, without marks that were taken back."""
        return tuple(item for item in self._items.values() if self._is_in_force(item))

    @property
    def known(self) -> tuple[Item, ...]:
        """All findings of the image, marks that were taken back among them."""
        return tuple(self._items.values())

    @property
    def next_number(self) -> int:
        """The number of the next mark; those of marks taken back are never given again."""
        return max((item.number for item in self._items.values()), default=0) + 1

    @property
    def queue(self) -> tuple[UUID, ...]:
        """Findings in the order of review, those under the threshold left out."""
        return self._queue

    @property
    def selected(self) -> Item | None:
        """The finding that is looked at."""
        return None if self._selected is None else self._items.get(self._selected)

    @property
    def order(self) -> QueueOrder:
        """How the queue is sorted."""
        return self._order

    @property
    def queue_class(self) -> str:
        """Key of the class that is queued alone; empty where the order isn't one class."""
        return self._class_key

    @property
    def threshold(self) -> float:
        """Findings with a lower score aren't shown; [0, 1]."""
        return self._threshold

    @property
    def reads(self) -> tuple[Read, ...]:
        """This reader's reads of the image in their order, withdrawals among them."""
        return tuple(self._reads)

    def item(self, finding: UUID) -> Item | None:
        """The item of that uuid, if it belongs to this image."""
        return self._items.get(finding)

    def is_in_force(self, finding: UUID | None) -> bool:
        """Whether the finding is one of `items`: a mark that was taken back no longer is."""
        item = None if finding is None else self._items.get(finding)
        return item is not None and self._is_in_force(item)

    def _is_in_force(self, item: Item) -> bool:
        return not item.is_mark or item.finding.uuid not in self._taken_back

    def standing(self, finding: UUID) -> Read | None:
        """The verdict that stands for the finding."""
        return self._standing.get(finding)

    @property
    def waiting(self) -> int:
        """How many findings wait for the reader's own word before the model's is shown."""
        if self._waiting is None:
            self._waiting = sum(item.sealed is not None for item in self._items.values())
        return self._waiting

    def is_flagged(self, finding: UUID) -> bool:
        """Whether the reader flagged the finding for a second look."""
        return finding in self._flagged

    def unsaved(self) -> int:
        """How many reads are shown but not on disk yet."""
        return sum(not read.hash for read in self._reads)

    def reviewed(self) -> int:
        """How many findings of the queue have a verdict."""
        return sum(finding in self._queued for finding in self._standing)

    def counts(self) -> dict[str, tuple[int, int]]:
        """By class key: (the model's, the reader's) number of findings in the queue."""
        if self._said is None:
            self._said = Counter(self._items[each].model_class(self.task) for each in self._queue)
        own = Counter(
            read.class_key for each, read in self._standing.items() if each in self._queued
        )
        return {each.key: (self._said[each.key], own[each.key]) for each in self.task.classes}

    def size_of(self, order: QueueOrder, class_key: str = "") -> int:
        """How many findings would be queued in another order: cheap, however many there are."""
        if order is QueueOrder.FLAGS:
            return sum(map(self.is_in_force, self._flagged))
        if order is QueueOrder.BLIND:
            return self.waiting + len(self._read_blind)
        if order is QueueOrder.LIKELY_WRONG:
            said = map(self._items.get, self._standing)
            return sum(self.queue_item(item).likely_wrong for item in said if item is not None)
        if order is QueueOrder.CLASS:
            return self._size_of_class(class_key)
        return self._shown

    def _size_of_class(self, class_key: str) -> int:
        """Those the model gives the class, but for the reader's word."""
        if self._model_says is None:
            shown = (item for item in self.items if self._is_shown(item))
            self._model_says = Counter(item.model_class(self.task) for item in shown)
        size = self._model_says[class_key]
        for finding, read in self._standing.items():
            item = self._items.get(finding)
            if item is not None and read.class_key is not None and self._is_in_force(item):
                size += (read.class_key == class_key) - (item.model_class(self.task) == class_key)
        return size

    def next_open(self) -> UUID | None:
        """The next finding of the queue without a verdict, after the selected one."""
        return next_open(self._queue, self._selected, self._standing)

    # --- what changes --------------------------------------------------------------------

    def load(
        self,
        task: Task,
        items: Sequence[Item],
        reads: Sequence[Read],
        others: Sequence[Read] = (),
    ) -> None:
        """Show other findings; the one that is looked for, else the first open one, is selected.

        Args:
            task: the question.
            items: findings, marks that were taken back among them.
            reads: this reader's, in their order.
            others: reads of other readers, which aren't shown but hold a mark in its place.
        """
        self.task = task
        if self._order is QueueOrder.CLASS and self._class_key not in _keys(task):
            self._order, self._class_key = QueueOrder.LEAST_SURE, ""
        self._items = {item.finding.uuid: item for item in items}
        self._unsealed.clear()
        self._read_blind.clear()
        self._reads = list(reads)
        self._others = list(others)
        self._weigh()
        self._sort()
        self.items_changed.emit()
        self.queue_changed.emit()
        sought, self._sought = self._sought, None
        if self.is_in_force(sought):
            self.visit(sought)
        else:
            self.select(next_open(self._queue, None, self._standing))

    def begin(self, task: Task) -> None:
        """Nothing is known of the image yet; the reader may mark and read already."""
        sought, self._selected = self._sought, None
        self.load(task, (), ())
        self._sought = sought

    def look_for(self, finding: UUID) -> None:
        """Go to this finding once the image that it lies in is shown."""
        self._sought = finding

    def renumber(self, finding: UUID, number: int) -> None:
        """The store's number of a mark, where another reader's mark came first."""
        item = self._items.get(finding)
        if item is not None and item.number != number:
            self._items[finding] = replace(item, number=number)
            self.items_changed.emit()
            self.queue_changed.emit()

    def drop(self, finding: UUID) -> None:
        """Take a finding away again whose storing failed."""
        self._items.pop(finding, None)
        self._reads = [read for read in self._reads if read.finding != finding]
        self._weigh()
        self._sort()
        self.items_changed.emit()
        self.queue_changed.emit()
        if self._selected == finding:
            self.select(None)

    def redraw(self, outlines: Mapping[UUID, Outline]) -> None:
        """These findings have other outlines."""
        for uuid, outline in outlines.items():
            item = self._items[uuid]
            self._items[uuid] = replace(item, finding=replace(item.finding, outline=outline))
        self._sort()
        self.items_changed.emit()
        self.queue_changed.emit()
        if self._selected in outlines:
            self.selected_changed.emit(self._selected)

    def give(self, reads: Sequence[Read], marks: Sequence[Item] = ()) -> None:
        """Show reads before they are on disk, and the marks that they make findings.

        Reads of other images are left alone. An answer opens what was sealed until then.
        """
        self._items |= {mark.finding.uuid: mark for mark in marks}
        own = [read for read in reads if read.finding in self._items]
        for read in own:
            if read.verdict in DECIDING:
                self._unseal(read)
        self._reads += own
        self._reads_changed(own, came=bool(marks))

    def confirm(self, saved: Sequence[Read]) -> None:
        """The reads are on disk."""
        known = {read.uuid: read for read in saved}
        self._reads = [known.get(read.uuid, read) for read in self._reads]
        self._reads_changed([read for read in saved if read.finding in self._items])

    def take_back(self, reads: Sequence[Read]) -> None:
        """The reads could not be stored: show what stood before."""
        gone = {read.uuid for read in reads}
        self._reads = [other for other in self._reads if other.uuid not in gone]
        for read in reads:
            self._seal_again(read)
        self._reads_changed([read for read in reads if read.finding in self._items])

    def select(self, finding: UUID | None) -> None:
        """Look at another finding."""
        self._selected = finding if self.is_in_force(finding) else None
        self.selected_changed.emit(self._selected)

    def visit(self, finding: UUID | None) -> None:
        """Look at another finding and bring it into view."""
        self.select(finding)
        if self._selected is not None:
            self.visited.emit(self._selected)

    def sort(self, order: QueueOrder, class_key: str = "") -> None:
        """Another order of the queue; `class_key` is the class that CLASS queues alone."""
        self._order, self._class_key = order, class_key
        self._sort()
        self.queue_changed.emit()

    def set_threshold(self, threshold: float) -> None:
        """Leave out findings with a lower score."""
        self._threshold = threshold
        self._sort()
        self.queue_changed.emit()

    def _reads_changed(self, reads: Sequence[Read], *, came: bool = False) -> None:
        if not reads:
            return
        findings = dict.fromkeys(read.finding for read in reads)
        before = {finding: self.is_in_force(finding) for finding in findings}
        self._weigh()
        came_or_went = came or any(self.is_in_force(each) != was for each, was in before.items())
        # Many verdicts at once are one change: nobody redraws everything for each of them.
        if self._order in _BY_VERDICT or came_or_went or len(findings) > 1:
            self._sort()
            self.queue_changed.emit()
        self.reads_changed.emit(reads[-1].finding)
        if came_or_went:
            self.items_changed.emit()
        if self._selected in findings and not self.is_in_force(self._selected):
            self.select(None)

    def _unseal(self, read: Read) -> None:
        item = self._items[read.finding]
        if item.sealed is not None:
            self._said = self._waiting = self._model_says = None
            self._unsealed[read.uuid] = item
            self._read_blind.add(read.finding)
            self._items[read.finding] = item.opened
            self._reads = [*item.sealed.held, *self._reads]

    def _seal_again(self, read: Read) -> None:
        item = self._unsealed.pop(read.uuid, None)
        if item is not None and item.sealed is not None:
            self._said = self._waiting = self._model_says = None
            self._items[read.finding] = item
            self._read_blind.discard(read.finding)
            self._reads = [other for other in self._reads if other not in item.sealed.held]

    def _weigh(self) -> None:
        if not self._reads and not self._others:
            self._standing, self._flagged, self._taken_back = {}, frozenset(), frozenset()
            return
        from medcls_core.store import reads  # noqa: PLC0415  (loaded by the store's own job)

        self._standing = reads.current(self._reads)
        self._flagged = reads.flagged(self._reads)
        self._taken_back = reads.taken_back([*self._others, *self._reads])

    def _sort(self) -> None:
        shown = [self.queue_item(item) for item in self.items if self._is_shown(item)]
        self._queue = queued(shown, self._order, self._class_key)
        self._queued = frozenset(self._queue)
        self._shown = len(shown)
        self._said = self._waiting = self._model_says = None

    def queue_item(self, item: Item) -> QueueItem:
        """What is said of a finding of this image, by model and reader."""
        uuid = item.finding.uuid
        return item.queued(
            self.task,
            self.standing(uuid),
            flagged=self.is_flagged(uuid),
            was_blind=uuid in self._read_blind,
        )

    def _is_shown(self, item: Item) -> bool:
        score = item.score(self.task)
        return score is None or score >= self._threshold or item.finding.uuid in self._standing


def _keys(task: Task) -> set[str]:
    return {label.key for label in task.classes}
