import math

import numpy as np
import pytest

from medcls_core.learning.asking_next import scores
from medcls_core.learning.asking_next.batches import badge, class_balanced, core_set, highest
from medcls_core.learning.asking_next.strategies import Pool, Strategy, choose

SURE, TIE, OPEN = (0.98, 0.01, 0.01), (0.5, 0.5, 0.0), (0.4, 0.3, 0.3)
PROBS = np.array([SURE, TIE, OPEN])
NOWHERE = np.empty((0, 1))


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def pool_of(probs, points=None, draws=None, labelled=None, known=NOWHERE):
    count, classes = probs.shape
    return Pool(
        probs,
        np.zeros(classes, np.int64) if labelled is None else np.array(labelled),
        np.arange(count, dtype=float)[:, None] if points is None else points,
        known,
        probs[None] if draws is None else draws,
    )


def test_entropy_is_that_of_the_textbook():
    assert scores.entropy(np.array([[0.5, 0.5], [1.0, 0.0]])) == pytest.approx([math.log(2), 0])


def test_the_three_measures_of_doubt_differ_where_they_should():
    assert scores.margin(PROBS) == pytest.approx([0.03, 1.0, 0.9])
    assert scores.least_confidence(PROBS) == pytest.approx([0.02, 0.5, 0.6])
    assert scores.margin(PROBS).argmax() == 1
    assert scores.entropy(PROBS).argmax() == scores.least_confidence(PROBS).argmax() == 2


def test_bald_asks_about_contradiction_not_about_doubt():
    contradicted = [(1.0, 0.0), (0.0, 1.0)]
    doubtful = [(0.5, 0.5), (0.5, 0.5)]
    draws = np.array([contradicted, doubtful]).swapaxes(0, 1)
    assert scores.disagreement(draws) == pytest.approx([math.log(2), 0])


def test_core_set_covers_the_far_ends_first(rng):
    line = np.array([0.0, 1.0, 2.0, 9.0, 10.0])[:, None]
    assert core_set(line, np.array([[0.0]]), 2, rng).tolist() == [4, 2]


def test_core_set_without_labels_begins_in_the_middle(rng):
    line = np.array([0.0, 4.9, 10.0, 5.2])[:, None]
    assert core_set(line, NOWHERE, 1, rng).tolist() == [1]


def test_badge_takes_no_second_copy_while_there_is_something_else(rng):
    probs = np.array([[0.6, 0.4]] * 4 + [[0.55, 0.45]])
    points = np.array([[3.0, 0.0]] * 4 + [[0.0, 2.0]])
    assert set(badge(probs, points, 2, rng).tolist()) & {4} == {4}
    assert sorted(badge(probs, points, 9, rng).tolist()) == [0, 1, 2, 3, 4]


def test_badge_measures_the_gradients_distances(rng):
    probs, points = rng.dirichlet(np.ones(3), 30), rng.normal(size=(30, 4))
    errors = probs - np.eye(3)[probs.argmax(1)]
    gradients = np.einsum("nc,nd->ncd", errors, points).reshape(30, -1)
    first = badge(probs, points, 1, rng)[0]
    assert first == np.linalg.norm(gradients, axis=1).argmax()


def test_class_balanced_fills_the_class_with_the_fewest_labels(rng):
    probs = np.array([[0.9, 0.1], [0.6, 0.4], [0.45, 0.55], [0.2, 0.8]])
    chosen = class_balanced(scores.margin(probs), probs, np.array([10, 0]), 3, rng)
    assert chosen.tolist() == [2, 3, 1]


def test_equals_are_decided_by_chance():
    first = {int(highest(np.zeros(9), 1, np.random.default_rng(seed))[0]) for seed in range(40)}
    assert len(first) > 3


@pytest.mark.parametrize("strategy", Strategy)
def test_every_strategy_gives_so_many_different_rows_and_the_same_again(strategy, rng):
    probs = rng.dirichlet(np.ones(4), 50)
    pool = pool_of(probs, rng.normal(size=(50, 8)), rng.dirichlet(np.ones(4), (5, 50)))
    rows = choose(strategy, pool, 12, seed=3).tolist()
    assert len(set(rows)) == 12
    assert rows == choose(strategy, pool, 12, seed=3).tolist()
    assert len(choose(strategy, pool, 99, seed=3)) == 50


def test_an_empty_pool_asks_nothing():
    empty = Pool(
        np.empty((0, 2)), np.zeros(2, np.int64), np.empty((0, 3)), NOWHERE, np.empty((1, 0, 2))
    )
    assert [len(choose(strategy, empty, 5, seed=0)) for strategy in Strategy] == [0] * 9
