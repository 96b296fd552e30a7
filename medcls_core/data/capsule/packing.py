"""A case for a colleague: crops of findings, without what anybody said of them."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from medcls_core.data.capsule.archive import SUFFIX, write_capsule
from medcls_core.data.capsule.contents import (
    CapsuleKind,
    Cell,
    Contents,
    ModelId,
    SaidRead,
    SaidShape,
    outline_of,
    rings_of,
)
from medcls_core.data.capsule.layout import placed
from medcls_core.errors import ImageUnreadable, InputInvalid
from medcls_core.findings import Finding, Shape
from medcls_core.findings import Read as KeptRead
from medcls_core.geometry import Box, Size
from medcls_core.images import open_image
from medcls_core.language import Text
from medcls_core.progress import Progress
from medcls_core.store import (
    LabelStore,
    StoredImage,
    findings,
    images,
    models,
    predictions,
    reads,
    shapes,
)
from medcls_core.store.columns import now_utc
from medcls_core.store.exchange.masks import paint
from medcls_core.tasks import Task, TaskKind, get_task

MOST_CROP_PX: Final = 4096
_AROUND, _CELLS_WIDE, _LEAST_PX = 1.5, 4.0, 128

_NONE = Text("there are no findings to pack", "没有可打包的目标")
_GONE = Text("it is not where it was when its cells were found", "它已不在发现目标时的位置")


@dataclass(frozen=True, slots=True)
class Packing:
    """What is packed.

    Attributes:
        task: key of the question; a capsule asks one.
        image: the only image; None: all.
        flagged: only findings that a reader flagged.
        with_reads: also what was said and drawn; the case is then not blind to who looks into
            the file.
    """

    task: str
    image: UUID | None = None
    flagged: bool = False
    with_reads: bool = False


@dataclass(frozen=True, slots=True)
class Packed:
    """What went into the file; `too_large` counts findings larger than a crop may be."""

    path: Path
    findings: int
    images: int
    too_large: int


@dataclass(frozen=True, slots=True)
class _OfImage:
    """What is packed of one image."""

    image: StoredImage
    findings: list[Finding]
    reads: list[KeptRead]
    shapes: list[Shape]
    models: frozenset[str]


def pack_capsule(store: LabelStore, path: Path, packing: Packing, progress: Progress) -> Packed:
    """Write a capsule of findings with their crops, in the order of images and from top to bottom.

    It names no file, slide or person; only where `with_reads` is asked for the readers. Answers of
    models are never in it, only which models took part.

    Args:
        store: open.
        path: of the file; it gets the capsule's suffix if it has none.
        packing: what.
        progress: hears of every crop.

    Raises:
        InputInvalid: if there is nothing to pack.
        ImageUnreadable: if an image is gone or damaged.
        OutputUnwritable: if the disk refuses.
    """
    task = get_task(packing.task)
    path = path if path.suffix else path.with_suffix(SUFFIX)
    chosen = _chosen(store, packing)
    frames = [
        (one, finding, _frame(task, one.image, finding))
        for one in chosen
        for finding in one.findings
    ]
    fitting = [one for one in frames if max(one[2].width_l0, one[2].height_l0) <= MOST_CROP_PX]
    if not fitting:
        raise InputInvalid(task.key, _NONE)
    cells = _cells(fitting)
    pictures = _pictures(store, cells, {one.image.uuid: one.image for one in chosen}, progress)
    kept = {cell.finding for cell in cells}
    contents = Contents(
        capsule=str(uuid4()),
        kind=str(CapsuleKind.CASE),
        task=task.key,
        made_utc=now_utc().isoformat(),
        program=version("medcls"),
        cells=cells,
        models=_models(store, chosen),
        reads=_reads(chosen, kept) if packing.with_reads else [],
        shapes=_shapes(chosen, kept) if packing.with_reads else [],
        marked=[],
    )
    write_capsule(path, contents, pictures)
    return Packed(path, len(cells), len({cell.image for cell in cells}), len(frames) - len(fitting))


def _chosen(store: LabelStore, packing: Packing) -> list[_OfImage]:
    found = []
    with store.session(read_only=True) as session:
        for image in images.all(session):
            if packing.image not in {None, image.uuid}:
                continue
            said = reads.of_image(session, image.uuid, packing.task)
            drawn = shapes.of_image(session, image.uuid, packing.task)
            answers = predictions.of_image(session, image.uuid, packing.task)
            there = findings.of_image(session, image.uuid, packing.task)
            kept = reads.in_force(there, answers, said)
            if packing.flagged:
                marked = reads.flagged(said)
                kept = [one for one in kept if one.uuid in marked]
            uuids = {one.uuid for one in kept}
            by = frozenset(one.model_sha256 for one in answers if one.finding in uuids)
            if kept:
                found.append(_OfImage(image, kept, said, drawn, by))
    return found


def _frame(task: Task, image: StoredImage, finding: Finding) -> Box:
    """The crop: the finding with room around it, in whole pixels; a field is shown as it is."""
    bounds = finding.outline.bounds
    if task.kind is TaskKind.FIELD and not finding.outline.is_point:
        left, top = round(bounds.x_l0), round(bounds.y_l0)
        return Box(left, top, max(1, round(bounds.width_l0)), max(1, round(bounds.height_l0)))
    cell = _LEAST_PX if image.mpp is None else _CELLS_WIDE * task.cell_um / image.mpp
    side = round(max(_AROUND * max(bounds.width_l0, bounds.height_l0), cell, _LEAST_PX))
    center = finding.outline.center
    return Box(round(center.x_l0 - side / 2), round(center.y_l0 - side / 2), side, side)


def _cells(chosen: Sequence[tuple[_OfImage, Finding, Box]]) -> list[Cell]:
    """Crops of one pixel size together, since a sheet has one."""
    ordered = sorted(chosen, key=lambda one: -1.0 if one[0].image.mpp is None else one[0].image.mpp)
    places = placed(
        [
            (Size(round(frame.width_l0), round(frame.height_l0)), one.image.mpp)
            for one, _, frame in ordered
        ]
    )
    return [
        Cell(
            finding=str(finding.uuid),
            image=str(one.image.uuid),
            mpp=one.image.mpp,
            origin=str(finding.origin),
            rings=rings_of(finding.outline),
            crop=(
                round(frame.x_l0),
                round(frame.y_l0),
                round(frame.width_l0),
                round(frame.height_l0),
            ),
            sheet=place.sheet,
            place=(place.left, place.top),
        )
        for (one, finding, frame), place in zip(ordered, places, strict=True)
    ]


def _pictures(
    store: LabelStore,
    cells: Sequence[Cell],
    known: dict[UUID, StoredImage],
    progress: Progress,
) -> dict[str, bytes]:
    """Crops and masks by the names of their parts; every image is opened once."""
    pictures: dict[str, bytes] = {}
    by_image: dict[str, list[Cell]] = {}
    for cell in cells:
        by_image.setdefault(cell.image, []).append(cell)
    for uuid, some in by_image.items():
        image = known[UUID(uuid)]
        with store.session(read_only=True) as session:
            path = images.locate(session, image)
        if path is None:
            raise ImageUnreadable(image.path, _GONE)
        source = open_image(path)
        try:
            for cell in some:
                progress.update(len(pictures) // 2, len(cells), "patches")
                size = Size(cell.crop[2], cell.crop[3])
                pictures[cell.crop_name] = _png(source.read(cell.frame, size))
                pictures[cell.mask_name] = _png(_mask(cell))
        finally:
            source.close()
    return pictures


def _mask(cell: Cell) -> NDArray[np.uint8]:
    """255 where the finding is; nothing of a point."""
    outline = outline_of(cell.rings)
    if outline.is_point:
        return np.zeros((cell.crop[3], cell.crop[2]), np.uint8)
    return (paint([outline], [255], cell.frame)).astype(np.uint8)


def _png(pixels: NDArray[np.uint8]) -> bytes:
    written = io.BytesIO()
    Image.fromarray(pixels).save(written, format="PNG")
    return written.getvalue()


def _models(store: LabelStore, chosen: Sequence[_OfImage]) -> list[ModelId]:
    took_part = sorted(frozenset().union(*(one.models for one in chosen)))
    with store.session(read_only=True) as session:
        known = [models.find(session, sha256) for sha256 in took_part]
    return [ModelId(one.sha256, one.version, one.network) for one in known if one is not None]


def _reads(chosen: Sequence[_OfImage], kept: set[str]) -> list[SaidRead]:
    return [SaidRead.of(read) for one in chosen for read in one.reads if str(read.finding) in kept]


def _shapes(chosen: Sequence[_OfImage], kept: set[str]) -> list[SaidShape]:
    return [
        SaidShape.of(shape) for one in chosen for shape in one.shapes if str(shape.finding) in kept
    ]
