import csv

import numpy as np
import pytest

from medcls_core.learning.asking_next.strategies import Strategy
from medcls_core.learning.simulation.features import Replayed
from medcls_core.learning.simulation.replay import Plan, Point, replay
from medcls_core.learning.simulation.savings import (
    labels_needed,
    over_seeds,
    savings,
    write_points,
)
from medcls_core.progress import Silent


def clusters(rare=10):
    """Two easy classes and a rare one; five cells a unit."""
    rng = np.random.default_rng(0)
    labels = np.repeat([0, 1, 2], [120, 120, rare])
    points = np.eye(3, 6)[labels] * 2 + rng.normal(size=(len(labels), 6)) * 0.4
    units = np.array([f"case {place // 5}" for place in range(len(labels))])
    return Replayed("made", "case", ("a", "b", "rare"), points, labels.astype(np.int64), units)


def curve(*points):
    return [Point(Strategy.RANDOM, 0, labels, 100, score) for labels, score in points]


def test_every_curve_begins_with_the_same_labels_and_ends_with_all():
    plan = Plan((Strategy.RANDOM, Strategy.MARGIN), seeds=2, start=0.1, step=0.3)
    points = list(replay(clusters(), plan, Silent()))
    assert len(points) == 2 * 2 * plan.rounds
    for seed in (0, 1):
        own = {s: [p for p in points if (p.strategy, p.seed) == (s, seed)] for s in plan.strategies}
        first = {curve[0].score for curve in own.values()}
        last = {curve[-1].score for curve in own.values()}
        assert len(first) == len(last) == 1
        assert all(curve[-1].labels == curve[-1].pool for curve in own.values())


def test_asking_well_finds_the_rare_class_sooner_than_chance():
    plan = Plan((Strategy.RANDOM, Strategy.CORE_SET), seeds=3, start=0.02, step=0.02)
    random, far = savings(list(replay(clusters(), plan, Silent())))
    assert far.area.value >= random.area.value
    assert far.against_random.value == pytest.approx(random.needed.value - far.needed.value)


def test_labels_needed_lie_between_the_points_around_the_goal():
    assert labels_needed(curve((10, 0.5), (20, 0.9), (30, 1.0)), 1.0) == pytest.approx(25)
    assert labels_needed(curve((10, 0.99), (30, 1.0)), 1.0) == 10
    assert labels_needed(curve((10, 0.5), (30, 0.9)), 1.0) == 30, "never reached: all of them"


def test_the_interval_over_three_seeds_is_students():
    found = over_seeds([1.0, 2.0, 3.0])
    assert (found.value, found.high - found.value) == pytest.approx((2, 4.303 / 3**0.5), abs=1e-3)
    assert np.isnan(over_seeds([1.0]).low)
    bounded = over_seeds([1.0, 30.0, 90.0], 100)
    assert (bounded.low, bounded.high) == (0.0, 100.0), "no fewer than none, no more than all"


def test_the_points_are_written_as_they_are(tmp_path):
    points = curve((10, 0.5), (20, 0.9))
    write_points(points, tmp_path / "curves.csv")
    with (tmp_path / "curves.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["strategy"], row["labels"]) for row in rows] == [
        ("random", "10"),
        ("random", "20"),
    ]
