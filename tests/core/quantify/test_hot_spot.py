"""The densest circle against every circle there is, and what is counted in it."""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medcls_core.geometry import Box, Point, Size
from medcls_core.images.tissue import TissueMask
from medcls_core.quantify.hot_spot import Circle, densest_circle
from medcls_core.quantify.mitotic_count import Figures, count_mitoses

WIDE = Size(10_000, 10_000)


def most_by_brute_force(points: np.ndarray, radius: float) -> int:
    """Every circle through two of the points, and one around each."""
    centers = [Point(x, y) for x, y in points.tolist()]
    for one, other in combinations(points.tolist(), 2):
        x, y = (one[0] + other[0]) / 2, (one[1] + other[1]) / 2
        apart = math.dist(one, other)
        if 0 < apart <= 2 * radius:
            off = math.sqrt(radius**2 - (apart / 2) ** 2) / apart
            across = ((other[1] - one[1]) * off, (one[0] - other[0]) * off)
            centers += [Point(x + across[0], y + across[1]), Point(x - across[0], y - across[1])]
    return max(int(Circle(center, radius).holds(points).sum()) for center in centers)


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=14),
    st.integers(2, 40),
)
def test_no_circle_holds_more(places, radius):
    points = np.array(places, float)
    found = densest_circle(points, radius, Size(61, 61))
    assert found is not None
    assert found.holds(points).sum() == most_by_brute_force(points, radius)


def test_without_a_point_there_is_none():
    assert densest_circle(np.zeros((0, 2)), 5, WIDE) is None


def test_it_is_centred_on_its_points_and_kept_in_the_image():
    points = np.array([[100.0, 100], [140, 100], [9000, 9000]])
    assert densest_circle(points, 50, WIDE) == Circle(Point(120, 100), 50)
    assert densest_circle(points[:2], 115, WIDE) == Circle(Point(120, 115), 115)


def test_a_crowd_has_one_too():
    points = np.random.default_rng(0).uniform(0, 10_000, (3000, 2))
    found = densest_circle(points, 700, WIDE)
    assert found is not None
    around = Circle(Point(5000, 5000), 700)
    assert found.holds(points).sum() > around.holds(points).sum()


def test_area_within_an_image():
    whole = Circle(Point(500, 500), 300)
    assert whole.area_within(Size(1000, 1000)) == pytest.approx(math.pi * 300**2, rel=1e-3)
    corner = Circle(Point(0, 0), 300)
    assert corner.area_within(Size(1000, 1000)) == pytest.approx(math.pi * 300**2 / 4, rel=1e-3)


def glass(share: float = 1.0) -> TissueMask:
    """Tissue in the left share of an image of 10 mm."""
    mask = np.zeros((100, 100), bool)
    mask[:, : round(100 * share)] = True
    return TissueMask(mask, Box(0, 0, WIDE.width, WIDE.height))


def cluster(count: int, x: float = 5000, y: float = 5000) -> np.ndarray:
    return np.random.default_rng(count).normal((x, y), 100, (count, 2))


def said_of(points: np.ndarray, *, accepted: int = 0, rejected: int = 0) -> Figures:
    """The model found them all; a reader accepted the first ones and rejected those after."""
    order = np.arange(len(points))
    reader = order < accepted
    return Figures(points, np.ones(len(points), bool), reader, order < accepted + rejected)


TWO_PLACES = np.concatenate([cluster(6), cluster(3, 1500, 1500)])


def test_model_and_reader_are_counted_apart():
    figures = said_of(TWO_PLACES, accepted=2, rejected=1)
    found = count_mitoses(figures, glass(), 1.0, 2.376)
    assert found is not None
    assert (found.model, found.reader, found.unread) == (6, 2, 3)
    assert found.tissue_mm2 == pytest.approx(2.376, rel=1e-3)
    assert found.score is None  # three wait for an answer


def test_what_readers_rejected_makes_no_hot_spot():
    found = count_mitoses(said_of(TWO_PLACES, rejected=6), glass(), 1.0, 2.376)
    assert found is not None
    assert found.circle.center.x_l0 < 3000
    assert (found.model, found.reader, found.unread) == (3, 0, 3)


@pytest.mark.parametrize(("count", "score"), [(8, 1), (9, 2), (18, 3)])
def test_the_score_is_the_readers_own_and_of_full_fields(count, score):
    figures = said_of(cluster(count), accepted=count)
    found = count_mitoses(figures, glass(), 1.0, 2.376)
    assert found is not None
    assert found.score == score
    other = count_mitoses(figures, glass(), 1.0, 2.0)
    assert other is not None
    assert (other.table, other.score) == (None, None)


def test_half_a_field_of_glass_gives_no_score_and_a_higher_density():
    places = np.array([[4990.0, 5000], [5010, 5000], [5000, 4990], [5000, 5010]])
    found = count_mitoses(said_of(places, accepted=4), glass(0.5), 1.0, 2.376)
    assert found is not None
    assert found.tissue_mm2 == pytest.approx(2.376 / 2, rel=0.02)
    assert not found.is_full
    assert found.score is None
    assert found.reader_density is not None
    assert found.reader_density.per_mm2 == pytest.approx(4 / found.tissue_mm2)


def test_an_image_smaller_than_the_field_counts_what_there_is():
    tissue = TissueMask(np.ones((80, 100), bool), Box(0, 0, 1000, 800))
    places = np.array([[100.0, 100], [900, 700]])
    found = count_mitoses(said_of(places), tissue, 1.0, 2.376)
    assert found is not None
    assert found.model == 2
    assert found.tissue_mm2 == pytest.approx(0.8, rel=0.01)
    assert not found.is_full


def test_nonsense_is_refused():
    with pytest.raises(ValueError, match="0 mm2"):
        count_mitoses(said_of(cluster(1)), glass(), 1.0, 0)


def test_nothing_to_find_a_place_by():
    assert count_mitoses(said_of(cluster(2), rejected=2), glass(), 1.0, 2) is None
