"""Deletion and insertion: a true heatmap is better than chance, a false one worse."""

import numpy as np
import pytest

from medcls_core.explain import blocks_of, curves_of, hottest_first
from medcls_core.explain.deletion import random_orders

SIDE = 56
QUARTERS = (0, 0.25, 0.5, 0.75, 1)


def bright_corner(batch: np.ndarray) -> np.ndarray:
    """How bright the upper left quarter is: the model whose reasons are known."""
    return batch[:, : SIDE // 2, : SIDE // 2].mean((1, 2, 3)).astype(np.float32) / 255


def scene() -> np.ndarray:
    rgb = np.full((SIDE, SIDE, 3), 20, np.uint8)
    rgb[: SIDE // 2, : SIDE // 2] = 240
    return rgb


def true_heat() -> np.ndarray:
    heat = np.zeros((SIDE, SIDE), np.float32)
    heat[: SIDE // 2, : SIDE // 2] = 1
    return heat


def areas(heat: np.ndarray) -> tuple[float, float]:
    blocks = blocks_of(SIDE, SIDE)
    (curves,) = curves_of(bright_corner, scene(), [hottest_first(heat, blocks)], blocks)
    return curves.deletion_area, curves.insertion_area


def areas_by_chance() -> tuple[float, float]:
    blocks = blocks_of(SIDE, SIDE)
    every = curves_of(bright_corner, scene(), random_orders(blocks, 20, 0), blocks)
    return (
        float(np.mean([one.deletion_area for one in every])),
        float(np.mean([one.insertion_area for one in every])),
    )


def test_a_true_heatmap_beats_chance_and_a_false_one_loses_to_it():
    deletion, insertion = areas(true_heat())
    deletion_false, insertion_false = areas(1 - true_heat())
    deletion_chance, insertion_chance = areas_by_chance()
    assert deletion < deletion_chance - 0.1
    assert insertion > insertion_chance + 0.03
    assert deletion_false > deletion_chance + 0.1
    assert insertion_false < insertion_chance - 0.03


def test_a_heatmap_that_says_nothing_is_near_chance():
    deletion, insertion = areas(np.zeros((SIDE, SIDE), np.float32))
    chance = areas_by_chance()
    assert (deletion, insertion) == pytest.approx(chance, abs=0.05)


def test_curves_begin_and_end_where_they_should():
    rgb, blocks = scene(), blocks_of(SIDE, SIDE)
    (curves,) = curves_of(bright_corner, rgb, random_orders(blocks, 1, 0), blocks, QUARTERS)
    assert curves.fractions == QUARTERS
    whole = 240 / 255
    assert curves.deletion[0] == curves.insertion[-1] == pytest.approx(whole)
    assert curves.deletion[-1] == pytest.approx(round(rgb.mean()) / 255, abs=0.01)
    assert curves.insertion[0] < whole - 0.05  # blurred, so the corner's edge is lost
    assert all(
        before >= after for before, after in zip(curves.deletion, curves.deletion[1:], strict=False)
    )


def test_every_step_takes_the_same_share_of_the_blocks():
    rgb, blocks = np.full((30, 45, 3), 9, np.uint8), blocks_of(30, 45)
    rgb[15:] = 200  # so that the mean colour is nowhere in it
    shown: list[np.ndarray] = []

    def note(batch: np.ndarray) -> np.ndarray:
        shown.append(batch)
        return np.zeros(len(batch), np.float32)

    curves_of(note, rgb, [hottest_first(np.zeros((30, 45), np.float32), blocks)], blocks, QUARTERS)
    gone = [(one != rgb).any(-1).mean() for one in shown[1]]
    assert gone == pytest.approx([0.25, 0.5, 0.75], abs=0.03)


def test_blocks_cover_inputs_of_any_size():
    for height, width in [(56, 56), (80, 83), (460, 700), (5, 9)]:
        blocks = blocks_of(height, width)
        assert blocks.shape == (height, width)
        counts = np.bincount(blocks.ravel())
        assert len(counts) == min(14, height) * min(14, width)
        assert counts.min() > 0
        assert counts.max() <= 4 * counts.min()


def test_chance_is_the_same_for_the_same_seed():
    blocks = blocks_of(28, 28)
    one, same, other = (random_orders(blocks, 2, seed) for seed in (3, 3, 4))
    assert all(np.array_equal(a, b) for a, b in zip(one, same, strict=True))
    assert not np.array_equal(one[0], other[0])
    assert not np.array_equal(one[0], one[1])
