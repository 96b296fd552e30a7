"""Orders, counts and filters of very many findings at once.

What doesn't depend on verdicts is sorted once; any other queue is then a mask over a sorted
column, which takes milliseconds for half a million findings. A verdict changes its own row alone.
"""

import math
from bisect import bisect_left
from collections.abc import Mapping
from functools import partial

import numpy as np
from numpy.typing import NDArray

from medcls_core.columns import FindingColumns
from medcls_core.columns.answers import NOBODY
from medcls_core.findings import DISPUTED, TO_DECIDE, Dispute, Read
from medcls_core.learning.queue import Queue
from medcls_core.learning.queues import QueueItem, QueueOrder, Reading
from medcls_core.tasks import Task

NO_CLASS = -1
READINGS = tuple(Reading)
"""What a reader may have made of a finding; the first is that it is open."""

DISPUTES = (None, *Dispute)
"""What a reader may know of how readers differ; the first is nothing."""

_NEVER_SEEN = 2.0
"""How sure a model is that never saw the finding: it comes last."""

_OF_DISPUTES = {QueueOrder.DISPUTED: DISPUTED, QueueOrder.DECIDE: TO_DECIDE}

_WHATEVER_SCORE = frozenset({*_OF_DISPUTES, QueueOrder.TEACHES})
"""Orders that ask about findings under the threshold, too."""

Rank = tuple[bool, float, float, float, int]


class QueueColumns:
    """What a reader and the models say of the findings of an image, as columns.

    Args:
        findings: of the image; more may be added to them, then `grow` is called.
        task: the question.
        sealed: whose answer waits for the reader's own, (N,).

    Attributes:
        findings, task, sealed: as given.
        keys: of the classes that models and readers gave.
        model_class, reader_class: which of them, (N,); `NO_CLASS` where none is shown or given.
        score: probability that it is what the task looks for, (N,); NaN where none is shown.
        read: which have a verdict, (N,), be it a skip: one doesn't come back to them by itself.
        answered: which have an answer and so count as read, (N,).
        reading: which of `READINGS` it is, (N,).
        dispute: which of `DISPUTES` it is, (N,).
        in_force: which are findings still: a mark that was taken back isn't, (N,).
    """

    def __init__(
        self, findings: FindingColumns, task: Task, sealed: NDArray[np.bool_] | None = None
    ) -> None:
        count = len(findings)
        self.findings, self.task = findings, task
        self.sealed = np.zeros(count, np.bool_) if sealed is None else sealed
        self.keys = [label.key for label in task.all_labels]
        self.model_class = np.full(count, NO_CLASS, np.int16)
        self.score = np.full(count, np.nan)
        self._sureness = np.full(count, _NEVER_SEEN)
        self.reader_class = np.full(count, NO_CLASS, np.int16)
        self.read = np.zeros(count, np.bool_)
        self.answered = np.zeros(count, np.bool_)
        self.reading = np.zeros(count, np.int8)
        self.dispute = np.zeros(count, np.int8)
        self.in_force = np.ones(count, np.bool_)
        self._flagged: set[int] = set()
        self._blind: set[int] = set()
        self._doubted: dict[int, float | None] = {}
        self._asked: Mapping[int, int] = {}
        self._hear(np.arange(count))
        self._orders = self._sorted()

    def __len__(self) -> int:
        return len(self.read)

    # --- what is said --------------------------------------------------------------------

    def item(
        self,
        row: int,
        read: Read | None,
        *,
        flagged: bool,
        blind: bool,
        dispute: Dispute | None = None,
    ) -> QueueItem:
        """What orders and filters of few findings need to know of one; `read` stands for it."""
        left, top, right, bottom = self.findings.boxes[row].tolist()
        code, score = int(self.model_class[row]), float(self.score[row])
        waits = bool(self.sealed[row])
        return QueueItem(
            finding=self.findings.uuids.at(row),
            number=int(self.findings.numbers[row]),
            sureness=float(self._sureness[row]),
            model_class=None if code == NO_CLASS else self.keys[code],
            place=(0, (top + bottom) / 2, (left + right) / 2),
            score=None if math.isnan(score) else score,
            prediction=None if waits else self.findings.prediction(row),
            read=read,
            flagged=flagged,
            blind=blind or waits,
            dispute=dispute,
            asked=self._asked.get(row),
        )

    def ask(self, places: Mapping[int, int]) -> None:
        """By row: the places of those whose labels would teach the model most."""
        self._asked = places

    def hear_reader(self, row: int, item: QueueItem) -> None:
        """What a reader says of a finding by now."""
        self.read[row] = item.read is not None
        self.answered[row] = item.is_read
        self.reading[row] = READINGS.index(item.reading)
        self.dispute[row] = DISPUTES.index(item.dispute)
        self.reader_class[row] = self._code(item.reader_class)
        self._doubted.pop(row, None)
        if item.likely_wrong:
            self._doubted[row] = item.label_prob
        for rows, there in ((self._flagged, item.flagged), (self._blind, item.blind)):
            (rows.add if there else rows.discard)(row)

    def seal(self, row: int, *, sealed: bool) -> None:
        """A finding's answer is opened, or waits again."""
        if self.sealed[row] != sealed:
            self.sealed[row] = sealed
            self._hear(np.array([row]))
            self._put(row)

    def grow(self) -> None:
        """More findings lie below: marks of a reader's."""
        more = len(self.findings) - len(self)
        self.sealed = np.append(self.sealed, np.zeros(more, np.bool_))
        self.model_class = np.append(self.model_class, np.full(more, NO_CLASS, np.int16))
        self.score = np.append(self.score, np.full(more, np.nan))
        self._sureness = np.append(self._sureness, np.full(more, _NEVER_SEEN))
        self.reader_class = np.append(self.reader_class, np.full(more, NO_CLASS, np.int16))
        self.in_force = np.append(self.in_force, np.ones(more, np.bool_))
        self.read = np.append(self.read, np.zeros(more, np.bool_))
        self.answered = np.append(self.answered, np.zeros(more, np.bool_))
        self.reading = np.append(self.reading, np.zeros(more, np.int8))
        self.dispute = np.append(self.dispute, np.zeros(more, np.int8))
        for row in range(len(self) - more, len(self)):
            self._put(row)

    def move(self, row: int) -> None:
        """A finding lies elsewhere, or has another number."""
        self._put(row)

    # --- what is asked -------------------------------------------------------------------

    def queue(self, order: QueueOrder, class_key: str = "", threshold: float = 0.0) -> Queue:
        """The findings that an order's name speaks of, but for those under the threshold.

        Args:
            order: LEAST_SURE, MOST_SURE or PLACE of all; TEACHES, LIKELY_WRONG, FLAGS, BLIND,
                DISPUTED, DECIDE or CLASS.
            class_key: what CLASS asks about: the reader's class, else the model's.
            threshold: findings with a lower score are left out, unless they were read, or the
                order names them: readers differ on them, or their labels teach most.
        """
        shown = self._shown_in(order, threshold)
        few = self._few(order)
        if few is not None:
            rows = np.array(sorted((r for r in few if shown[r]), key=few.__getitem__), np.intp)
        elif order is QueueOrder.CLASS:
            surest = self._orders[QueueOrder.MOST_SURE]
            rows = surest[(shown & self._is_class(class_key))[surest]]
        else:
            rows = self._orders[order][shown[self._orders[order]]]
        return Queue(self.findings.uuids, rows)

    def size(self, order: QueueOrder, class_key: str = "", threshold: float = 0.0) -> int:
        """How many findings that queue would hold."""
        shown = self._shown_in(order, threshold)
        few = self._few(order)
        if few is not None:
            return sum(bool(shown[row]) for row in few)
        if order is QueueOrder.CLASS:
            shown &= self._is_class(class_key)
        return int(np.count_nonzero(shown))

    def shown(self, threshold: float) -> NDArray[np.bool_]:
        """Which findings are neither taken back nor under the threshold, (N,)."""
        under = self.score < threshold  # never where no score is known
        return self.in_force & (~under | self.read)

    def _shown_in(self, order: QueueOrder, threshold: float) -> NDArray[np.bool_]:
        return self.in_force if order in _WHATEVER_SCORE else self.shown(threshold)

    def tally(self, threshold: float) -> dict[str, tuple[int, int]]:
        """By class key: how many of the findings that are shown model and reader gave it."""
        most, rows = len(self.keys) + 1, self.shown(threshold)
        model = np.bincount(self.model_class[rows] + 1, minlength=most)[1:]
        reader = np.bincount(self.reader_class[rows] + 1, minlength=most)[1:]
        return dict(zip(self.keys, zip(model.tolist(), reader.tolist(), strict=True), strict=True))

    def _few(self, order: QueueOrder) -> dict[int, tuple[object, ...]] | None:
        """The rows of an order that holds a few, and what they are sorted by; None of another."""
        if order is QueueOrder.LIKELY_WRONG:
            return {
                row: (prob is None, prob or 0.0, *self._place(row))
                for row, prob in self._doubted.items()
            }
        if order is QueueOrder.FLAGS:
            return {row: self._place(row) for row in self._flagged}
        if order is QueueOrder.TEACHES:
            return {row: (place,) for row, place in self._asked.items()}
        if order is QueueOrder.BLIND:
            waiting = np.flatnonzero(self.sealed).tolist()
            return {row: self._place(row) for row in self._blind.union(waiting)}
        if order in _OF_DISPUTES:
            return {row: self._place(row) for row in self.disputed(_OF_DISPUTES[order]).tolist()}
        return None

    def disputed(self, kinds: frozenset[Dispute] = DISPUTED) -> NDArray[np.intp]:
        """The rows on which readers differ in one of these ways."""
        codes = [DISPUTES.index(kind) for kind in kinds]
        return np.flatnonzero(np.isin(self.dispute, codes))

    def shown_class(self) -> NDArray[np.int16]:
        """The reader's class, else the model's, of every finding: which of `keys`, (N,)."""
        return np.where(self.reader_class == NO_CLASS, self.model_class, self.reader_class)

    def _is_class(self, class_key: str) -> NDArray[np.bool_]:
        is_class: NDArray[np.bool_] = self.shown_class() == self._code(class_key)
        return is_class

    # --- how it is sorted ----------------------------------------------------------------

    def _sorted(self) -> dict[QueueOrder, NDArray[np.intp]]:
        centers = self.findings.boxes[:, :2] + self.findings.boxes[:, 2:]
        places = np.lexsort((self.findings.numbers, centers[:, 0], centers[:, 1]))
        unknown = self.model_class == NO_CLASS
        orders = {QueueOrder.PLACE: places}
        for order, sign in ((QueueOrder.LEAST_SURE, 1), (QueueOrder.MOST_SURE, -1)):
            figures = np.where(unknown, np.inf, sign * self._sureness)[places]
            orders[order] = places[np.argsort(figures, kind="stable")]
        return orders

    def _put(self, row: int) -> None:
        """Put a row where it belongs by now in each order."""
        for order, rows in self._orders.items():
            others = rows[rows != row]
            rank = partial(self._rank, order)
            self._orders[order] = np.insert(others, bisect_left(others, rank(row), key=rank), row)

    def _rank(self, order: QueueOrder, row: int) -> Rank:
        if order is QueueOrder.PLACE:
            return False, 0.0, *self._place(row)
        unknown = bool(self.model_class[row] == NO_CLASS)
        sign = 1 if order is QueueOrder.LEAST_SURE else -1
        return unknown, 0.0 if unknown else sign * float(self._sureness[row]), *self._place(row)

    def _place(self, row: int) -> tuple[float, float, int]:
        left, top, right, bottom = self.findings.boxes[row].tolist()
        return top + bottom, left + right, int(self.findings.numbers[row])

    # --- what the models said ------------------------------------------------------------

    def _hear(self, rows: NDArray[np.intp]) -> None:
        """What may be seen of the answers to some findings."""
        self.model_class[rows], self.score[rows] = NO_CLASS, np.nan
        self._sureness[rows] = _NEVER_SEEN
        voices = np.where(self.sealed[rows], NOBODY, self.findings.answers.voice[rows])
        for number, voice in enumerate(self.findings.answers.voices):
            own = rows[voices == number]
            if len(own):
                self._hear_voice(own, voice.classes)

    def _hear_voice(self, rows: NDArray[np.intp], classes: tuple[str, ...]) -> None:
        """As `tasks.class_of` and the items of the window tell it, for many at once."""
        probs = self.findings.answers.probs[rows, : len(classes)]
        objects = [key for key in classes if key != self.task.background]
        codes = np.array([self._code(key) for key in classes], np.int16)
        if self.task.background is not None and len(objects) == 1:
            self.model_class[rows] = self._code(objects[0])
        else:
            self.model_class[rows] = codes[probs.argmax(axis=1)]
        if self.task.background in classes:
            self.score[rows] = 1 - probs[:, classes.index(self.task.background or "")]
        else:
            self.score[rows] = probs.max(axis=1)
        if self.task.background is not None:
            self._sureness[rows] = self.score[rows]
        else:
            second, first = np.sort(probs, axis=1)[:, -2:].T
            self._sureness[rows] = first - second

    def _code(self, key: str | None) -> int:
        """The number of a class, which may be one that nobody gave yet."""
        if key is None:
            return NO_CLASS
        if key not in self.keys:
            self.keys.append(key)
        return self.keys.index(key)
