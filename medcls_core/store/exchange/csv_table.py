"""One line a finding, for spreadsheets and statistics programs."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from medcls_core.geometry import Outline, Point
from medcls_core.store.exchange.rows import ExportRow
from medcls_core.store.exchange.writing import write_whole

COLUMNS: Final = (
    "number",
    "uuid",
    "image",
    "task",
    "x_l0",
    "y_l0",
    "box_x_l0",
    "box_y_l0",
    "box_width_l0",
    "box_height_l0",
    "area_um2",
    "class",
    "model_class",
    "verdict",
    "flagged",
    "reader_class",
    "reader",
    "read_time_utc",
    "model_sha256",
    "outline_wkt",
)
"""The columns of every table; a `prob_<class>` for each class of the models follows them, and
a `trait_<key>` for each trait that they know."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write(
    path: Path, rows: Sequence[ExportRow], *, image: str, classes: Sequence[str] = ()
) -> None:
    """Write the table; an empty cell means that it isn't known.

    `number` is the finding's in the window and in the report of the same image and task.
    `x_l0`, `y_l0` are the middle of the box, and `outline_wkt` is the whole outline
    as well-known text. `class` is the one that stands, `model_class` the
    model's most probable one and `reader_class` the reader's. `flagged` is 1 where a reader wants
    a second look, beside whatever the verdict is, else 0. UTF-8 with the mark by which Excel
    knows it.

    Args:
        path: of the file; an older one is replaced.
        rows: one a line.
        image: the image's file; only its name is written, never its folder.
        classes: keys of the model's classes, whose columns are there even if it found nothing.

    Raises:
        OutputUnwritable: if the folder or disk refuses; nothing half is left.
    """
    classes = _classes(rows) or list(classes)
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    traits = _traits(rows)
    heads = [*(f"prob_{key}" for key in classes), *(f"trait_{key}" for key in traits)]
    writer.writerow([*COLUMNS, *heads])
    for row in rows:
        numbers = [*_probs(row, classes), *_trait_probs(row, traits)]
        writer.writerow([*_facts(row, Path(image).name), *numbers])
    write_whole(path, table.getvalue(), "utf-8-sig")


def _classes(rows: Iterable[ExportRow]) -> list[str]:
    """Class keys of all predictions, in the order of their first appearance."""
    seen: dict[str, None] = {}
    for row in rows:
        if row.prediction is not None:
            seen.update(dict.fromkeys(row.prediction.classes))
    return list(seen)


def _traits(rows: Iterable[ExportRow]) -> list[str]:
    """Keys of all traits, in the order of their first appearance."""
    shown = (row.prediction.traits for row in rows if row.prediction is not None)
    return list(dict.fromkeys(trait.key for traits in shown for trait in traits))


def _facts(row: ExportRow, image: str) -> list[str]:
    box, read, prediction = row.finding.outline.bounds, row.read, row.prediction
    return [
        "" if row.number is None else str(row.number),
        str(row.finding.uuid),
        _text(image),
        _text(row.finding.task),
        *(_number(value) for value in box.center),
        *(_number(value) for value in (box.x_l0, box.y_l0, box.width_l0, box.height_l0)),
        _number(row.area_um2),
        _text(None if row.label is None else row.label.key),
        _text(None if prediction is None else prediction.top_class),
        _text(None if read is None else read.verdict),
        "1" if row.flagged else "0",
        _text(None if read is None else read.class_key),
        _text(None if read is None else read.reader),
        "" if read is None else read.time_utc.isoformat(timespec="milliseconds"),
        _text(None if prediction is None else prediction.model_sha256),
        _wkt(row.finding.outline),
    ]


def _probs(row: ExportRow, classes: Sequence[str]) -> list[str]:
    if row.prediction is None:
        return [""] * len(classes)
    probs = dict(zip(row.prediction.classes, row.prediction.probs, strict=True))
    return [_number(probs.get(key)) for key in classes]


def _trait_probs(row: ExportRow, traits: Sequence[str]) -> list[str]:
    shown = () if row.prediction is None else row.prediction.traits
    probs = {trait.key: trait.prob for trait in shown}
    return [_number(probs.get(key)) for key in traits]


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.6g}" if abs(value) < 1 else f"{value:.3f}"


def _text(value: str | None) -> str:
    """A cell's text; what a spreadsheet would run as a formula is kept from being one."""
    if value is None:
        return ""
    return f"'{value}" if value.startswith(_FORMULA_STARTS) else value


def _wkt(outline: Outline) -> str:
    """Well-known text, which geometry libraries and spreadsheets' maps read; every digit kept."""
    if outline.is_point:
        return f"POINT ({_place(outline.vertices[0])})"
    rings = (
        ", ".join(_place(vertex) for vertex in (*ring, ring[0]))
        for ring in (outline.vertices, *outline.holes)
    )
    return f"POLYGON ({', '.join(f'({ring})' for ring in rings)})"


def _place(vertex: Point) -> str:
    return " ".join(
        repr(value) if isinstance(value, int) else repr(float(value)) for value in vertex
    )
