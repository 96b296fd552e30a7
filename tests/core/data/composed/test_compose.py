"""Composed cells: what is drawn is what the label and the truth say."""

from collections.abc import Callable
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from scipy import ndimage

from medcls_core.data.composed import (
    KINDS,
    SIDE_PX,
    ComposedCell,
    NucleusLibrary,
    acquisitions_of,
    compose_cell,
    compose_nth,
    compose_set,
)
from medcls_core.data.splits import Part
from medcls_core.tasks.micronucleus import MICRONUCLEUS

EACH = 12
NUCLEI = {kind: 0 if kind == "debris" else 1 + kind.startswith("bi") for kind in KINDS}


@pytest.fixture(scope="module")
def cells(parts: NucleusLibrary) -> list[ComposedCell]:
    return [compose_nth(parts, 5, index) for index in range(EACH * len(KINDS))]


def of_kind(cells: list[ComposedCell], kind: str) -> list[ComposedCell]:
    return [cell for cell in cells if cell.label == kind]


def test_the_kinds_are_the_tasks_classes() -> None:
    assert [label.key for label in MICRONUCLEUS.classes] == list(KINDS)


def test_every_class_comes_equally_often(cells: list[ComposedCell]) -> None:
    assert [len(of_kind(cells, kind)) for kind in KINDS] == [EACH] * len(KINDS)


def test_pictures_are_rgb_bytes_and_no_two_alike(cells: list[ComposedCell]) -> None:
    assert all(c.rgb.shape == (SIDE_PX, SIDE_PX, 3) and c.rgb.dtype == np.uint8 for c in cells)
    assert len({cell.rgb.tobytes() for cell in cells}) == len(cells)


@pytest.mark.parametrize("kind", KINDS)
def test_truth_counts_what_the_label_says(cells: list[ComposedCell], kind: str) -> None:
    for cell in of_kind(cells, kind):
        assert len(cell.truth.nuclei) == NUCLEI[kind]
        assert bool(cell.truth.micronuclei) == kind.endswith("micronucleus")
        has_cytoplasm = kind != "debris" and not kind.endswith("naked")
        assert bool(cell.truth.cytoplasm.any()) == has_cytoplasm


def test_micronuclei_keep_the_scoring_limits(cells: list[ComposedCell]) -> None:
    scored = [cell for cell in cells if cell.truth.micronuclei]
    assert len(scored) == 2 * EACH
    for cell in scored:
        diameter = np.mean([body.diameter_px for body in cell.truth.nuclei])
        for micronucleus in cell.truth.micronuclei:
            assert 1 / 16 <= micronucleus.diameter_px / diameter <= 1 / 3


def test_micronuclei_are_clear_of_nuclei_and_in_the_cytoplasm(cells: list[ComposedCell]) -> None:
    for cell in cells:
        for micronucleus in cell.truth.micronuclei:
            nuclei = np.logical_or.reduce([body.mask for body in cell.truth.nuclei])
            away = ndimage.distance_transform_edt(~nuclei)
            assert away[micronucleus.mask].min() > 1.4
            assert (cell.truth.cytoplasm & micronucleus.mask).sum() > 0.7 * micronucleus.mask.sum()


def test_a_micronucleus_is_darker_than_what_surrounds_it(cells: list[ComposedCell]) -> None:
    seen = []
    for cell in cells:
        green = cell.rgb[..., 1].astype(float)
        for micronucleus in cell.truth.micronuclei:
            others = np.logical_or.reduce(
                [body.mask for body in (*cell.truth.nuclei, *cell.truth.micronuclei)]
            )
            ring = ndimage.binary_dilation(micronucleus.mask, iterations=6)
            ring &= ~ndimage.binary_dilation(others, iterations=3)
            seen.append(green[ring].mean() - green[micronucleus.mask].mean())
    assert np.mean(np.array(seen) > 8) > 0.9


def test_nuclei_are_darker_than_cytoplasm_and_that_than_the_slide(
    cells: list[ComposedCell],
) -> None:
    for cell in of_kind(cells, "mononucleate"):
        green = cell.rgb[..., 1].astype(float)
        nucleus, cytoplasm = cell.truth.nuclei[0].mask, cell.truth.cytoplasm
        around = cytoplasm & ~ndimage.binary_dilation(nucleus, iterations=4)
        assert green[nucleus].mean() < green[around].mean() - 15


def test_naked_nuclei_lie_on_the_bare_slide(cells: list[ComposedCell]) -> None:
    """What surrounds them is nearly as bright as the slide; beside a cell's nucleus it isn't."""

    def shade(cell: ComposedCell) -> float:
        red = cell.rgb[..., 0].astype(float)
        nuclei = np.logical_or.reduce([body.mask for body in cell.truth.nuclei])
        away = ndimage.distance_transform_edt(~nuclei)
        return float(np.percentile(red, 95) - np.median(red[(away > 4) & (away < 9)]))

    naked = [shade(cell) for cell in cells if cell.label.endswith("naked")]
    clothed = [shade(cell) for cell in of_kind(cells, "mononucleate")]
    assert np.median(naked) < 0.5 * np.median(clothed)


def test_binucleate_nuclei_are_of_similar_size(cells: list[ComposedCell]) -> None:
    for cell in cells:
        if cell.label.startswith("bi"):
            small, large = sorted(body.diameter_px for body in cell.truth.nuclei)
            assert small / large > 0.7


def test_the_same_seed_and_index_give_the_same_cell(parts: NucleusLibrary) -> None:
    forwards = [compose_nth(parts, 9, index).rgb for index in range(8)]
    backwards = [compose_nth(parts, 9, index).rgb for index in reversed(range(8))]
    for one, other in zip(forwards, reversed(backwards), strict=True):
        np.testing.assert_array_equal(one, other)


def test_another_seed_gives_other_cells(parts: NucleusLibrary) -> None:
    assert not np.array_equal(compose_nth(parts, 1, 3).rgb, compose_nth(parts, 2, 3).rgb)


def test_a_set_takes_its_parts_from_its_own_acquisitions(pack: Path) -> None:
    for part in Part:
        composed = list(compose_set(pack, 9, 0, part))
        assert [cell.label for cell in composed] == [KINDS[index % 7] for index in range(9)]
        assert {cell.acquisition for cell in composed} <= acquisitions_of(pack, part)


def test_a_longer_set_begins_like_a_shorter_one(pack: Path) -> None:
    short = [cell.rgb for cell in compose_set(pack, 3, 4, Part.TRAIN)]
    for one, other in zip(short, islice(compose_set(pack, 50, 4, Part.TRAIN), 3), strict=True):
        np.testing.assert_array_equal(one, other.rgb)


def test_an_unknown_kind_is_refused(parts: NucleusLibrary) -> None:
    with pytest.raises(ValueError, match="trinucleate"):
        compose_cell(np.random.default_rng(0), "trinucleate", parts)


@pytest.mark.real_data
def test_real_fields_give_cells_of_every_class(real_data: Callable[[str], Path]) -> None:
    folder = real_data("micronuclei_fluorescence")
    composed = list(compose_set(folder, 2 * len(KINDS), 0, Part.TEST))
    assert [cell.label for cell in composed] == [*KINDS, *KINDS]
    held_out = acquisitions_of(folder, Part.TEST)
    assert len(held_out) == 2
    assert {cell.acquisition for cell in composed} <= held_out
