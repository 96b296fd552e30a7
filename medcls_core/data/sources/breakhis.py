"""BreakHis as published: everything is in a file's name, SOB_B_TA-14-4659-40-001.png."""

import re
from dataclasses import dataclass
from pathlib import Path

from medcls_core.data.labelled import LabelledSet
from medcls_core.data.sources.class_names import class_key
from medcls_core.data.sources.image_files import images_below, name_in, whole_file
from medcls_core.errors import InputInvalid
from medcls_core.language import Text

_LABELS = {"B": "benign", "M": "malignant"}
_NAME = re.compile(
    r"SOB_(?P<label>[BM])_(?P<subtype>[A-Z]+)-(?P<slide>\d+-[0-9A-Z]+)-(?P<power>\d+)-\d+",
    re.IGNORECASE,
)
_SLIDE = re.compile(r"(?:[A-Z]+-)?(\d+-\d+)[A-Z]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BreakHisName:
    """What a file's name says; `patient` is year and number (14-22549), `power` the objective's."""

    label: str
    subtype: str
    patient: str
    power: int


def parse_name(stem: str) -> BreakHisName | None:
    """What `stem`, a file's name without its ending, says; None if it isn't BreakHis'."""
    found = _NAME.fullmatch(stem)
    if found is None:
        return None
    patient = patient_of(found["slide"])
    if patient is None:
        return None
    label = _LABELS[found["label"].upper()]
    return BreakHisName(label, found["subtype"].upper(), patient, int(found["power"]))


def patient_of(slide: str) -> str | None:
    """The patient of a slide: A-14-22549AB and 14-22549G are both of 14-22549; None for others.

    Letters behind the number tell the blocks of one patient apart, and letters before it the
    subtype; a split by the whole id would tear such a patient apart.
    """
    found = _SLIDE.fullmatch(slide)
    return None if found is None else found[1]


def is_breakhis(folder: Path) -> bool:
    """Whether the images below `folder` are called as BreakHis calls them."""
    first = next(images_below(folder), None)
    return first is not None and parse_name(first.stem) is not None


def read_breakhis(folder: Path, task: str | None = None) -> LabelledSet:
    """All images below `folder`, however it is nested, by patient; subsets are "40x" to "400x".

    Raises:
        InputInvalid: naming an image that isn't called as BreakHis calls it.
    """
    items = []
    for path in images_below(folder):
        said = parse_name(path.stem)
        if said is None:
            raise InputInvalid(
                str(path),
                Text(
                    "the name is not like SOB_B_TA-14-4659-40-001",
                    "文件名与 SOB_B_TA-14-4659-40-001 的格式不符",
                ),
            )
        label = class_key(said.label, task)
        name = name_in(folder, path)
        items.append(whole_file(path, name, label, said.patient, f"{said.power}x"))
    return LabelledSet(folder.name, "patient", tuple(items))
