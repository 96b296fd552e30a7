import numpy as np
import pytest

from medcls_core.columns import BoxGrid


def test_it_finds_what_looking_at_all_finds():
    rng = np.random.default_rng(0)
    corners = rng.uniform(-3000, 30_000, (4000, 2))
    sides = rng.choice([0.0, 5.0, 200.0, 1024.0, 9000.0], (4000, 2), p=[0.2, 0.4, 0.3, 0.08, 0.02])
    bounds = np.concatenate([corners, corners + sides], axis=1)
    grid = BoxGrid(bounds)
    tally = grid.tally(np.ones(len(bounds), np.bool_))
    for left, top, width, height in rng.uniform(
        (-4000, -4000, 0, 0), (31_000, 31_000, 9000, 9000), (60, 4)
    ):
        right, bottom = left + width, top + height
        expected = np.flatnonzero(
            (bounds[:, 2] >= left) & (bounds[:, 0] <= right)
            & (bounds[:, 3] >= top) & (bounds[:, 1] <= bottom)
        )  # fmt: skip
        found = grid.touching(left, top, right, bottom)
        np.testing.assert_array_equal(found, expected)
        small = np.count_nonzero(sides[expected].max(axis=1) <= 1024) if len(expected) else 0
        assert grid.about(left, top, right, bottom, tally) >= small


@pytest.mark.parametrize("count", [0, 1])
def test_few_boxes_are_no_special_case(count):
    grid = BoxGrid(np.full((count, 4), 7.0))
    assert len(grid.touching(0, 0, 10, 10)) == count
    assert len(grid.touching(8, 8, 10, 10)) == 0


def test_boxes_that_came_or_moved_are_found_where_they_are_now():
    bounds = np.array([[0.0, 0, 10, 10], [5000, 5000, 5010, 5010]])
    grid = BoxGrid(bounds)
    moved = np.array([[9000.0, 9000, 9010, 9010], bounds[1], [100, 100, 110, 110]])
    grid.place(np.array([0, 2]), moved)
    assert grid.touching(0, 0, 20, 20).tolist() == []
    assert grid.touching(0, 0, 200, 200).tolist() == [2]
    assert grid.touching(8000, 8000, 9500, 9500).tolist() == [0]


def test_only_what_is_shown_counts_in_a_tally():
    bounds = np.repeat([[0.0, 0, 10, 10], [5000, 5000, 5010, 5010]], 3, axis=0)
    grid = BoxGrid(bounds)
    tally = grid.tally(np.array([True, False, False, True, True, True]))
    assert grid.about(0, 0, 50, 50, tally) == 1
    assert grid.about(5000, 5000, 5050, 5050, tally) == 3
