import numpy as np
import pytest

from medcls_core.evaluation.intervals import bootstrap_by_unit, proportion


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
