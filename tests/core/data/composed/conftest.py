"""A made-up fluorescence pack: ellipses for nuclei, small discs of their colours beside them."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from medcls_core.data.composed import NucleusLibrary

ACQUISITIONS = ("day1", "day2", "day3", "day4")
_SIDE = 200


def _ellipse(x: float, y: float, a: float, b: float) -> NDArray[np.bool_]:
    rows, columns = np.indices((_SIDE, _SIDE))
    inside: NDArray[np.bool_] = ((columns - x) / a) ** 2 + ((rows - y) / b) ** 2 < 1
    return inside


def _write_field(folder: Path, name: str, rng: np.random.Generator) -> None:
    field = rng.normal(10, 2, (_SIDE, _SIDE))
    nuclei, micronuclei = (np.zeros((_SIDE, _SIDE, 3), np.uint8) for _ in range(2))
    for number, (x, y) in enumerate([(40, 40), (110, 45), (50, 120), (130, 130)], start=1):
        nucleus = _ellipse(x, y, rng.uniform(12, 17), rng.uniform(11, 14))
        small = _ellipse(x + 24, y + 4, 3.2, 3.0)
        colour = (255, 188, number)
        nuclei[nucleus], micronuclei[small] = colour, colour
        field[nucleus] += 120 + rng.normal(0, 15, int(nucleus.sum()))
        field[small] += 100
    Image.fromarray(np.clip(field, 0, 255).astype(np.uint8)).save(folder / f"{name}.png")
    Image.fromarray(nuclei).save(folder / f"{name}__nuclei.png")
    Image.fromarray(micronuclei).save(folder / f"{name}__micronuclei.png")


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a pack of four acquisitions, one field each."""
    folder = tmp_path_factory.mktemp("fluorescence")
    rng = np.random.default_rng(3)
    rows = ["file,split,acquisition,size"]
    for name in ACQUISITIONS:
        _write_field(folder, f"{name}__1", rng)
        rows.append(f"{name}__1.png,training,{name},{_SIDE}x{_SIDE}")
    (folder / "manifest.csv").write_text("\n".join(rows), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def parts(pack: Path) -> NucleusLibrary:
    """Everything cut from the pack."""
    return NucleusLibrary.read(pack)
