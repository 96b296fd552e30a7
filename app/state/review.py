"""The findings of the open image, what was said of them, and which one is looked at."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.state.findings import Findings, Items
from app.state.items import Item
from app.state.said import Said
from medcls_core.findings import DECIDING, Dispute, Read
from medcls_core.geometry import Outline
from medcls_core.learning.queue import Queue
from medcls_core.learning.queues import QueueItem, QueueOrder
from medcls_core.tasks import Task

if TYPE_CHECKING:  # these load the database library
    from medcls_core.store.consensus import Standing

_BY_VERDICT = frozenset(
    {
        QueueOrder.LIKELY_WRONG,
        QueueOrder.FLAGS,
        QueueOrder.CLASS,
        QueueOrder.DISPUTED,
        QueueOrder.DECIDE,
    }
)
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
        self._findings = Findings.none(task)
        self._unsealed: dict[UUID, UUID] = {}
        self._said = Said()
        self._selected: UUID | None = None
        self._order = QueueOrder.LEAST_SURE
        self._class_key = ""
        self._threshold = 0.0
        self._sought: UUID | None = None
        self._asked: Mapping[UUID, int] = {}
        self._queue = self._queued()
        # Counted when first asked for after a change.
        self._reviewed: int | None = None
        self._counts: dict[str, tuple[int, int]] | None = None

    # --- what there is -------------------------------------------------------------------

    @property
    def findings(self) -> Findings:
        """All findings of the image, as columns."""
        return self._findings

    @property
    def items(self) -> Items:
        """All findings of the image, without marks that were taken back."""
        return self._findings.in_force

    @property
    def known(self) -> Items:
        """All findings of the image, marks that were taken back among them."""
        return self._findings.known

    @property
    def next_number(self) -> int:
        """The number of the next mark; those of marks taken back are never given again."""
        return self._findings.next_number

    @property
    def queue(self) -> Queue:
        """Findings in the order of review, those under the threshold left out."""
        return self._queue

    @property
    def selected(self) -> Item | None:
        """The finding that is looked at."""
        return None if self._selected is None else self._findings.item(self._selected)

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
        return self._said.reads

    def item(self, finding: UUID) -> Item | None:
        """The item of that uuid, if it belongs to this image."""
        return self._findings.item(finding)

    def is_in_force(self, finding: UUID | None) -> bool:
        """Whether the finding is one of `items`: a mark that was taken back no longer is."""
        row = None if finding is None else self._findings.row(finding)
        return row is not None and bool(self._findings.queues.in_force[row])

    @property
    def said(self) -> Said:
        """What was said of all of them."""
        return self._said

    def standing(self, finding: UUID) -> Read | None:
        """The verdict that stands for the finding."""
        return self._said.standing.get(finding)

    @property
    def waiting(self) -> int:
        """How many findings wait for the reader's own word before the model's is shown."""
        return self._findings.waiting

    def is_flagged(self, finding: UUID) -> bool:
        """Whether the reader flagged the finding for a second look."""
        return finding in self._said.flagged

    def dispute(self, finding: UUID) -> Dispute | None:
        """What the reader may know of how readers differ on the finding."""
        item = self.queue_item(finding)
        return None if item is None else item.dispute

    def standing_of_all(self, finding: UUID) -> "Standing | None":
        """What readers make of the finding, if others said something of it."""
        return self._said.standing_of_all(finding)

    def unsaved(self) -> int:
        """How many reads are shown but not on disk yet."""
        return self._said.unsaved

    def reviewed(self) -> int:
        """How many findings of the queue have an answer; a skip is none."""
        if self._reviewed is None:
            self._reviewed = int(self._findings.queues.answered[self._queue.rows].sum())
        return self._reviewed

    def counts(self) -> dict[str, tuple[int, int]]:
        """By class key: (the model's, the reader's) number of findings, whatever is queued.

        But for those under the threshold that nobody read.
        """
        if self._counts is None:
            self._counts = self._findings.queues.tally(self._threshold)
        return {each.key: self._counts[each.key] for each in self.task.classes}

    def size_of(self, order: QueueOrder, class_key: str = "") -> int:
        """How many findings would be queued in another order."""
        return self._findings.queues.size(order, class_key, self._threshold)

    def first_open(self) -> UUID | None:
        """The first finding of the queue without a verdict; None if all have one."""
        first = self._queue.next_open(None, self._findings.queues.read)
        return first if first is None or self.standing(first) is None else None

    def next_open(self) -> UUID | None:
        """The next finding of the queue without a verdict, after the selected one."""
        return self._queue.next_open(self._selected, self._findings.queues.read)

    def queue_item(self, finding: UUID) -> QueueItem | None:
        """What is said of a finding of this image, by model and reader."""
        row = self._findings.row(finding)
        return None if row is None else self._findings.queue_item(row, self._said)

    # --- what changes --------------------------------------------------------------------

    def load(self, task: Task, findings: Findings, said: Said) -> None:
        """Show other findings; the one that is looked for, else the first open one, is selected.

        Args:
            task: the question.
            findings: marks that were taken back among them; they have heard what was said.
            said: of them.
        """
        self.show(task, findings, said)
        self.begin_at_first()

    def show(self, task: Task, findings: Findings, said: Said) -> None:
        """Show other findings, as `load` does; the selected one stays so if it is among them."""
        self.task = task
        if self._order is QueueOrder.CLASS and self._class_key not in _keys(task):
            self._order, self._class_key = QueueOrder.LEAST_SURE, ""
        self._findings, self._said = findings, said
        self._findings.ask(self._asked)
        self._unsealed.clear()
        self._tell_items()
        if not self.is_in_force(self._selected):
            self.select(None)

    def begin_at_first(self) -> None:
        """Go to the finding that is looked for, else to the first open one of the queue."""
        sought, self._sought = self._sought, None
        if self.is_in_force(sought):
            self.visit(sought)
        else:
            self.select(self._queue.next_open(None, self._findings.queues.read))

    def begin(self, task: Task) -> None:
        """Nothing is known of the image yet; the reader may mark and read already."""
        sought, self._selected = self._sought, None
        self.load(task, Findings.none(task), Said())
        self._sought = sought

    def look_for(self, finding: UUID) -> None:
        """Go to this finding once the image that it lies in is shown."""
        self._sought = finding

    def renumber(self, finding: UUID, number: int) -> None:
        """The store's number of a mark, where another reader's mark came first."""
        if self._findings.renumber(finding, number):
            self._tell_items()

    def drop(self, finding: UUID) -> None:
        """Take a finding away again whose storing failed."""
        self._said.forget(finding)
        self._hear((finding,))
        self._findings.drop(finding)
        self._tell_items()
        if self._selected == finding:
            self.select(None)

    def redraw(self, outlines: Mapping[UUID, Outline | None]) -> None:
        """These findings have other outlines; None is the one that was found."""
        self._findings.redraw(outlines)
        self._tell_items()
        if self._selected in outlines:
            self.selected_changed.emit(self._selected)

    def give(self, reads: Sequence[Read], marks: Sequence[Item] = ()) -> None:
        """Show reads before they are on disk, and the marks that they make findings.

        Reads of other images are left alone. An answer opens what was sealed until then.
        """
        self._findings.add(marks)
        own = [read for read in reads if self._findings.row(read.finding) is not None]
        for read in own:
            if read.verdict in DECIDING:
                self._unseal(read)
        self._said.add(own)
        self._reads_changed(own, came=bool(marks))

    def hear_others(self, reads: Sequence[Read]) -> None:
        """What other readers said meanwhile of findings of this image."""
        self._said.hear_others(reads)
        self._reads_changed(reads)

    def confirm(self, saved: Sequence[Read]) -> None:
        """The reads are on disk."""
        self._said.confirm(saved)
        self._reads_changed(
            [each for each in saved if self._findings.row(each.finding) is not None]
        )

    def take_back(self, reads: Sequence[Read]) -> None:
        """The reads could not be stored: show what stood before."""
        self._said.remove(reads)
        for read in reads:
            self._seal_again(read)
        self._reads_changed(
            [each for each in reads if self._findings.row(each.finding) is not None]
        )

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

    def ask(self, places: Mapping[UUID, int]) -> None:
        """The findings whose labels would teach the model most, in this image or another."""
        self._asked = places
        self._findings.ask(places)
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
        self._hear(findings)
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
        held = self._findings.unseal(read.finding)
        if held is not None:
            self._unsealed[read.uuid] = read.finding
            self._said.add_before(held)

    def _seal_again(self, read: Read) -> None:
        finding = self._unsealed.pop(read.uuid, None)
        if finding is not None:
            self._said.remove(self._findings.seal_again(finding))

    def _hear(self, findings: Iterable[UUID]) -> None:
        self._findings.hear(self._said, findings)
        self._reviewed = self._counts = None

    def _queued(self) -> Queue:
        return self._findings.queues.queue(self._order, self._class_key, self._threshold)

    def _sort(self) -> None:
        self._queue = self._queued()
        self._reviewed = self._counts = None

    def _tell_items(self) -> None:
        self._sort()
        self.items_changed.emit()
        self.queue_changed.emit()


def _keys(task: Task) -> set[str]:
    return {label.key for label in task.classes}
