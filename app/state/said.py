"""What readers said of the findings of the open image, finding by finding."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from medcls_core.findings import Dispute, Read

if TYPE_CHECKING:  # these load the database library
    from medcls_core.store.consensus import Standing


class Said:
    """The reads of the one at the keyboard in their order, and those of others beside them.

    What stands is worked out again for the findings alone of which something was said.

    Args:
        reads: this reader's, in their order.
        others: reads of other readers, which aren't shown but hold a mark in its place.
        reader: the one at the keyboard.
    """

    def __init__(
        self, reads: Iterable[Read] = (), others: Iterable[Read] = (), reader: str = ""
    ) -> None:
        self._reader = reader
        self._own: dict[UUID, Read] = {}
        self._of_finding: dict[UUID, list[UUID]] = {}
        self._others: dict[UUID, list[Read]] = {}
        self.standing: dict[UUID, Read] = {}
        self.flagged: set[UUID] = set()
        self.taken_back: set[UUID] = set()
        self._unsaved: set[UUID] = set()
        for read in others:
            self._others.setdefault(read.finding, []).append(read)
        self.add(reads)
        self._weigh(self._others)

    @property
    def reads(self) -> tuple[Read, ...]:
        """The reader's reads in their order, withdrawals among them."""
        return tuple(self._own.values())

    @property
    def of_all(self) -> list[Read]:
        """The reads of everybody, those of others first."""
        return [*(read for said in self._others.values() for read in said), *self._own.values()]

    @property
    def unsaved(self) -> int:
        """How many reads are shown but not on disk yet."""
        return len(self._unsaved)

    @property
    def findings(self) -> set[UUID]:
        """All of which somebody said something."""
        return self._of_finding.keys() | self._others.keys()

    def standing_of_all(self, finding: UUID) -> "Standing | None":
        """What readers make of a finding, if others said something of it."""
        others = self._others.get(finding)
        if others is None:
            return None
        from medcls_core.store import consensus  # noqa: PLC0415  (loaded by the store's own job)

        own = [self._own[uuid] for uuid in self._of_finding.get(finding, ())]
        return consensus.standings([*others, *own]).get(finding)

    def dispute(self, finding: UUID, *, sealed: bool, again: bool) -> Dispute | None:
        """What the reader may know of how readers differ: `consensus.dispute_of` says how."""
        standing = self.standing_of_all(finding)
        if standing is None:
            return None
        from medcls_core.store import consensus  # noqa: PLC0415  (loaded by the store's own job)

        return consensus.dispute_of(standing, self._reader, sealed=sealed, again=again)

    def add(self, reads: Iterable[Read]) -> None:
        """More reads, after those that there are."""
        reads = list(reads)
        for read in reads:
            self._own[read.uuid] = read
            self._of_finding.setdefault(read.finding, []).append(read.uuid)
        self._note(reads)

    def hear_others(self, reads: Iterable[Read]) -> None:
        """More reads of other readers, after those that there are."""
        reads = list(reads)
        for read in reads:
            self._others.setdefault(read.finding, []).append(read)
        self._weigh(read.finding for read in reads)

    def add_before(self, held: Sequence[Read]) -> None:
        """Earlier reads that were held back until now."""
        later, self._own = self._own, {}
        for read in held:
            self._own[read.uuid] = read
            self._of_finding.setdefault(read.finding, [])[:0] = [read.uuid]
        self._own |= later
        self._note(held)

    def confirm(self, saved: Iterable[Read]) -> None:
        """The reads are on disk; those that aren't known here are left out."""
        known = [read for read in saved if read.uuid in self._own]
        self._own |= {read.uuid: read for read in known}
        self._note(known)

    def remove(self, reads: Iterable[Read]) -> None:
        """As if they had not been given."""
        reads = list(reads)
        for read in reads:
            if self._own.pop(read.uuid, None) is not None:
                self._of_finding[read.finding].remove(read.uuid)
        self._unsaved -= {read.uuid for read in reads}
        self._weigh(read.finding for read in reads)

    def forget(self, finding: UUID) -> None:
        """Nothing was said of this finding."""
        self.remove([self._own[uuid] for uuid in self._of_finding.get(finding, ())])

    def _note(self, reads: Iterable[Read]) -> None:
        for read in reads:
            (self._unsaved.discard if read.hash else self._unsaved.add)(read.uuid)
        self._weigh(read.finding for read in reads)

    def _weigh(self, findings: Iterable[UUID]) -> None:
        findings = dict.fromkeys(findings)
        if not findings:
            return
        from medcls_core.store import reads  # noqa: PLC0415  (loaded by the store's own job)

        for finding in findings:
            own = [self._own[uuid] for uuid in self._of_finding.get(finding, ())]
            self.standing.pop(finding, None)
            self.standing |= reads.current(own)
            self.flagged.discard(finding)
            self.flagged |= reads.flagged(own)
            self.taken_back.discard(finding)
            self.taken_back |= reads.taken_back([*self._others.get(finding, ()), *own])
