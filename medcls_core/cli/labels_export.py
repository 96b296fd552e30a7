"""The label store as files, one for every image and task that has findings."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from medcls_core.cli.analysis_naming import result_folders
from medcls_core.cli.speech import invalid
from medcls_core.errors import OutputUnwritable
from medcls_core.images import quick_hash
from medcls_core.language import Text
from medcls_core.store import (
    LabelStore,
    StoredImage,
    findings,
    images,
    predictions,
    reading_rules,
    reads,
    shapes,
)
from medcls_core.store.exchange import ClassStyle, ExportRow, csv_table, export_rows, geojson
from medcls_core.tasks import Task, all_tasks, get_task

_UNKNOWN_IMAGE = Text("the label store has never seen it", "标注库中没有该图像")


class ExportFormat(StrEnum):
    """A kind of file."""

    GEOJSON = "geojson"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Exported:
    """The files, named after image and task, and how many answers were left out of them."""

    files: list[Path]
    left_out: int


def export_labels(
    store: LabelStore,
    folder: Path,
    file_format: ExportFormat,
    task: str | None,
    image: Path | None,
    all_answers: bool,
) -> Exported:
    """Write the files into `folder`, which is made if missing; earlier files are replaced.

    Args:
        store: what to export.
        folder: where to.
        file_format: of every file.
        task: only this one; None is all.
        image: only this image, known by its content; None is all.
        all_answers: also those that a reader of the store must not see yet.

    Raises:
        ImageUnreadable: if `image` can't be read.
        InputInvalid: if the store has never seen it.
        OutputUnwritable: if the disk refuses.
    """
    chosen = _chosen(store, image)
    tasks = all_tasks() if task is None else (get_task(task),)
    written, left_out = [], 0
    stems = result_folders([one.path for one in chosen], folder)
    for stored, stem in zip(chosen, stems, strict=True):
        for one in tasks:
            rows, hidden = _rows(store, stored, one, all_answers)
            left_out += hidden
            if rows:
                path = stem.with_name(f"{stem.name}_{one.key}.{file_format}")
                _write(path, rows, stored, one, file_format)
                written.append(path)
    return Exported(written, left_out)


def _chosen(store: LabelStore, image: Path | None) -> list[StoredImage]:
    with store.session(read_only=True) as session:
        if image is None:
            return images.all(session)
        found = images.find_by_hash(session, quick_hash(image))
    if found is None:
        raise invalid(str(image), _UNKNOWN_IMAGE)
    return [found]


def _write(
    path: Path,
    rows: Sequence[ExportRow],
    stored: StoredImage,
    task: Task,
    file_format: ExportFormat,
) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise OutputUnwritable(path.parent, problem.strerror or str(problem)) from problem
    if file_format is ExportFormat.GEOJSON:
        geojson.write(path, rows, image=stored.path.name)
    else:
        classes = [label.key for label in task.classes]
        csv_table.write(path, rows, image=stored.path.name, classes=classes)


def _rows(
    store: LabelStore, stored: StoredImage, task: Task, all_answers: bool
) -> tuple[tuple[ExportRow, ...], int]:
    """The rows of an image and task, and how many answers wait for a reader and are left out."""
    styles = [ClassStyle(one.key, one.name.en, one.color) for one in task.all_labels]
    with store.session(read_only=True) as session:
        found = findings.of_image(session, stored.uuid, task.key)
        answers = predictions.of_image(session, stored.uuid, task.key)
        said = reads.of_image(session, stored.uuid, task.key)
        numbers = findings.numbers(session, stored.uuid, task.key)
        hidden = reading_rules.hidden_from_anyone(session, stored.uuid, task.key)
        locked = shapes.locked(shapes.of_image(session, stored.uuid, task.key))
    if all_answers:
        hidden = {}
    kept = reads.in_force(found, answers, said)
    standing = reads.current(said)
    rows = export_rows(
        kept,
        [answer for answer in answers if answer.finding not in hidden],
        standing,
        styles,
        mpp=stored.mpp,
        numbers=numbers,
        flagged=reads.flagged(said),
        locked=locked,
    )
    return rows, len(hidden)
