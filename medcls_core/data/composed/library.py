"""The library of real nuclei and micronuclei that composed cells are made of."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError
from skimage.measure import label, regionprops
from skimage.measure._regionprops import RegionProperties

from medcls_core.data.composed.parts import CutPart, Plane, cut_part
from medcls_core.data.sources.fluorescence import COLUMNS, MANIFEST, MICRONUCLEI, NUCLEI
from medcls_core.data.sources.instance_masks import mask_values
from medcls_core.data.sources.tables import read_table
from medcls_core.data.splits import Part, parts_of_few
from medcls_core.errors import ImageUnreadable, InputInvalid
from medcls_core.images import reasons

NUCLEUS_PX = (14.0, 110.0)
MICRONUCLEUS_PX = (2.5, 20.0)
_WHOLE_SOLIDITY, _ROUND_ECCENTRICITY = 0.85, 0.85
"""A micronucleus is round; what is not may be a bridge or a torn piece."""
ROUND_SOLIDITY = 0.94
"""Nuclei at least this convex serve as healthy ones; the others as damaged ones."""


@dataclass(frozen=True, slots=True, eq=False)
class NucleusLibrary:
    """Cut parts by kind.

    Attributes:
        healthy: regular nuclei.
        damaged: lobed, torn or shrunken ones, for debris.
        micronuclei: with their ratio to the parent.
    """

    healthy: tuple[CutPart, ...]
    damaged: tuple[CutPart, ...]
    micronuclei: tuple[CutPart, ...]

    @property
    def acquisitions(self) -> tuple[str, ...]:
        """Those that gave healthy nuclei, sorted."""
        return _acquisitions(self)

    @classmethod
    def read(cls, folder: Path, acquisitions: Collection[str] | None = None) -> "NucleusLibrary":
        """Cut every part of the fields in `folder` (the unpacked fluorescence pack).

        Args:
            folder: Holds `manifest.csv` (file, acquisition) and `X.png`, `X__nuclei.png`,
                `X__micronuclei.png`; in the masks a colour is an object, and a micronucleus
                has its parent's colour.
            acquisitions: Only fields of these; None for all.

        Raises:
            InputInvalid: if the folder is not such a pack or gives no nucleus.
            ImageUnreadable: if a field or mask is damaged, or a mask isn't of its field's size.
        """
        nuclei: list[CutPart] = []
        micronuclei: list[CutPart] = []
        for name, acquisition in _rows(folder):
            if acquisitions is None or acquisition in acquisitions:
                own, small = _cut_field(folder / name, acquisition)
                nuclei += own
                micronuclei += small
        healthy = tuple(part for part in nuclei if part.solidity >= ROUND_SOLIDITY)
        if not healthy or not micronuclei:
            raise InputInvalid(str(folder), "these fields hold no whole nucleus or no micronucleus")
        damaged = tuple(part for part in nuclei if part.solidity < ROUND_SOLIDITY)
        return cls(healthy, damaged or healthy, tuple(micronuclei))

    def of(self, acquisition: str) -> "NucleusLibrary":
        """The parts of one acquisition; a kind that it lacks is taken from all."""
        return _own_parts(self, acquisition)


@lru_cache(maxsize=64)
def _own_parts(library: NucleusLibrary, acquisition: str) -> NucleusLibrary:
    def own(parts: tuple[CutPart, ...]) -> tuple[CutPart, ...]:
        return tuple(part for part in parts if part.acquisition == acquisition) or parts

    return NucleusLibrary(own(library.healthy), own(library.damaged), own(library.micronuclei))


@lru_cache(maxsize=16)
def _acquisitions(library: NucleusLibrary) -> tuple[str, ...]:
    return tuple(sorted({part.acquisition for part in library.healthy}))


def acquisitions_of(folder: Path, part: Part) -> frozenset[str]:
    """Which acquisitions of the pack in `folder` belong to `part`, the same for every seed.

    Raises:
        InputInvalid: if there are fewer than three.
    """
    parts = parts_of_few(acquisition for _, acquisition in _rows(folder))
    return frozenset(name for name, own in parts.items() if own is part)


def _rows(folder: Path) -> list[tuple[str, str]]:
    """(file, acquisition) of every field."""
    table = read_table(folder / MANIFEST, COLUMNS)
    return [(row.required("file"), row.required("acquisition")) for row in table]


def _gray(path: Path) -> Plane:
    try:
        with Image.open(path) as image:
            return np.asarray(image.convert("L")).astype(np.float32)
    except (OSError, UnidentifiedImageError) as problem:
        raise ImageUnreadable(path, reasons.DAMAGED) from problem


def _objects(field: Path, mask: str) -> tuple[NDArray[np.int64], list[RegionProperties]]:
    """Colour codes of shape (H, W) of a mask, and its connected one-coloured objects."""
    codes = mask_values(field, field.with_name(field.stem + mask))
    return codes, regionprops(label(codes, background=0))


def _cut_field(path: Path, acquisition: str) -> tuple[list[CutPart], list[CutPart]]:
    field = _gray(path)
    codes, regions = _objects(path, NUCLEI)
    whole = [region for region in regions if _is_usable(region, field.shape, NUCLEUS_PX)]
    parents = {_code(codes, region): float(region.equivalent_diameter_area) for region in regions}
    nuclei = [cut_part(field, region, acquisition, None) for region in whole]
    small_codes, small = _objects(path, MICRONUCLEI)
    micronuclei = [
        cut_part(field, region, acquisition, parents[_code(small_codes, region)])
        for region in small
        if _is_usable(region, field.shape, MICRONUCLEUS_PX)
        and _code(small_codes, region) in parents
        and region.solidity > _WHOLE_SOLIDITY
        and region.eccentricity < _ROUND_ECCENTRICITY
    ]
    return nuclei, micronuclei


def _code(codes: NDArray[np.int64], region: RegionProperties) -> int:
    return int(codes[tuple(region.coords[0])])


def _is_usable(
    region: RegionProperties, shape: tuple[int, ...], diameters_px: tuple[float, float]
) -> bool:
    """Whether the object has a plausible size and isn't cut by the field's edge."""
    top, left, bottom, right = region.bbox
    inside = min(top, left) > 0 and bottom < shape[0] and right < shape[1]
    diameter = float(region.equivalent_diameter_area)
    return inside and diameters_px[0] <= diameter <= diameters_px[1]
