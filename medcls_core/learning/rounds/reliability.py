"""How much a reader's label counts, from what is known of the reader."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, permutations
from uuid import UUID

from medcls_core.findings import DECIDING, Read
from medcls_core.store.blinding import Condition

PRIOR_READS = 10.0
PRIOR_AGREEMENT = 0.9
"""What is believed of a reader of whom nothing is known, worth ten compared reads."""


def reader_weights(
    standing: Mapping[tuple[UUID, str], Read],
    every: Sequence[Read],
    conditions: Iterable[Condition],
) -> dict[str, float]:
    """Weights in (0, 1] by reader; 1 where nothing is known against the reader.

    Compared are a reader's answers with each other reader's of the same finding, and with the
    reader's own hidden repeats. The weight is the mean of a beta belief that begins with ten reads
    of which nine agree, over what it begins with: a dozen reads move it little, a hundred decide.

    Args:
        standing: verdicts by finding and reader.
        every: all reads of the findings in the order of the chain.
        conditions: which of them are repeats, and of which.
    """
    agreed: dict[str, list[bool]] = {}
    by_finding: dict[UUID, list[Read]] = {}
    for (finding, _), read in standing.items():
        if read.verdict in DECIDING:
            by_finding.setdefault(finding, []).append(read)
    for read, other in chain.from_iterable(permutations(some, 2) for some in by_finding.values()):
        agreed.setdefault(read.reader, []).append(_same(read, other))
    known = {read.uuid: read for read in every}
    for one in conditions:
        again, first = known.get(one.read), known.get(one.repeats or one.read)
        if again is not None and first is not None and again is not first:
            agreed.setdefault(again.reader, []).append(_same(again, first))
    return {reader: _weight(seen) for reader, seen in agreed.items()}


def _same(one: Read, other: Read) -> bool:
    return (one.class_key, one.class_key is None and one.verdict) == (
        other.class_key,
        other.class_key is None and other.verdict,
    )


def _weight(seen: Sequence[bool]) -> float:
    believed = PRIOR_AGREEMENT * PRIOR_READS
    return min(1.0, (sum(seen) + believed) / (len(seen) + PRIOR_READS) / PRIOR_AGREEMENT)
