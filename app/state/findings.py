"""The findings of an image as the window knows them: columns, and an item for whoever asks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import overload
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from app.state.items import Item, Sealed
from app.state.said import Said
from medcls_core.columns import FindingColumns
from medcls_core.columns.answers import NOBODY
from medcls_core.findings import Origin, Read
from medcls_core.geometry import Outline
from medcls_core.learning.queue_columns import QueueColumns
from medcls_core.learning.queues import QueueItem
from medcls_core.tasks import Task

_NOTHING_SEALED: frozenset[UUID] = frozenset()
_NO_REPEATS: Mapping[UUID, UUID] = {}
_ITEMS_KEPT = 2048
"""A list asks for each finding in sight several times a repaint."""


class Findings:
    """Half a million findings take megabytes, since an item is made only when it is asked for.

    Args:
        columns: findings with predictions.
        task: the question.
        sealed: findings whose answers wait for the reader's own word.
        held: the reader's reads of findings that are asked about again, in their order.
        repeats: by finding that is asked about again, the read that is repeated.
    """

    def __init__(
        self,
        columns: FindingColumns,
        task: Task,
        sealed: frozenset[UUID] = _NOTHING_SEALED,
        held: Sequence[Read] = (),
        repeats: Mapping[UUID, UUID] = _NO_REPEATS,
    ) -> None:
        waits = np.zeros(len(columns), np.bool_)
        waits[[row for each in sealed if (row := columns.uuids.row(each)) is not None]] = True
        self.columns, self.queues = columns, QueueColumns(columns, task, waits)
        self._held: dict[UUID, tuple[Read, ...]] = {}
        for read in held:
            self._held[read.finding] = (*self._held.get(read.finding, ()), read)
        self._repeats = repeats
        self._dropped: set[UUID] = set()
        self._read_blind: set[UUID] = set()
        self._items: dict[int, Item] = {}

    @classmethod
    def none(cls, task: Task) -> "Findings":
        """Nothing is known."""
        return cls(FindingColumns.empty(task.key), task)

    # --- what there is -------------------------------------------------------------------

    @property
    def known(self) -> "Items":
        """All of them, marks that were taken back among them."""
        there = np.ones(len(self.columns), np.bool_)
        rows = (self.columns.uuids.row(each) for each in self._dropped)
        there[[row for row in rows if row is not None]] = False
        return Items(self, np.flatnonzero(there))

    @property
    def in_force(self) -> "Items":
        """All of them, without marks that were taken back."""
        return Items(self, np.flatnonzero(self.queues.in_force))

    @property
    def next_number(self) -> int:
        """The number of the next mark."""
        return int(self.columns.numbers.max(initial=0)) + 1

    @property
    def waiting(self) -> int:
        """How many wait for the reader's own word."""
        return int(np.count_nonzero(self.queues.sealed & self.queues.in_force))

    @property
    def is_answered(self) -> bool:
        """Whether a model's answer is shown of any."""
        shown = self.columns.answers.voice[~self.queues.sealed] != NOBODY
        return bool(shown.any())

    def row(self, finding: UUID) -> int | None:
        """The finding's row; None if it isn't one of them."""
        return None if finding in self._dropped else self.columns.uuids.row(finding)

    def item(self, finding: UUID) -> Item | None:
        """The finding with its answer, or what is sealed; None if it isn't one of them."""
        row = self.row(finding)
        return None if row is None else self.item_at(row)

    def item_at(self, row: int) -> Item:
        """The finding in a row."""
        item = self._items.get(row)
        if item is None:
            if len(self._items) >= _ITEMS_KEPT:
                self._items.clear()
            item = self._items[row] = self._made(row)
        return item

    def _made(self, row: int) -> Item:
        columns = self.columns
        finding, said, number = columns.finding(row), columns.prediction(row), columns.numbers[row]
        if not self.queues.sealed[row]:
            return Item(finding, said, int(number))
        uuid = finding.uuid
        sealed = Sealed(said, self._held.get(uuid, ()), self._repeats.get(uuid))
        return Item(finding, None, int(number), sealed)

    def queue_item(self, row: int, said: Said) -> QueueItem:
        """What is said of the finding in a row, by model and reader."""
        uuid, sealed = self.columns.uuids.at(row), bool(self.queues.sealed[row])
        return self.queues.item(
            row,
            said.standing.get(uuid),
            flagged=uuid in said.flagged,
            blind=uuid in self._read_blind,
            dispute=said.dispute(uuid, sealed=sealed, again=sealed and uuid in self._repeats),
        )

    def is_mark(self, row: int) -> bool:
        """Whether nothing but a reader's word made it a finding."""
        unseen = self.columns.answers.voice[row] == NOBODY
        return bool(unseen) and self.columns.origin(row) is Origin.READER

    def answered_by(self, sha256: str) -> "Items":
        """Those that a model answered last."""
        answers = self.columns.answers
        own = [n for n, voice in enumerate(answers.voices) if voice.model_sha256 == sha256]
        return Items(self, np.flatnonzero(np.isin(answers.voice, own)))

    # --- what changes --------------------------------------------------------------------

    def add(self, items: Sequence[Item]) -> None:
        """More findings that no model saw; those that are there already are left as they are."""
        fresh = [item for item in items if self.columns.uuids.row(item.finding.uuid) is None]
        self._dropped -= {item.finding.uuid for item in items}
        if fresh:
            self.columns.add([item.finding for item in fresh], [item.number for item in fresh])
            self.queues.grow()

    def drop(self, finding: UUID) -> None:
        """Take a finding away again; its row stays, but holds none any more."""
        row = self.row(finding)
        if row is not None:
            self._dropped.add(finding)
            self.queues.in_force[row] = False

    def renumber(self, finding: UUID, number: int) -> bool:
        """Another number; False if that is the one it has."""
        row = self.row(finding)
        if row is None or self.columns.numbers[row] == number:
            return False
        self.columns.numbers[row] = number
        self._items.pop(row, None)
        self.queues.move(row)
        return True

    def redraw(self, outlines: Mapping[UUID, Outline | None]) -> None:
        """These findings have other outlines; None is the one that was found."""
        for row in self.columns.redraw(outlines).tolist():
            self._items.pop(row, None)
            self.queues.move(row)

    def hear(self, said: Said, findings: Iterable[UUID]) -> None:
        """What was said of these findings; one that isn't here is left out."""
        for finding in findings:
            row = self.row(finding)
            if row is not None:
                gone = finding in said.taken_back and self.is_mark(row)
                self.queues.in_force[row] = not gone
                self.queues.hear_reader(row, self.queue_item(row, said))

    def ask(self, places: Mapping[UUID, int]) -> None:
        """The places of those whose labels would teach the model most; some may lie elsewhere."""
        rows = ((self.columns.uuids.row(finding), place) for finding, place in places.items())
        self.queues.ask({row: place for row, place in rows if row is not None})

    def unseal(self, finding: UUID) -> tuple[Read, ...] | None:
        """The answer is seen from now on.

        Returns:
            The reader's earlier reads of it, held back until now; None if nothing was sealed.
        """
        row = self.row(finding)
        if row is None or not self.queues.sealed[row]:
            return None
        self._read_blind.add(finding)
        self.queues.seal(row, sealed=False)
        self._items.pop(row, None)
        return self._held.get(finding, ())

    def seal_again(self, finding: UUID) -> tuple[Read, ...]:
        """The answer waits again, and the reader's earlier reads of it are held back."""
        row = self.row(finding)
        if row is not None:
            self._read_blind.discard(finding)
            self.queues.seal(row, sealed=True)
            self._items.pop(row, None)
        return self._held.get(finding, ())


class Items(Sequence[Item]):
    """Findings in the order of their rows; each is made when it is asked for."""

    def __init__(self, findings: Findings, rows: NDArray[np.intp]) -> None:
        self._findings, self._rows = findings, rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> Item: ...

    @overload
    def __getitem__(self, place: slice) -> list[Item]: ...

    def __getitem__(self, place: int | slice) -> Item | list[Item]:
        """One of them, or those of a stretch."""
        if isinstance(place, slice):
            return [self._findings.item_at(row) for row in self._rows[place].tolist()]
        return self._findings.item_at(int(self._rows[place]))

    def __iter__(self) -> Iterator[Item]:
        """Each in its turn."""
        return map(self._findings.item_at, self._rows.tolist())

    def __eq__(self, other: object) -> bool:
        """Whether the other sequence has the same items in the same order."""
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # so Python marks what has no hash
