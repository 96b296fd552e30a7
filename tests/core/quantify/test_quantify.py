import pytest
from scipy import stats

from medcls_core.quantify import (
    MITOTIC_TABLES,
    density_per_mm2,
    field_area_mm2,
    mitotic_score,
    mitotic_table_for,
    poisson_interval,
)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    # Published table of exact Poisson 95 % limits.
    [(0, 0.0, 3.6889), (1, 0.0253, 5.5716), (5, 1.6235, 11.6683), (10, 4.7954, 18.3904)],
)
def test_garwood_limits(count: int, low: float, high: float):
    assert poisson_interval(count) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize("count", [1, 3, 40])
def test_garwood_is_what_it_says(count: int):
    low, high = poisson_interval(count, 0.9)
    assert stats.poisson.sf(count - 1, low) == pytest.approx(0.05)
    assert stats.poisson.cdf(count, high) == pytest.approx(0.05)


def test_density_scales_with_the_area():
    density = density_per_mm2(12, 4.0)
    low, high = poisson_interval(12)
    assert density.per_mm2 == 3
    assert (density.low, density.high) == pytest.approx((low / 4, high / 4))


def test_nonsense_is_refused():
    with pytest.raises(ValueError, match="area"):
        density_per_mm2(3, 0)
    with pytest.raises(ValueError, match="-1"):
        poisson_interval(-1)
    with pytest.raises(ValueError, match="level"):
        poisson_interval(1, 1.0)


def test_field_of_number_22_at_40x():
    assert field_area_mm2(22, 40) == pytest.approx(0.2376, abs=5e-5)
    with pytest.raises(ValueError, match="positive"):
        field_area_mm2(22, 0)


def test_the_table_is_chosen_by_area():
    assert mitotic_table_for(field_area_mm2(22, 40)) is MITOTIC_TABLES[0]
    assert mitotic_table_for(0.274) is MITOTIC_TABLES[1]
    assert mitotic_table_for(0.196) is None  # 0.5 mm: no confirmed table


@pytest.mark.parametrize(
    ("field_mm2", "count", "score"),
    [
        (0.2376, 0, 1),
        (0.2376, 8, 1),
        (0.2376, 9, 2),
        (0.2376, 17, 2),
        (0.2376, 18, 3),
        (0.274, 9, 1),
        (0.274, 10, 2),
        (0.274, 19, 2),
        (0.274, 20, 3),
    ],
)
def test_mitotic_score(field_mm2: float, count: int, score: int):
    table = mitotic_table_for(field_mm2)
    assert table is not None
    assert mitotic_score(count, table) == score
