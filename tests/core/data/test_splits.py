"""Splits by unit."""

from collections import Counter

import pytest

from medcls_core.data.splits import Part, folds, parts_of_few
from medcls_core.errors import InputInvalid


def _folds(cells, count):
    return folds(cells, lambda cell: cell[0], lambda cell: cell[1], count)


def test_folds_keep_units_whole_and_classes_even():
    cells = [(f"patient {n // 2}", "ab"[n // 2 % 2]) for n in range(40)]
    parts = _folds(cells, 5)
    assert sorted(cell for part in parts for cell in part) == sorted(cells)
    for part in parts:
        assert [label for _, label in part].count("a") == 4
        assert all(cells.count(cell) == part.count(cell) for cell in part)


def test_one_cell_of_a_class_can_still_be_divided():
    cells = [("first", "a"), ("second", "b"), ("third", "c")]
    assert sorted(cell for part in _folds(cells, 3) for cell in part) == cells


def test_more_folds_than_units_are_refused():
    with pytest.raises(InputInvalid, match="there are only 2 units"):
        _folds([("first", "a"), ("second", "b")], 3)


def test_few_units_leave_no_part_empty_and_keep_theirs():
    names = [f"acquisition {n}" for n in range(7)]
    parts = parts_of_few(names)
    assert Counter(parts.values()) == {Part.TRAIN: 4, Part.TEST: 2, Part.VALIDATION: 1}
    assert parts_of_few(reversed(names)) == parts


def test_two_units_cannot_be_split():
    with pytest.raises(InputInvalid):
        parts_of_few(["one", "two", "one"])


def test_a_class_rarer_than_the_folds_is_no_reason_to_complain():
    items = [(str(number), "rare" if number < 2 else "common") for number in range(20)]
    parts = folds(items, lambda item: item[0], lambda item: item[1], 5)
    assert sorted(item for part in parts for item in part) == sorted(items)
