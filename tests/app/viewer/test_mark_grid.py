import numpy as np
import pytest

from app.viewer.mark_grid import MarkGrid


def test_it_finds_what_looking_at_all_finds():
    rng = np.random.default_rng(0)
    corners = rng.uniform(-3000, 30_000, (4000, 2))
    sides = rng.choice([0.0, 5.0, 200.0, 1024.0, 9000.0], (4000, 2), p=[0.2, 0.4, 0.3, 0.08, 0.02])
    bounds = np.concatenate([corners, corners + sides], axis=1)
    grid = MarkGrid(bounds)
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
        assert grid.about(left, top, right, bottom) >= small


@pytest.mark.parametrize("count", [0, 1])
def test_few_boxes_are_no_special_case(count):
    grid = MarkGrid(np.full((count, 4), 7.0))
    assert len(grid.touching(0, 0, 10, 10)) == count
    assert len(grid.touching(8, 8, 10, 10)) == 0
