from datetime import UTC, datetime

import numpy as np
import pytest

from medcls_core.geometry import Box, Point, Size
from medcls_core.images.tissue import TissueMask
from medcls_core.quantify.coverage import (
    CELLS,
    POWERS,
    coverage,
    field_beside,
    native_power_of,
    next_field,
    tissue_cells,
    tissue_seen,
    to_be_seen,
    unseen_fields,
    unseen_share,
    with_looks,
)
from medcls_core.store.looks import Look

NOW = datetime(2026, 1, 2, tzinfo=UTC)
SIZE = Size(16_000, 8_000)  # cells of 100 x 100
NATIVE = 40.0
LEFT_HALF = Box(0, 0, 8_000, 8_000)


def look(box, downsample, seconds=1.0):
    return Look(box, downsample, seconds, NOW)


def test_a_scan_of_a_quarter_micrometre_is_40x():
    assert native_power_of(0.25) == 40.0


def test_seconds_by_power_are_added_where_the_view_was():
    covered = coverage([look(LEFT_HALF, 4.0, 2.0), look(LEFT_HALF, 1.0, 0.25)], SIZE, NATIVE)
    assert covered.seconds.shape == (len(POWERS), CELLS // 2, CELLS)
    by_power = dict(zip(POWERS, covered.seconds[:, 40, 10], strict=True))
    assert by_power == {1.25: 2.25, 2.5: 2.25, 5.0: 2.25, 10.0: 2.25, 20.0: 0.25, 40.0: 0.25}
    assert covered.seconds[:, :, 80:].max() == 0.0


def test_a_quarter_of_a_second_is_not_seen_but_half_a_second_in_all_is():
    once = look(LEFT_HALF, 1.0, 0.25)
    assert not coverage([once], SIZE, NATIVE).seen(40.0).any()
    assert coverage([once, once], SIZE, NATIVE).seen(40.0)[:, :80].all()


def test_looks_that_come_later_are_added():
    first, second = look(LEFT_HALF, 4.0, 2.0), look(Box(0, 0, *SIZE), 1.0)
    later = with_looks(coverage([first], SIZE, NATIVE), [second])
    assert np.array_equal(later.seconds, coverage([first, second], SIZE, NATIVE).seconds)


def test_what_was_seen_from_afar_is_half_to_be_seen(tissue):
    covered = coverage([look(LEFT_HALF, 16.0), look(Box(0, 0, 4_000, 8_000), 4.0)], SIZE, NATIVE)
    left = to_be_seen(covered, tissue, 10.0)
    assert left[10, [20, 60, 100]] == pytest.approx([0.0, 0.5, 1.0])
    assert left[60:].max() == pytest.approx(0.0)  # glass


def test_edges_count_by_the_middle_of_a_cell():
    covered = coverage([look(Box(149, 0, 100, 100), 1.0)], SIZE, NATIVE)
    assert np.flatnonzero(covered.seen(10.0)[0]).tolist() == [1]


def test_views_beyond_the_image_count_its_part():
    covered = coverage([look(Box(-5_000, -5_000, 99_000, 99_000), 1.0)], SIZE, NATIVE)
    assert covered.seen(40.0).all()


@pytest.fixture
def tissue():
    """Tissue in the upper half."""
    mask = np.zeros((8, 16), dtype=bool)
    mask[:4] = True
    return tissue_cells(TissueMask(mask, Box(0, 0, *SIZE)), SIZE)


def test_share_of_the_tissue_not_of_the_glass(tissue):
    covered = coverage([look(LEFT_HALF, 4.0)], SIZE, NATIVE)
    assert tissue_seen(covered, tissue, 10.0) == pytest.approx(0.5)
    assert tissue_seen(covered, tissue, 20.0) == 0.0
    assert tissue_seen(covered, np.zeros_like(tissue), 10.0) is None


def test_unseen_fields_are_those_with_tissue_that_was_not_seen(tissue):
    covered = coverage([look(LEFT_HALF, 4.0)], SIZE, NATIVE)
    fields = unseen_fields(covered, tissue, 10.0, Size(1_000, 1_000))
    assert fields == (Box(8_000, 0, 4_000, 4_000), Box(12_000, 0, 4_000, 4_000))
    assert next_field(fields, Point(15_000, 7_000)) == fields[1]
    assert next_field((), Point(0, 0)) is None


def test_looking_at_every_next_field_leaves_nothing_unseen(tissue):
    looks, here = [], Point(0, 0)
    for _ in range(100):
        covered = coverage(looks, SIZE, NATIVE)
        following = next_field(unseen_fields(covered, tissue, 10.0, Size(775, 525)), here)
        if following is None:
            break
        here = following.center
        looks.append(look(following, 4.0))
    assert len(looks) == 6 * 2
    assert tissue_seen(covered, tissue, 10.0) == pytest.approx(1.0)


def test_the_field_beside_is_one_further_from_where_one_stands():
    fields = (Box(0, 0, 10, 10), Box(10, 0, 10, 10), Box(20, 0, 10, 10))
    assert field_beside(fields, Point(15, 5), 1) == fields[2]
    assert field_beside(fields, Point(15, 5), -1) == fields[0]
    assert field_beside(fields, Point(25, 5), 1) == fields[2]
    assert field_beside(fields, Point(99, 5), 1) == fields[2], "elsewhere: the nearest first"
    assert field_beside((), Point(0, 0), 1) is None


def test_the_unseen_share_of_a_field_leaves_out_glass_and_what_was_seen(tissue):
    covered = coverage([look(LEFT_HALF, 4.0)], SIZE, NATIVE)
    assert unseen_share(covered, tissue, 10.0, Box(0, 0, 8_000, 4_000)) == pytest.approx(0.0)
    assert unseen_share(covered, tissue, 10.0, Box(8_000, 0, 8_000, 8_000)) == pytest.approx(
        float(tissue[:, 80:].mean())
    )
