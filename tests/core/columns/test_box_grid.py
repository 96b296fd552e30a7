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


def test_what_is_around_a_rectangle_holds_all_that_touches_it_and_each_once():
    rng = np.random.default_rng(1)
    corners = rng.uniform(0, 3000, (20_000, 2))
    bounds = np.concatenate([corners, corners + rng.choice([10.0, 60, 900], (20_000, 1))], axis=1)
    grid = BoxGrid(bounds)
    bounds[:50] += 700
    grid.place(np.arange(50), bounds)
    for left, top in rng.uniform(0, 2800, (20, 2)):
        rectangle = left, top, left + 150, top + 90
        numbers, middles = grid.around(*rectangle)
        assert len(np.unique(numbers)) == len(numbers)
        assert set(grid.touching(*rectangle)) <= set(numbers.tolist())
        np.testing.assert_allclose(middles, (bounds[numbers, :2] + bounds[numbers, 2:]) / 2, 1e-6)
    numbers, _ = grid.around(-np.inf, -np.inf, np.inf, np.inf)
    np.testing.assert_array_equal(np.sort(numbers), np.arange(len(bounds)))


def test_in_a_crowd_few_boxes_are_looked_at():
    corners = np.random.default_rng(2).uniform(0, 2000, (100_000, 2))
    grid = BoxGrid(np.concatenate([corners, corners + 5], axis=1))
    numbers, _ = grid.around(500, 500, 600, 600)
    assert len(numbers) < 5000, "the usual cells would hold half of all"
