"""mini-MIAS as published: Info.txt and films of 1024 x 1024, mdb001.pgm."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from skimage.measure import label as connected
from skimage.measure import regionprops

from medcls_core.data.labelled import LabelledSet
from medcls_core.data.sources.class_names import class_key
from medcls_core.data.sources.cut import Cut, moved_inside, pixel_square
from medcls_core.data.sources.image_files import images_below
from medcls_core.data.sources.tables import row_fault
from medcls_core.geometry import Box, Point, Size
from medcls_core.images import open_image
from medcls_core.language import Text
from medcls_core.text_file import read_text

FILM_PX = 1024
SIDE_PX = 299  # the network's input; the film's 200 um pixels are kept as they are
SEVERITIES = {"B": "benign", "M": "malignant"}
NORMAL = "NORM"
_FILM = re.compile(r"mdb(\d{3})", re.IGNORECASE)
_LOOK_PX = 128  # a film is looked at this small to find the breast on it
_TISSUE_LEVEL = 40  # of 255: the film's background is darker

_NO_SEVERITY = Text("the severity is neither B nor M", "严重程度既不是 B 也不是 M")
_NO_NUMBERS = Text("x, y and radius are not whole numbers", "x、y 和半径不是整数")
_TOO_SHORT = Text("film, tissue and class expected", "应为胶片号、组织类型和类别")
_OUTSIDE = Text("the place lies outside of the film", "位置在胶片之外")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row: its number, the film and its label; `center` is None for normal films."""

    row: int
    film: str
    label: str
    center: Point | None


def is_mini_mias(folder: Path) -> bool:
    """Whether an Info.txt with films' rows is in here."""
    info = _info(folder)
    return info is not None and any(_rows(info))


def read_mini_mias(folder: Path, task: str | None = None) -> LabelledSet:
    """A cut of 299 x 299 around every lesion, and one of every normal film, by patient.

    Info.txt measures y from the bottom. A cut that would reach beyond the film is moved inside.
    Of a normal film the cut is around the middle of the breast. Films 1 and 2 are of patient 1,
    and so on. Rows of lesions without a place (scattered calcifications) are left out.

    Raises:
        InputInvalid: naming the row, if it can't be understood or its film isn't there.
    """
    info = _info(folder) or folder / "Info.txt"
    films = {path.stem.lower(): path for path in images_below(folder)}
    seen: Counter[str] = Counter()
    items = []
    for entry in _entries(info):
        path = films.get(entry.film)
        if path is None:
            missing = Text(f"there is no film {entry.film}.pgm", f"胶片 {entry.film}.pgm 不存在")
            raise row_fault(info, entry.row, missing)
        seen[entry.film] += 1
        box = moved_inside(
            pixel_square(entry.center or _middle_of_breast(path), SIDE_PX), Size(FILM_PX, FILM_PX)
        )
        label, name = class_key(entry.label, task), f"{entry.film}_{seen[entry.film]}"
        items.append(Cut(path, box, SIDE_PX, name, label, patient_of(entry.film)))
    return LabelledSet(folder.name, "patient", tuple(items))


def patient_of(film: str) -> str:
    """The patient of a film such as mdb002: the films are pairs of left and right."""
    return str((int(film[3:]) + 1) // 2)


def _info(folder: Path) -> Path | None:
    files = sorted([*folder.glob("[Ii]nfo.txt"), *folder.glob("*/[Ii]nfo.txt")])
    return files[0] if files else None


def _rows(info: Path) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(read_text(info).splitlines(), 1):
        words = line.split()
        if words and _FILM.fullmatch(words[0]):
            yield number, words


def _entries(info: Path) -> Iterator[_Entry]:
    for number, words in _rows(info):
        if len(words) < 3:  # noqa: PLR2004  (film, tissue, class)
            raise row_fault(info, number, _TOO_SHORT)
        film, rest = words[0].lower(), words[3:]
        if words[2].upper() == NORMAL:
            yield _Entry(number, film, "normal", None)
            continue
        severity = SEVERITIES.get(rest[0].upper() if rest else "")
        if severity is None:
            raise row_fault(info, number, _NO_SEVERITY)
        if len(rest) > 1 and not rest[1].startswith("*"):  # '*NOTE 3*': scattered
            yield _Entry(number, film, severity, _center(info, number, rest[1:]))


def _center(info: Path, number: int, words: list[str]) -> Point:
    if len(words) != 3 or not all(word.isdecimal() for word in words):  # noqa: PLR2004
        raise row_fault(info, number, _NO_NUMBERS)
    x, from_bottom = int(words[0]), int(words[1])
    if x > FILM_PX or from_bottom > FILM_PX:
        raise row_fault(info, number, _OUTSIDE)
    return Point(x, FILM_PX - from_bottom)


def _middle_of_breast(path: Path) -> Point:
    """Centre of the largest bright part, which is the breast, never the label on the film."""
    source = open_image(path)
    try:
        film = source.size_l0
        gray = source.read(Box(0, 0, *film), Size(_LOOK_PX, _LOOK_PX))[:, :, 0]
    finally:
        source.close()
    parts = regionprops(connected(gray > _TISSUE_LEVEL))
    if not parts:
        return Point(film.width / 2, film.height / 2)
    row, column = max(parts, key=lambda part: float(part.area)).centroid
    scale = np.array(film) / _LOOK_PX
    return Point(float(column * scale[0]), float(row * scale[1]))
