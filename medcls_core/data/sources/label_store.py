"""The label store as a labelled set: what people said of findings."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from uuid import UUID

from medcls_core.data.labelled import LabelledImage, LabelledSet
from medcls_core.data.sources.cut import Cut
from medcls_core.errors import ImageUnreadable, InputInvalid
from medcls_core.findings import Finding, Read
from medcls_core.geometry import Box, Outline
from medcls_core.language import Text
from medcls_core.store import LabelStore, StoredImage, findings, images, readers, reads
from medcls_core.tasks import Task, TaskKind, get_task

_GONE = Text("it is not where it was when its cells were read", "它已不在判读其细胞时的位置")


def read_store_labels(
    store: LabelStore, task: str, reader: str | None = None, *, skip_missing: bool = False
) -> LabelledSet:
    """A cut of every finding whose standing verdict is a class, by image.

    Cells and fields are cut as a model is shown them: the finding's own box. Where the task looks
    for objects at its own mpp, and around points, the cut is of the network's input size there.

    Args:
        store: open.
        task: key; findings of other tasks are left out.
        reader: whose verdicts count; None: everybody's, the last one standing.
        skip_missing: leave out images whose file is gone, instead of refusing.

    Raises:
        InputInvalid: if there is no such task or reader.
        ImageUnreadable: if an image with labels is gone.
    """
    asked = get_task(task)
    items: list[LabelledImage] = []
    with store.session(read_only=True) as session:
        known = None if reader is None else readers.find(session, reader)
        if reader is not None and known is None:
            raise InputInvalid(reader, Text("there is no such reader", "没有这位阅片人"))
        for image in images.all(session):
            given = reads.of_image(session, image.uuid, task)
            said = reads.current(one for one in given if known is None or one.reader == known.name)
            found = findings.of_image(session, image.uuid, task)
            path = images.locate(session, image)
            cuts = _cuts(asked, image, path or image.path, found, said)
            if path is not None:
                items += cuts
            elif cuts and not skip_missing:
                raise ImageUnreadable(image.path, _GONE)
    return LabelledSet(f"labels of {task}", "image", tuple(items))


def _cuts(
    task: Task,
    image: StoredImage,
    path: Path,
    found: Sequence[Finding],
    said: Mapping[UUID, Read],
) -> list[Cut]:
    cuts = []
    for finding in found:
        read = said.get(finding.uuid)
        if read is None or read.class_key is None:
            continue
        cuts.append(cut_finding(task, image, path, finding, read.class_key))
    return cuts


def cut_finding(task: Task, image: StoredImage, path: Path, finding: Finding, label: str) -> Cut:
    """The pixels that a model is shown of a finding, which a split keeps with those of its image.

    Args:
        task: the question.
        image: as the store knows it.
        path: where its file is.
        finding: what is cut.
        label: its class; "" for none yet.
    """
    box, side = _box(task, image, finding.outline)
    return Cut(path, box, side, str(finding.uuid), label, image.quick_hash)


def _box(task: Task, image: StoredImage, outline: Outline) -> tuple[Box, int]:
    """What is cut, and its width in pixels when read."""
    side = task.input.width_px
    if task.kind is not TaskKind.MASK and not outline.is_point:
        return outline.bounds, max(1, round(outline.bounds.width_l0))
    wanted = task.input.mpp
    scale = 1.0 if wanted is None or image.mpp is None else wanted / image.mpp
    return Box.around(outline.center, side * scale), side
