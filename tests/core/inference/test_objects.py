import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from medcls_core.inference.objects import ObjectFinder, ObjectRules, find_objects

PX_UM = 0.25
ANY = ObjectRules(min_area_um2=0, split_um=1e6, merge_um=0)


def _discs(*discs: tuple[float, float, float], size: int = 200, top: float = 0.95) -> np.ndarray:
    """Probability `top` inside of (x, y, radius), with edges blended over a pixel."""
    y, x = np.mgrid[:size, :size] + 0.5
    share = np.zeros((size, size))
    for disc_x, disc_y, radius in discs:
        share = np.maximum(share, np.clip(radius - np.hypot(x - disc_x, y - disc_y) + 0.5, 0, 1))
    return (share * top).astype(np.float32)


def _ring_area(ring: np.ndarray) -> float:
    x, y = ring.T
    return abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2


def test_an_object_is_where_it_is():
    (found,) = find_objects(_discs((60.3, 120.7, 15)), 0.6, PX_UM)
    assert found.center == pytest.approx((60.3, 120.7), abs=0.1)
    middle = found.ring.min(0) / 2 + found.ring.max(0) / 2
    assert middle == pytest.approx((60.3, 120.7), abs=0.5)
    area = np.pi * 15**2
    assert found.area_px == pytest.approx(area, rel=0.03)
    assert _ring_area(found.ring) == pytest.approx(area, rel=0.05)
    assert len(found.ring) < 40
    assert found.score == pytest.approx(0.95, abs=1e-3)
    assert 0.85 < found.mean_prob < 0.95


def test_strongest_first_and_weak_ones_not_at_all():
    prob = np.maximum.reduce(
        [
            _discs((50, 50, 10), top=0.7),
            _discs((150, 50, 10), top=0.9),
            _discs((50, 150, 10), top=0.58),
        ]
    )
    found = find_objects(prob, 0.6, PX_UM)
    assert [round(one.score, 2) for one in found] == [0.9, 0.7]
    assert len(find_objects(prob, 0.5, PX_UM)) == 3


def test_a_low_threshold_sees_faint_objects():
    faint = _discs((50, 50, 10), top=0.3)
    assert find_objects(faint, 0.5, PX_UM) == []
    (found,) = find_objects(faint, 0.2, PX_UM)
    assert found.score == pytest.approx(0.3, abs=1e-3)


def test_a_threshold_above_one_half_leaves_the_outline_as_it_is():
    prob = ndimage.gaussian_filter(_discs((100, 100, 20), top=1.0), 4)
    (low,), (high,) = find_objects(prob, 0.5, PX_UM), find_objects(prob, 0.9, PX_UM)
    assert np.array_equal(low.ring, high.ring)


def test_specks_are_noise():
    speck = _discs((50, 50, 5))  # 5 um2
    assert find_objects(speck, 0.5, PX_UM) == []
    assert len(find_objects(speck, 0.5, PX_UM, ObjectRules(min_area_um2=4))) == 1


def test_touching_cells_are_two():
    # Two nuclei of 6 um radius, 11.5 um apart: they overlap, their centres don't belong together.
    found = find_objects(_discs((70, 100, 24), (116, 100, 24)), 0.5, PX_UM)
    assert len(found) == 2
    assert sorted(one.center[0] for one in found) == pytest.approx([70, 116], abs=3)


def test_the_two_plates_of_a_telophase_are_one():
    plates = np.zeros((200, 200), np.float32)
    plates[80:110, 90:98] = 0.9  # 7.5 x 2 um, 5 um apart
    plates[80:110, 110:118] = 0.8
    (found,) = find_objects(plates, 0.5, PX_UM)
    assert found.center == pytest.approx((104, 95), abs=0.5)
    assert found.area_px == 2 * 30 * 8
    assert found.score == pytest.approx(0.9)
    assert found.mean_prob == pytest.approx(0.85)
    assert _ring_area(found.ring) == pytest.approx(30 * 28, rel=0.1)  # the hull of both


def test_a_long_thin_plate_stays_one():
    plate = np.zeros((200, 200), np.float32)
    plate[95:103, 80:130] = 0.9  # 12.5 x 2 um metaphase seen from the side
    assert len(find_objects(plate, 0.5, PX_UM)) == 1


def test_rules_are_in_micrometres():
    discs = _discs((35, 50, 12), (58, 50, 12), size=100)
    coarse = find_objects(discs, 0.5, 0.5)  # 11.5 um apart
    fine = find_objects(discs, 0.5, 0.25)  # 5.75 um apart
    assert (len(coarse), len(fine)) == (2, 1)


def test_nothing_in_an_empty_map():
    assert find_objects(np.zeros((50, 50), np.float32), 0.5, PX_UM) == []


def test_an_object_at_the_edge_is_kept():
    (found,) = find_objects(_discs((0, 199.5, 20)), 0.5, PX_UM)
    assert found.ring.min() >= 0
    assert found.ring.max() <= 200


def _facts(found) -> list[tuple[float, ...]]:
    return sorted((*one.center, one.area_px, one.mean_prob, one.score) for one in found)


@settings(max_examples=15)
@given(
    seed=st.integers(0, 10_000),
    heights=st.lists(st.integers(1, 40), min_size=1, max_size=12),
    smooth=st.sampled_from([1.5, 4.0]),
    real=st.booleans(),
)
def test_strips_find_what_the_whole_map_holds(
    seed: int,
    heights: list[int],
    smooth: float,
    real: bool,  # noqa: FBT001
):
    noise = np.random.default_rng(seed).normal(size=(sum(heights), 60))
    field = ndimage.gaussian_filter(noise, smooth)
    prob = (1 / (1 + np.exp(-4 * field / field.std()))).astype(np.float32)
    rules = ObjectRules() if real else ANY
    finder = ObjectFinder(0.6, PX_UM, rules)
    y = 0
    for height in heights:
        finder.add(y, prob[y : y + height])
        y += height
    stripped, whole = _facts(finder.finish()), _facts(find_objects(prob, 0.6, PX_UM, rules))
    assert len(stripped) == len(whole)
    assert np.allclose(stripped, whole, atol=1e-5)


def test_something_endless_does_not_fill_the_memory():
    finder = ObjectFinder(0.5, PX_UM, ObjectRules())
    strip = np.full((200, 40), 0.9, np.float32)
    for number in range(20):
        finder.add(200 * number, strip)
        assert finder._open is None or len(finder._open) <= 1024
    assert sum(one.area_px for one in finder.finish()) == 20 * 200 * 40
