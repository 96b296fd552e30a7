"""Splits that never tear a patient, case or group apart."""

import hashlib
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from typing import Generic, TypeVar

from sklearn.model_selection import GroupKFold, StratifiedGroupKFold

from medcls_core.errors import InputInvalid

Item = TypeVar("Item")

FOLDS = 10
TEST_FOLDS = frozenset({0, 1})
VALIDATION_FOLDS = frozenset({2})


class Part(StrEnum):
    """What an item may be used for."""

    TRAIN = "train"
    VALIDATION = "validation"
    TEST = "test"


def part_of(unit: str, seed: int) -> Part:
    """Which part a unit (case, patient, group) belongs to: 70 % train, 10 % validation, 20 % test.

    It depends on the name and the seed alone, so a new case never moves an old one.
    """
    digest = hashlib.sha256(f"{seed}:{unit}".encode()).digest()
    fold = int.from_bytes(digest[:8], "big") % FOLDS
    if fold in TEST_FOLDS:
        return Part.TEST
    return Part.VALIDATION if fold in VALIDATION_FOLDS else Part.TRAIN


def parts_of_few(units: Iterable[str]) -> dict[str, Part]:
    """The parts of so few units that `part_of` may leave one empty; in the order of their digests.

    About a fifth of them are for the test and a tenth for validation, at least one each.

    Raises:
        InputInvalid: if there are fewer than three.
    """
    ordered = sorted(set(units), key=lambda unit: hashlib.sha256(unit.encode()).digest())
    if len(ordered) < len(Part):
        raise InputInvalid(f"{len(ordered)} units", "fewer than three cannot be split")
    tested, validated = ceil(len(ordered) / 5), ceil(len(ordered) / 10)
    trained = len(ordered) - tested - validated
    parts = [Part.TEST] * tested + [Part.VALIDATION] * validated + [Part.TRAIN] * trained
    return dict(zip(ordered, parts, strict=True))


@dataclass(frozen=True, slots=True)
class Split(Generic[Item]):
    """Items of a labelled set, divided by unit."""

    train: tuple[Item, ...]
    validation: tuple[Item, ...]
    test: tuple[Item, ...]


def split_by_unit(items: Sequence[Item], unit: Callable[[Item], str], seed: int) -> Split[Item]:
    """Divide `items` so that all items of one unit land in the same part."""
    parts = {part: tuple(i for i in items if part_of(unit(i), seed) is part) for part in Part}
    return Split(parts[Part.TRAIN], parts[Part.VALIDATION], parts[Part.TEST])


def folds(
    items: Sequence[Item], unit: Callable[[Item], str], label: Callable[[Item], str], count: int
) -> tuple[tuple[Item, ...], ...]:
    """Test parts of a cross validation: units whole, classes about equally in each.

    Classes are left to chance where none has an item for every fold.

    Raises:
        InputInvalid: if there are fewer units than folds.
    """
    units = [unit(item) for item in items]
    if len(set(units)) < count:
        raise InputInvalid(f"{count} folds", f"there are only {len(set(units))} units")
    labels = [label(item) for item in items]
    enough = max(Counter(labels).values()) >= count
    kind = StratifiedGroupKFold if enough else GroupKFold
    splitter = kind(count, shuffle=True, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a class may be rarer than there are folds
        parts = list(splitter.split(labels, labels, units))
    return tuple(tuple(items[index] for index in test) for _, test in parts)
