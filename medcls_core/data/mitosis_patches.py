"""Reader of the mitosis patches: AMi-Br (MIDOG21 + TUPAC16) figures and TUPAC16 hard negatives.

Layout: `manifest.csv` with file, case, kind ("mitosis" or "hard_negative"), atypical, phase,
mitosis_centres_px (a JSON list of [x, y] in patch pixels) and mpp; paths are relative to it.
"""

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from medcls_core.errors import InputInvalid


@dataclass(frozen=True, slots=True)
class MitosisPatch:
    """One patch: file, case (unit of every split), centres as (x, y) pixels of the patch."""

    path: Path
    case: str
    hard_negative: bool
    atypical: bool | None
    centres_px: tuple[tuple[float, float], ...]
    mpp: float

    def read(self) -> NDArray[np.uint8]:
        """uint8 RGB of shape (H, W, 3)."""
        with Image.open(self.path) as image:
            return np.asarray(image.convert("RGB"))


def _row_to_patch(folder: Path, row: dict[str, str]) -> MitosisPatch:
    hard_negative = row["kind"] != "mitosis"
    centres = () if hard_negative else json.loads(row["mitosis_centres_px"] or "[]")
    return MitosisPatch(
        path=folder / row["file"],
        case=row["case"],
        hard_negative=hard_negative,
        atypical={"True": True, "False": False}.get(row["atypical"]),
        centres_px=tuple((float(x), float(y)) for x, y in centres),
        mpp=float(row["mpp"] or 0.25),
    )


def read_mitosis_patches(folder: Path) -> list[MitosisPatch]:
    """All patches of the set unpacked in `folder`, in the manifest's order.

    Raises:
        InputInvalid: if there is no manifest or a row can't be understood.
    """
    manifest = folder / "manifest.csv"
    try:
        with manifest.open(encoding="utf-8", newline="") as file:
            return [_row_to_patch(folder, row) for row in csv.DictReader(file)]
    except OSError as problem:
        raise InputInvalid(str(manifest), "the manifest cannot be read") from problem
    except (KeyError, ValueError) as problem:
        raise InputInvalid(str(manifest), f"a row cannot be understood ({problem})") from problem
