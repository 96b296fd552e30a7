"""The store's findings, or those of one image, into files of one kind."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from medcls_core.data.exporting.crops import write_crops
from medcls_core.data.exporting.kinds import KINDS, ExportKind
from medcls_core.data.exporting.rows import Case, Wish, case_of, name_of, styles_of
from medcls_core.images.naming import result_folders
from medcls_core.progress import Progress
from medcls_core.store import LabelStore, StoredImage, exports, images
from medcls_core.store.columns import now_utc
from medcls_core.store.exchange import (
    ImageRows,
    Omitted,
    coco,
    csv_table,
    geojson,
    masks,
    voc,
    yolo,
)
from medcls_core.store.exchange.writing import make_folder, write_whole
from medcls_core.tasks import Task, all_tasks, get_task


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written.

    Attributes:
        files: of the kind that was asked for; of a kind that fills a folder the folders.
        findings: how many are in them.
        waiting: models' answers left out, since a reader must not see them yet.
        omitted: findings that the kind can't hold.
        gone: findings taken back since the moment that was counted from.
    """

    files: tuple[Path, ...] = ()
    findings: int = 0
    waiting: int = 0
    omitted: Omitted = field(default_factory=Omitted)
    gone: int = 0


def export_store(store: LabelStore, folder: Path, wish: Wish, progress: Progress) -> Exported:
    """Write what is wished into `folder`, named after image and task; earlier files are replaced.

    The store keeps that it was done, so that a later export can tell only what changed.

    Args:
        store: what to export.
        folder: made if missing.
        wish: which findings, in which kind of file.
        progress: hears of the images, and of single crops.

    Raises:
        InputInvalid: if there is no such task, or a mask is too large for its kind.
        ImageUnreadable: if crops are asked for and an image is gone.
        OutputUnwritable: if the disk refuses.
    """
    make_folder(folder)
    shown = now_utc()
    with store.session(read_only=True) as session:
        chosen = [one for one in images.all(session) if wish.image in {None, one.uuid}]
    tasks = all_tasks() if wish.task is None else (get_task(wish.task),)
    stems = result_folders([Path(name_of(one, coded=wish.coded)) for one in chosen], folder)
    exported = Exported()
    for task in tasks:
        cases = []
        for number, (image, stem) in enumerate(zip(chosen, stems, strict=True)):
            progress.update(number, len(chosen), "images")
            case = case_of(store, image, task, wish)
            if case.rows or case.gone:
                cases.append((case, stem))
        exported = _sum(exported, _write_task(store, folder, task, cases, wish, progress))
    with store.session() as session:
        exports.note(session, wish.kind, wish.task, wish.image, exported.findings, shown)
    return exported


def export_image(
    store: LabelStore, image: StoredImage, task: Task, path: Path, wish: Wish, progress: Progress
) -> Exported:
    """As `export_store` for one image and task, into the file or folder that a person named."""
    shown, case = now_utc(), case_of(store, image, task, wish)
    if KINDS[wish.kind].fills_folder:
        one = replace(wish, image=image.uuid, task=task.key)
        stem = path / Path(name_of(image, coded=wish.coded)).stem
        exported = _write_set(store, path, task, [(case, stem)], one, progress)
    else:
        omitted = _write_file(path, case, wish)
        exported = Exported((path,), len(case.rows), case.waiting, omitted)
    exported = replace(exported, gone=len(case.gone))
    with store.session() as session:
        exports.note(session, wish.kind, task.key, image.uuid, exported.findings, shown)
    return exported


def _write_task(
    store: LabelStore,
    folder: Path,
    task: Task,
    cases: Sequence[tuple[Case, Path]],
    wish: Wish,
    progress: Progress,
) -> Exported:
    if not cases:
        return Exported()
    gone = _write_gone(cases)
    if wish.kind is ExportKind.COCO:
        path = folder / f"coco_{task.key}.json"
        told = [_image_rows(case, stem, wish) for case, stem in cases]
        omitted = coco.write(path, told, styles_of(task))
        return replace(_counted(cases), files=(path,), omitted=omitted, gone=gone)
    if KINDS[wish.kind].fills_folder or wish.kind is ExportKind.VOC:
        exported = _write_set(store, folder / task.key, task, cases, wish, progress)
        return replace(exported, gone=gone)
    files, omitted = [], Omitted()
    for case, stem in cases:
        if case.rows:
            path = stem.with_name(f"{stem.name}_{task.key}{KINDS[wish.kind].suffix}")
            omitted += _write_file(path, case, wish)
            files.append(path)
    return replace(_counted(cases), files=tuple(files), omitted=omitted, gone=gone)


def _write_set(
    store: LabelStore,
    folder: Path,
    task: Task,
    cases: Sequence[tuple[Case, Path]],
    wish: Wish,
    progress: Progress,
) -> Exported:
    """A folder for all images of a task."""
    told = [_image_rows(case, stem, wish) for case, stem in cases]
    counted = replace(_counted(cases), files=(folder,))
    if wish.kind is ExportKind.YOLO:
        return replace(counted, omitted=yolo.write(folder, told, styles_of(task)))
    if wish.kind is ExportKind.VOC:
        return replace(counted, omitted=voc.write(folder, told))
    only = frozenset(row.finding.uuid for case, _ in cases for row in case.rows)
    hashes = [case.image.quick_hash for case, _ in cases]
    count = write_crops(store, folder, task.key, only, hashes, progress)
    omitted = Omitted(no_class=counted.findings - count)
    return replace(counted, findings=count, omitted=omitted)


def _write_file(path: Path, case: Case, wish: Wish) -> Omitted:
    """One file of one image."""
    name = name_of(case.image, coded=wish.coded)
    told = ImageRows(name, case.image.size_l0, case.rows, case.point_side_l0)
    match wish.kind:
        case ExportKind.GEOJSON:
            geojson.write(path, case.rows, image=name)
        case ExportKind.CSV:
            classes = [style.key for style in case.styles]
            csv_table.write(path, case.rows, image=name, classes=classes)
        case ExportKind.COCO:
            return coco.write(path, [told], case.styles)
        case ExportKind.VOC:
            return voc.write_one(path, told)
        case ExportKind.CLASS_MASK:
            return masks.write_classes(path, told, case.styles)
        case ExportKind.OBJECT_MASK:
            return masks.write_objects(path, told)
    return Omitted()


def _image_rows(case: Case, stem: Path, wish: Wish) -> ImageRows:
    """Called so that no two images of a set have the same name."""
    suffix = "" if wish.coded else case.image.path.suffix
    name = stem.name if stem.name.endswith(suffix) else f"{stem.name}{suffix}"
    return ImageRows(name, case.image.size_l0, case.rows, case.point_side_l0)


def _write_gone(cases: Sequence[tuple[Case, Path]]) -> int:
    """A list of what was taken back, since nothing of it can be in a file of findings."""
    for case, stem in cases:
        if case.gone:
            table = io.StringIO(newline="")
            csv.writer(table).writerows([("uuid",), *((str(uuid),) for uuid in case.gone)])
            path = stem.with_name(f"{stem.name}_{case.task.key}_taken_back.csv")
            write_whole(path, table.getvalue())
    return sum(len(case.gone) for case, _ in cases)


def _counted(cases: Sequence[tuple[Case, Path]]) -> Exported:
    return Exported(
        findings=sum(len(case.rows) for case, _ in cases),
        waiting=sum(case.waiting for case, _ in cases),
    )


def _sum(one: Exported, other: Exported) -> Exported:
    return Exported(
        (*one.files, *other.files),
        one.findings + other.findings,
        one.waiting + other.waiting,
        one.omitted + other.omitted,
        one.gone + other.gone,
    )
