"""Heatmaps in the user's cache folder, so that an image opened again has them at once.

A file holds the maps of one finding, or the one of the whole image, by one model version. Its name
is a digest: it tells nothing of the image.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path
from uuid import UUID

import numpy as np

from medcls_core.errors import OutputUnwritable
from medcls_core.explain.evidence import Evidence, EvidenceMethod
from medcls_core.geometry import Box
from medcls_core.images.cached_files import forget, trim
from medcls_core.images.places import heatmap_folder
from medcls_core.whole_file import written_beside

LIMIT_BYTES = 512 * 2**20
SUFFIX = ".npz"


@dataclass(frozen=True, slots=True)
class Subject:
    """What heatmaps speak of, and whose they are.

    Attributes:
        image: `quick_hash` of the file.
        mpp: micrometres per level-0 pixel that the model was fed by; None where nobody knows them.
        task: its key.
        model_sha256: of the weights.
        finding: None for the map of the whole image.
    """

    image: str
    mpp: float | None
    task: str
    model_sha256: str
    finding: UUID | None


def keep(subject: Subject, maps: Sequence[Evidence]) -> None:
    """Keep heatmaps in half precision; where the disk refuses, nothing is kept.

    What was used least recently goes once there is more than `LIMIT_BYTES`.
    """
    path = _path(subject)
    facts = [
        {
            "method": each.method,
            "box_l0": astuple(each.box_l0),
            "class_key": each.class_key,
        }
        for each in maps
    ]
    values = [each.values.astype(np.float16) for each in maps]
    with suppress(OutputUnwritable, OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with written_beside(path) as part, part.open("wb") as file:
            np.savez_compressed(file, np.array(json.dumps(facts)), *values)
        trim(path.parent, SUFFIX, LIMIT_BYTES, spare=path)


def recall(subject: Subject) -> tuple[Evidence, ...] | None:
    """The heatmaps that were kept; None if there are none, or none that can be read."""
    path = _path(subject)
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            maps = tuple(
                Evidence(
                    EvidenceMethod(fact["method"]),
                    kept[f"arr_{number}"].astype(np.float32),
                    Box(*fact["box_l0"]),
                    fact["class_key"],
                    subject.model_sha256,
                )
                for number, fact in enumerate(json.loads(str(kept["arr_0"])), 1)
            )
        os.utime(path)  # the least recently used goes first
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        forget(path)  # damaged; it is made anew
        return None
    return maps


def clear() -> None:
    """Delete all that is kept."""
    trim(heatmap_folder(), SUFFIX, 0)


def _path(subject: Subject) -> Path:
    mpp = "" if subject.mpp is None else f"{subject.mpp:.9g}"
    parts = (subject.image, mpp, subject.task, subject.model_sha256, str(subject.finding or ""))
    digest = hashlib.sha256("|".join(parts).encode()).hexdigest()
    return heatmap_folder() / f"{digest[:40]}{SUFFIX}"
