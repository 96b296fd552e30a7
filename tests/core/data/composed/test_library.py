"""Cutting nuclei and micronuclei out of fluorescence fields."""

from pathlib import Path

import numpy as np
import pytest

from medcls_core.data.composed import NucleusLibrary, acquisitions_of
from medcls_core.data.splits import Part
from medcls_core.errors import ImageUnreadable, InputInvalid


def test_every_object_of_the_fields_is_cut(parts: NucleusLibrary) -> None:
    assert len(parts.healthy) == 16
    assert len(parts.micronuclei) == 16
    assert parts.acquisitions == ("day1", "day2", "day3", "day4")


def test_sizes_are_those_of_the_masks(parts: NucleusLibrary) -> None:
    diameters = [part.diameter_px for part in parts.healthy]
    assert min(diameters) > 22
    assert max(diameters) < 32
    for part in parts.micronuclei:
        assert part.diameter_px == pytest.approx(6.2, abs=0.4)
        assert part.parent_ratio is not None
        assert 0.18 < part.parent_ratio < 0.3


def test_depth_is_the_distance_from_the_outline(parts: NucleusLibrary) -> None:
    part = parts.healthy[0]
    area = float((part.depth > 0).sum())
    assert 2 * np.sqrt(area / np.pi) == pytest.approx(part.diameter_px, rel=0.04)
    assert part.depth.max() > 0.3 * part.diameter_px
    assert part.depth[0, 0] < 0


def test_texture_is_standardised_within_the_outline(parts: NucleusLibrary) -> None:
    texture = parts.healthy[0].texture[parts.healthy[0].depth > 0.5]
    assert abs(float(texture.mean())) < 0.2
    assert 0.7 < float(texture.std()) < 1.2


def test_one_acquisition_only(pack: Path, parts: NucleusLibrary) -> None:
    own = parts.of("day2")
    assert {part.acquisition for part in own.healthy + own.micronuclei} == {"day2"}
    read = NucleusLibrary.read(pack, {"day2"})
    assert len(read.healthy) == len(own.healthy) == 4


def test_parts_of_the_split_share_no_acquisition(pack: Path) -> None:
    split = [acquisitions_of(pack, part) for part in Part]
    assert all(split)
    assert sum(len(names) for names in split) == 4
    assert frozenset.union(*split) == {"day1", "day2", "day3", "day4"}


def test_two_acquisitions_cannot_be_split(tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_text("file,acquisition\na.png,x\nb.png,y\n", encoding="utf-8")
    with pytest.raises(InputInvalid, match="three"):
        acquisitions_of(tmp_path, Part.TEST)


def test_a_folder_without_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputInvalid, match="manifest"):
        NucleusLibrary.read(tmp_path)


def test_a_missing_field_is_named(tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_text("file,acquisition\na.png,x\n", encoding="utf-8")
    with pytest.raises(ImageUnreadable, match=r"a\.png"):
        NucleusLibrary.read(tmp_path)


def test_fields_without_nuclei_are_refused(pack: Path) -> None:
    with pytest.raises(InputInvalid, match="nucleus"):
        NucleusLibrary.read(pack, {"never taken"})
