"""What the public sets' file names say of patients, where nothing else does."""

import re
from collections.abc import Iterable
from pathlib import Path

from medcls_core.data.sources import breakhis, mini_mias

_MIAS_CUT = re.compile(r"(mdb\d{3})(?:_\d+)?", re.IGNORECASE)

UnitAndSubset = tuple[str, str]


def patients_by_name(paths: Iterable[Path]) -> list[UnitAndSubset] | None:
    """Patient and subset of every image, from names of BreakHis or mini-MIAS.

    None if a single image is called otherwise: half a split by patient is none.
    """
    found = []
    for path in paths:
        said = _said_by(path.stem)
        if said is None:
            return None
        found.append(said)
    return found


def _said_by(stem: str) -> UnitAndSubset | None:
    field = breakhis.parse_name(stem)
    if field is not None:
        return field.patient, f"{field.power}x"
    film = _MIAS_CUT.fullmatch(stem)
    return None if film is None else (mini_mias.patient_of(film[1]), "")
