"""A queue of very many findings: a sequence of uuids that is a column of rows."""

from collections.abc import Iterator, Sequence
from typing import overload
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from medcls_core.columns import Uuids


class Queue(Sequence[UUID]):
    """Findings in an order.

    Args:
        uuids: of all findings.
        rows: those of the queue, in their order.
    """

    def __init__(self, uuids: Uuids, rows: NDArray[np.intp]) -> None:
        self.rows = rows
        self._uuids = uuids
        self._places = np.full(len(uuids), -1, np.intp)
        self._places[rows] = np.arange(len(rows))

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, place: int) -> UUID: ...

    @overload
    def __getitem__(self, place: slice) -> list[UUID]: ...

    def __getitem__(self, place: int | slice) -> UUID | list[UUID]:
        """The finding at a place, or those of a stretch."""
        if isinstance(place, slice):
            return self._uuids.at_rows(self.rows[place])
        return self._uuids.at(int(self.rows[place]))

    def __iter__(self) -> Iterator[UUID]:
        """Every finding in its order; all uuids are made."""
        return iter(self[:])

    def __contains__(self, finding: object) -> bool:
        return self.place(finding) is not None

    def __eq__(self, other: object) -> bool:
        """Whether the other sequence has the same findings in the same order."""
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # so Python marks what has no hash

    def index(self, finding: object, start: int = 0, stop: int | None = None) -> int:
        """The place of a finding.

        Raises:
            ValueError: if it isn't queued there.
        """
        place = self.place(finding)
        if place is None or place not in range(len(self))[start:stop]:
            raise ValueError(f"{finding} is not queued")
        return place

    def place(self, finding: object) -> int | None:
        """The place of a finding; None if it isn't queued."""
        row = self._uuids.row(finding) if isinstance(finding, UUID) else None
        # A row that came since the queue was made has no place in it.
        if row is None or row >= len(self._places) or self._places[row] < 0:
            return None
        return int(self._places[row])

    def next_open(self, after: UUID | None, read: NDArray[np.bool_]) -> UUID | None:
        """The next finding without a verdict after `after`, going round once.

        When all have one: the next in the queue, and at its end the last. None if there is none.

        Args:
            after: where to begin; None or one that isn't queued begins at the first.
            read: which of all findings have a verdict.
        """
        if not len(self):
            return None
        place = self.place(after)
        start = 0 if place is None else place + 1
        for rows in (self.rows[start:], self.rows[:start]):
            still = np.flatnonzero(~read[rows])
            if len(still):
                return self._uuids.at(int(rows[still[0]]))
        return self[min(start, len(self) - 1)]
