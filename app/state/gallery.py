"""The findings of every listed image, side by side: which are shown, in which order, chosen."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.state.items import Item, dispute_about, whole_image
from medcls_core.findings import DECIDING, Read
from medcls_core.geometry import Size
from medcls_core.learning.queues import Counts, QueueItem, QueueOrder, Wanted, counts, ordered
from medcls_core.tasks import Task


@dataclass(frozen=True, slots=True)
class GalleryImage:
    """An image whose findings are shown; `rank` is its line in the list of images.

    `mpp` is in micrometres per level-0 pixel, None where nobody knows.
    """

    path: Path
    uuid: UUID
    rank: int
    size_l0: Size
    mpp: float | None


@dataclass(frozen=True, slots=True)
class Bulk:
    """Verdicts given to many findings at once: `source` is what their reads say of where from."""

    source: str


@dataclass(frozen=True, slots=True)
class GalleryEntry:
    """A finding and the image that it lies in."""

    item: Item
    image: GalleryImage


class Gallery(QObject):
    """Entries of all listed images, what the reader said of them, and what of it is shown.

    What is shown is worked out when it is asked for, not with every verdict: nothing jumps away
    while one works. `stale` counts what the filter would leave out by now. An image in which there
    is no finding is an entry too, as the one finding that it will be with the first verdict; only
    the filter for such images shows it.

    Signals:
        changed: other entries are shown, or in another order.
        reads_changed: (tuple of UUID) another verdict stands for these findings.
        open_changed: (bool) the gallery or the slide came into view.
        outdated: images are to be looked up again.
        loading_changed: images are being looked up, or no more.
        chosen_changed: other findings are chosen.
        visited: (UUID) the reader went to a finding, which should be brought into view.
    """

    changed = Signal()
    reads_changed = Signal(object)
    open_changed = Signal(bool)
    outdated = Signal()
    loading_changed = Signal()
    chosen_changed = Signal()
    visited = Signal(object)

    def __init__(self, task: Task, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._task = task
        self._asked_for = ""
        self._reader = ""
        self._entries: dict[UUID, GalleryEntry] = {}
        self._unsealed: dict[UUID, GalleryEntry] = {}
        self._of_image: dict[UUID, tuple[UUID, ...]] = {}
        self._known: set[Path] = set()
        self._unkept: set[UUID] = set()
        self._reads: dict[UUID, list[Read]] = {}
        self._items: dict[UUID, QueueItem] = {}
        self._shown: tuple[UUID, ...] = ()
        self._chosen: tuple[UUID, ...] = ()
        self._current: UUID | None = None
        self._order = QueueOrder.PLACE
        self._wanted = Wanted()
        self._open = False
        self._loading = 0
        self._asked: Mapping[UUID, int] = {}

    # --- what there is -------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether the gallery is in view, so that verdicts are given to what is chosen in it."""
        return self._open

    @property
    def task(self) -> Task:
        """The question that is asked of all."""
        return self._task

    @property
    def asked_for(self) -> str:
        """The reader at the keyboard."""
        return self._asked_for

    @property
    def reader(self) -> str:
        """Whose verdicts are shown."""
        return self._reader

    def readers(self) -> list[str]:
        """Everybody whose verdicts may be shown, the reader at the keyboard first."""
        names = {read.reader for said in self._reads.values() for read in said}
        return [self._asked_for, *sorted(names - {self._asked_for})]

    @property
    def shown(self) -> tuple[UUID, ...]:
        """Findings that the filter takes, in their order."""
        return self._shown

    @property
    def count(self) -> int:
        """How many findings there are, shown or not."""
        return len(self._items) - self.without_finding

    @property
    def without_finding(self) -> int:
        """In how many images there is no finding."""
        return sum(item.unfound for item in self._items.values())

    def is_unkept(self, finding: UUID) -> bool:
        """Whether it is an image as a finding that the label store doesn't know yet."""
        return finding in self._unkept

    @property
    def order(self) -> QueueOrder:
        """How what is shown is sorted."""
        return self._order

    @property
    def wanted(self) -> Wanted:
        """The filter."""
        return self._wanted

    @property
    def loading(self) -> int:
        """How many images are still to be looked up."""
        return self._loading

    @property
    def stale(self) -> int:
        """How many of those shown the filter would leave out by now."""
        gone = (self._items.get(finding) for finding in self._shown)
        return sum(item is None or not self._wanted.takes(item) for item in gone)

    @property
    def chosen(self) -> tuple[UUID, ...]:
        """The findings that a verdict is given to, in their order."""
        return self._chosen

    @property
    def current(self) -> UUID | None:
        """The finding at the keyboard's place."""
        return self._current

    def entry(self, finding: UUID) -> GalleryEntry | None:
        """The finding with its image."""
        return self._entries.get(finding)

    def queue_item(self, finding: UUID) -> QueueItem | None:
        """What is said of the finding, by model and reader."""
        return self._items.get(finding)

    def of_image(self, image: UUID) -> list[tuple[GalleryEntry, QueueItem]]:
        """An image's findings, shown or not, and what is said of each."""
        return [
            (self._entries[finding], self._items[finding])
            for finding in self._of_image.get(image, ())
            if finding in self._items
        ]

    def missing(self, paths: Iterable[Path]) -> list[Path]:
        """Those of `paths` whose findings aren't known here."""
        return [path for path in paths if path not in self._known]

    def counts(self) -> Counts:
        """How many each choice of the filter would show."""
        return counts(list(self._items.values()), self._wanted)

    def size_of(self, wanted: Wanted) -> int:
        """How many findings a filter would show."""
        return sum(map(wanted.takes, self._items.values()))

    def class_counts(self) -> dict[str, tuple[int, int]]:
        """How many findings of each class the model and the reader shown here name."""
        model = Counter(item.model_class for item in self._items.values())
        reader = Counter(item.reader_class for item in self._items.values())
        return {each.key: (model[each.key], reader[each.key]) for each in self._task.classes}

    def reviewed(self) -> int:
        """How many findings have an answer; a skip is none."""
        return sum(item.is_read for item in self._items.values())

    def unsaved(self) -> int:
        """How many verdicts are shown but not on disk yet."""
        return sum(item.read is not None and not item.read.hash for item in self._items.values())

    # --- what changes --------------------------------------------------------------------

    def show(self, *, shown: bool) -> None:
        """Bring the gallery or the slide into view."""
        if shown != self._open:
            self._open = shown
            self.open_changed.emit(shown)

    def begin(self, task: Task, reader: str) -> None:
        """Forget everything: another question, reader or store."""
        self._task, self._asked_for, self._reader = task, reader, reader
        for known in (self._entries, self._of_image, self._reads, self._items):
            known.clear()
        self._known.clear()
        self._unkept.clear()
        self._wanted, self._current = Wanted(), None
        self.arrange()

    def set_loading(self, images: int) -> None:
        """So many images are still to be looked up."""
        self._loading = images
        self.loading_changed.emit()

    def put(self, image: GalleryImage, items: Sequence[Item], reads: Sequence[Read]) -> None:
        """What is known of an image's findings, in place of what was; `arrange` shows it.

        Args:
            image: where they lie.
            items: its findings, marks that were taken back among them.
            reads: of all readers, in the order of the chain.
        """
        for finding in self._of_image.get(image.uuid, ()):
            self._unkept.discard(finding)
            for known in (self._entries, self._reads, self._items):
                known.pop(finding, None)
        items = [*items, *self._itself(image, items)]
        for item in items:
            self._entries[item.finding.uuid] = GalleryEntry(item, image)
        self._of_image[image.uuid] = tuple(item.finding.uuid for item in items)
        for read in reads:
            self._reads.setdefault(read.finding, []).append(read)
        self._weigh(self._of_image[image.uuid])

    def _itself(self, image: GalleryImage, items: Sequence[Item]) -> list[Item]:
        """The image as a finding, in case no other is in force; none if that is there already."""
        if any(_is_whole(item, image) for item in items):
            return []
        number = max((item.number for item in items), default=0) + 1
        whole = whole_image(image.size_l0, self._task, self._asked_for, number)
        self._unkept.add(whole.finding.uuid)
        return [whole]

    def note(self, path: Path) -> None:
        """The image was looked up, whether the label store knows it or not."""
        self._known.add(path)

    def outdate(self, path: Path) -> None:
        """Other findings may lie in this image by now: it is to be looked up again."""
        if path in self._known:
            self._known.discard(path)
            self.outdated.emit()

    def show_reader(self, name: str) -> None:
        """Show another reader's verdicts: of findings only that one's own are given for."""
        self._reader = name
        self._weigh(self._entries)
        self.arrange()

    def ask(self, places: Mapping[UUID, int]) -> None:
        """The findings whose labels would teach the model most."""
        self._asked = places
        self._weigh(self._entries)
        self.arrange()

    def sort(self, order: QueueOrder) -> None:
        """Another order."""
        self._order = order
        self.arrange()

    def filter(self, wanted: Wanted) -> None:
        """Show others."""
        self._wanted = wanted
        self.arrange()

    def arrange(self) -> None:
        """Filter and sort again; no verdict goes to what is left out, so that isn't chosen."""
        shown = [item for item in self._items.values() if self._wanted.takes(item)]
        self._shown = ordered(shown, self._order)
        there = set(self._shown)
        kept = tuple(finding for finding in self._chosen if finding in there)
        if kept != self._chosen:
            self.choose(kept, self._current if self._current in there else None)
        self.changed.emit()

    def choose(self, chosen: Sequence[UUID], current: UUID | None) -> None:
        """Verdicts are given to these from now on."""
        self._chosen, self._current = tuple(chosen), current
        self.chosen_changed.emit()

    def visit(self, finding: UUID | None) -> None:
        """Choose one finding alone and bring it into view."""
        if finding is not None:
            self.choose((finding,), finding)
            self.visited.emit(finding)

    def give(self, reads: Sequence[Read]) -> None:
        """Show reads before they are on disk; an answer opens what was sealed until then."""
        for read in reads:
            if read.finding in self._entries:
                self._unseal(read)
                self._reads.setdefault(read.finding, []).append(read)
        self._reads_changed(reads)

    def confirm(self, saved: Sequence[Read]) -> None:
        """The reads are on disk."""
        known = {read.uuid: read for read in saved}
        for finding in {read.finding for read in saved} & self._reads.keys():
            self._reads[finding] = [known.get(read.uuid, read) for read in self._reads[finding]]
        self._reads_changed(saved)

    def take_back(self, reads: Sequence[Read]) -> None:
        """The reads could not be stored: show what stood before."""
        gone = {read.uuid for read in reads}
        for finding in {read.finding for read in reads} & self._reads.keys():
            kept = [read for read in self._reads[finding] if read.uuid not in gone]
            self._reads[finding] = kept
        for read in reads:
            self._seal_again(read)
        self._reads_changed(reads)

    def _unseal(self, read: Read) -> None:
        entry = self._entries[read.finding]
        if entry.item.sealed is not None and read.verdict in DECIDING:
            self._unsealed[read.uuid] = entry
            self._entries[read.finding] = replace(entry, item=entry.item.opened)
            self._reads[read.finding] = [
                *entry.item.sealed.held,
                *self._reads.get(read.finding, ()),
            ]

    def _seal_again(self, read: Read) -> None:
        entry = self._unsealed.pop(read.uuid, None)
        if entry is not None and entry.item.sealed is not None and read.finding in self._entries:
            held = entry.item.sealed.held
            self._entries[read.finding] = entry
            self._reads[read.finding] = [
                each for each in self._reads[read.finding] if each not in held
            ]

    def _reads_changed(self, reads: Sequence[Read]) -> None:
        here = {read.finding: None for read in reads if read.finding in self._entries}
        if here:
            self._weigh(here)
            self.reads_changed.emit(tuple(here))

    def _weigh(self, findings: Iterable[UUID]) -> None:
        for finding in findings:
            item = self._weighed(self._entries[finding])
            if item is None:
                self._items.pop(finding, None)
            else:
                self._items[finding] = item

    def _weighed(self, entry: GalleryEntry) -> QueueItem | None:
        """What is said of a finding; None for a mark that was taken back, or must not be seen."""
        from medcls_core.store import reads  # noqa: PLC0415  (loaded by the store's own job)

        finding = entry.item.finding.uuid
        said = self._reads.get(finding, [])
        is_new = finding in self._unkept and not said
        if entry.item.is_mark and (is_new or reads.taken_back(said)):
            return self._as_image(entry)
        by_reader = reads.current_by_reader(said)
        if self._reader != self._asked_for and (finding, self._asked_for) not in by_reader:
            return None
        shown = [read for read in said if read.reader == self._reader]
        return entry.item.queued(
            self._task,
            by_reader.get((finding, self._reader)),
            flagged=finding in reads.flagged(shown),
            image=entry.image.rank,
            dispute=dispute_about(entry.item, said, self._asked_for),
            asked=self._asked.get(finding),
        )

    def _is_in_force(self, item: Item) -> bool:
        from medcls_core.store import reads  # noqa: PLC0415  (loaded by the store's own job)

        return not (item.is_mark and reads.taken_back(self._reads.get(item.finding.uuid, [])))

    def _as_image(self, entry: GalleryEntry) -> QueueItem | None:
        """An image that is offered as a finding; None where another one lies in it."""
        others = (
            self._entries[each].item
            for each in self._of_image[entry.image.uuid]
            if each != entry.item.finding.uuid
        )
        if not _is_whole(entry.item, entry.image) or any(map(self._is_in_force, others)):
            return None
        rank = entry.image.rank
        return entry.item.queued(self._task, None, flagged=False, image=rank, unfound=True)


def _is_whole(item: Item, image: GalleryImage) -> bool:
    bounds = item.finding.outline.bounds
    return bounds.width_l0 >= image.size_l0.width and bounds.height_l0 >= image.size_l0.height
