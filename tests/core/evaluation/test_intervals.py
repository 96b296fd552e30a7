import numpy as np
import pytest

from medcls_core.evaluation import intervals
from medcls_core.evaluation.intervals import bootstrap_by_unit, bootstrap_weights, proportion


def test_units_are_drawn_whole_so_few_cases_give_a_wide_interval():
    rng = np.random.default_rng(0)
    by_case = {str(case): [float(level)] * 50 for case, level in enumerate(rng.random(6))}
    by_item = {str(i): [value] for i, value in enumerate(v for vs in by_case.values() for v in vs)}
    mean = lambda values: float(np.mean(values))  # noqa: E731
    cases, items = bootstrap_by_unit(by_case, mean), bootstrap_by_unit(by_item, mean)
    assert cases.value == pytest.approx(items.value)
    assert cases.low < cases.value < cases.high
    assert cases.high - cases.low > 3 * (items.high - items.low)


def test_the_same_seed_gives_the_same_interval():
    items = {"a": [1.0, 2.0], "b": [5.0]}
    assert bootstrap_by_unit(items, np.mean, seed=4) == bootstrap_by_unit(items, np.mean, seed=4)


def test_no_units_is_refused():
    with pytest.raises(ValueError, match="at least one unit"):
        bootstrap_by_unit({}, np.mean)


def test_wilson_interval_of_a_share():
    share = proportion(3, 10)
    assert share.value == 0.3
    assert (share.low, share.high) == pytest.approx((0.1078, 0.6032), abs=1e-3)


def test_weights_give_the_intervals_that_pooling_gives():
    rng = np.random.default_rng(2)
    values, units = rng.random(60), rng.integers(9, size=60).astype(str)
    by_unit = {unit: values[units == unit].tolist() for unit in np.unique(units)}

    def mean(weights):
        return ((weights @ values) / weights.sum(1))[:, None]

    (fast,) = bootstrap_weights(units, mean, seed=5)
    slow = bootstrap_by_unit(by_unit, lambda some: float(np.mean(some)), seed=5)
    assert (fast.value, fast.low, fast.high) == pytest.approx((slow.value, slow.low, slow.high))


def test_blocks_of_draws_change_nothing(monkeypatch):
    units, values = np.arange(30).astype(str), np.linspace(0, 1, 30)

    def figures(weights):
        return np.stack([weights @ values, weights.sum(1)], 1)

    whole = bootstrap_weights(units, figures)
    monkeypatch.setattr(intervals, "_CELLS", 100)
    for one, other in zip(bootstrap_weights(units, figures), whole, strict=True):
        assert (one.value, one.low, one.high) == pytest.approx((other.value, other.low, other.high))


def test_undefined_draws_are_left_out_and_an_undefined_figure_stays_so():
    def figures(weights):
        first = weights[:, 0] / np.where(weights[:, 0] > 0, weights[:, 0], np.nan)
        return np.stack([first, np.full(len(weights), np.nan)], 1)

    defined, undefined = bootstrap_weights(["a", "b"], figures)
    assert (defined.value, defined.low, defined.high) == (1, 1, 1)
    assert np.isnan([undefined.value, undefined.low, undefined.high]).all()


def test_the_interval_holds_its_value_where_drawing_twice_makes_a_figure_worse():
    (most,) = bootstrap_weights(list("abcdef"), lambda weights: weights.max(1)[:, None])
    assert most.low == most.value == 1
    assert most.high >= 3
