"""Findings drawn in another program, with their classes, into the label store."""

from dataclasses import dataclass
from pathlib import Path

from medcls_core.findings import Verdict
from medcls_core.geometry import Size
from medcls_core.images import open_image, quick_hash
from medcls_core.store import LabelStore, images
from medcls_core.store.exchange import (
    CANNOT_TELL,
    REJECTED,
    Answer,
    ImportedFinding,
    add_imported,
    read_geojson,
)
from medcls_core.tasks import Task


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file's objects.

    Attributes:
        added: findings that are new to the label store.
        known: those that were there already; nothing of theirs was changed.
        answered: of the new ones, those that a person drew and gave a class of the task's.
        classes_unknown: names of other classes that a person gave.
        left_out: a sentence for each object that can't be a finding.
    """

    added: int
    known: int
    answered: int
    classes_unknown: tuple[str, ...]
    left_out: tuple[str, ...]


def import_geojson(
    store: LabelStore, path: Path, image: Path, task: Task, reader: str, mpp: float | None
) -> Imported:
    """Keep the objects of a GeoJSON file as findings of `image`, their classes as reads.

    All is kept or nothing. The same file a second time adds nothing.

    Args:
        store: where to.
        path: of the file, coordinates in level-0 pixels, as QuPath writes it.
        image: what was drawn on.
        task: whose findings and classes they are.
        reader: who drew them.
        mpp: micrometres per pixel where the image doesn't say.

    Raises:
        InputInvalid: if the file isn't GeoJSON, or an object belongs to another image.
        ImageUnreadable: if the image can't be read.
        StoreUnusable: if the disk or server refuses.
    """
    told = read_geojson(path, task.key)
    source = open_image(image, mpp=mpp)
    inside = [one for one in told.findings if _lies_in(one, source.size_l0)]
    outside = [
        f"{one.finding.uuid}: it lies outside of the image"
        for one in told.findings
        if not _lies_in(one, source.size_l0)
    ]
    known = {one.finding.uuid: answer_of(task, one) for one in inside}
    answers = {uuid: answer for uuid, answer in known.items() if answer is not None}
    content = quick_hash(image)
    with store.session() as session:
        stored = images.remember(session, image, content, source.size_l0, source.pixel_size)
        fresh = add_imported(session, stored.uuid, inside, answers, reader, f"import {path.name}")
    unnamed = {one.class_name for one in fresh if answer_of(task, one) is None and not one.detected}
    return Imported(
        added=len(fresh),
        known=len(inside) - len(fresh),
        answered=sum(one.finding.uuid in answers for one in fresh),
        classes_unknown=tuple(sorted(name for name in unnamed if name is not None)),
        left_out=(*told.left_out, *outside),
    )


def _lies_in(one: ImportedFinding, size: Size) -> bool:
    box = one.finding.outline.bounds
    return (
        box.x_l0 < size.width
        and box.y_l0 < size.height
        and box.x_l0 + box.width_l0 > 0
        and box.y_l0 + box.height_l0 > 0
    )


def answer_of(task: Task, one: ImportedFinding) -> Answer | None:
    """What the class of an object says: one of the task's, rejected or cannot tell, as exported.

    Names are those of either language, or keys, whatever their case. None for another class, and
    for what a program found: its class is nobody's answer.
    """
    if one.class_name is None or one.detected:
        return None
    wanted = one.class_name.casefold()
    for style, verdict in ((REJECTED, Verdict.REJECT), (CANNOT_TELL, Verdict.CANNOT_TELL)):
        if wanted == style.name.casefold():
            return verdict, None
    for label in task.all_labels:
        if wanted in {label.key.casefold(), label.name.en.casefold(), label.name.zh.casefold()}:
            return Verdict.CORRECT, label.key
    return None
