"""Which images a run learns from, is stopped by, and is measured on."""

from collections.abc import Sequence
from dataclasses import dataclass

from medcls_core.data.labelled import LabelledImage
from medcls_core.data.splits import Part, folds, part_of, parts_of_few

SPLIT_SEED = 0
"""The same for every recipe, network and seed, so that their figures can be compared."""

FEW = 10
"""Units; with fewer, chance may leave a part without any."""

WATCHED_SHARE = 7
"""One part in seven of what isn't measured on stops the training and chooses the epoch."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Places in a set's items; no unit is in two of them."""

    learnt: tuple[int, ...]
    watched: tuple[int, ...]
    measured: tuple[int, ...]


def by_unit(items: Sequence[LabelledImage]) -> Parts:
    """70 % to learn from, 10 % to watch, 20 % to measure on, by the units' names alone.

    Fewer than ten units are divided as composed cells are by their acquisitions, so that weights
    which learnt such cells can be asked about the nuclei of acquisitions they never saw.
    """
    units = {item.unit for item in items}
    few = parts_of_few(units) if len(Part) <= len(units) < FEW else None
    places: dict[Part, list[int]] = {part: [] for part in Part}
    for place, item in enumerate(items):
        part = part_of(item.unit, SPLIT_SEED) if few is None else few[item.unit]
        places[part].append(place)
    return Parts(
        tuple(places[Part.TRAIN]), tuple(places[Part.VALIDATION]), tuple(places[Part.TEST])
    )


def in_order(learnt: int, watched: int, measured: int) -> Parts:
    """Of a set that holds its parts one after the other."""
    first, second = learnt, learnt + watched
    return Parts(
        tuple(range(first)),
        tuple(range(first, second)),
        tuple(range(second, second + measured)),
    )


def cross_validation(items: Sequence[LabelledImage], count: int) -> tuple[Parts, ...]:
    """So many rounds in which every image is measured on once.

    Raises:
        InputInvalid: if there are fewer units than rounds.
    """
    numbered = list(enumerate(items))
    rounds = folds(numbered, lambda one: one[1].unit, lambda one: one[1].label, count)
    return tuple(_around(items, tuple(place for place, _ in measured)) for measured in rounds)


def everything(items: Sequence[LabelledImage]) -> Parts:
    """All to learn from but what is watched; nothing is left to measure on."""
    return _around(items, ())


def _around(items: Sequence[LabelledImage], measured: tuple[int, ...]) -> Parts:
    aside = set(measured)
    rest = [(place, item) for place, item in enumerate(items) if place not in aside]
    count = min(WATCHED_SHARE, max(2, len({item.unit for _, item in rest})))
    watched = folds(rest, lambda one: one[1].unit, lambda one: one[1].label, count)[0]
    seen = {place for place, _ in watched}
    learnt = tuple(place for place, _ in rest if place not in seen)
    return Parts(learnt, tuple(sorted(seen)), measured)
