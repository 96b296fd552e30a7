"""One run of one model on one image: from pixels to findings with their evidence."""

import time
from uuid import UUID, uuid4

from medcls_core.errors import InputInvalid, OutsideOfImage
from medcls_core.explain.evidence import Evidence, EvidenceMethod
from medcls_core.findings import Finding, Origin, Prediction
from medcls_core.geometry import Box, Outline, Size
from medcls_core.images import ImageSource, TissueMask, require_mpp, tissue_mask
from medcls_core.inference.analysis_types import (
    Analysis,
    AnalysisOptions,
    FindingEvidence,
    ScoredFinding,
)
from medcls_core.inference.evidence import crop_evidence
from medcls_core.inference.fields import fields_of
from medcls_core.inference.likeness import Spot, differences
from medcls_core.inference.objects import FoundObject, ObjectFinder, ObjectRules
from medcls_core.inference.predictor import Predictor
from medcls_core.inference.sweep import PeakMap, Raster, cheapest_sweep
from medcls_core.inference.traits import with_traits
from medcls_core.progress import Progress
from medcls_core.tasks import Task, TaskKind

COMPARED = 4
"""Findings whose look is compared with the training images'; they share stain, light and focus."""

PATCH_PX = 128
"""Side of the patches that mask networks learn from."""


def analyse(
    source: ImageSource,
    task: Task,
    predictor: Predictor,
    options: AnalysisOptions,
    progress: Progress,
) -> Analysis:
    """Answer `task` about `source`.

    Mask tasks sweep the region's tissue at the network's mpp, whatever the scan's; cell tasks
    classify the given boxes, or the region as one cell; field tasks classify the region as one
    field, or field by field where the network knows one size alone. `progress` hears 'sweep',
    'crops' and 'evidence'.

    Raises:
        PixelSizeUnknown: if the task needs micrometres and the image has no mpp.
        InputInvalid: if the region or a box lies outside of the image, a threshold outside of
            [0, 1], or the predictor is of another task.
        ImageUnreadable: if the file is damaged where it is read.
        Cancelled: between two batches.
    """
    started = time.perf_counter()
    if predictor.task.key != task.key:
        raise InputInvalid(f"model of task {predictor.task.key!r}", f"asked for {task.key!r}")
    region = _inside(source, options.region)
    threshold = predictor.threshold if options.threshold is None else options.threshold
    if not 0 <= threshold <= 1:
        raise InputInvalid(f"threshold {threshold:g}", "it must lie between 0 and 1")
    work = _sweep_region if task.kind is TaskKind.MASK else _classify_boxes
    scored, probability, tissue_mm2, tiles = work(
        source, predictor, region, threshold, options, progress
    )
    unlike = differences(predictor, _spots(source, predictor, scored), progress)
    return Analysis(
        task=task.key,
        image=source.path,
        size_l0=source.size_l0,
        pixel_size=source.pixel_size,
        model=predictor.model,
        region=region,
        threshold=threshold,
        scored=scored,
        probability=probability,
        evidence=_evidence(source, predictor, scored, options, progress),
        tissue_area_mm2=tissue_mm2,
        seconds=time.perf_counter() - started,
        tiles=tiles,
        device=str(predictor.device),
        differences=unlike,
    )


def _spots(
    source: ImageSource, predictor: Predictor, scored: tuple[ScoredFinding, ...]
) -> list[Spot]:
    """A few of the findings as training images show such: what is compared with those."""
    step = max(1, len(scored) // COMPARED)
    contract, spots = predictor.task.input, list[Spot]()
    for one in scored[::step][:COMPARED]:
        box, size = one.finding.outline.bounds, Size(contract.width_px, contract.height_px)
        if predictor.task.kind is TaskKind.MASK:
            scale = (predictor.mpp or 1.0) / require_mpp(source)
            box, size = Box.around(box.center, PATCH_PX * scale), Size(PATCH_PX, PATCH_PX)
        spots.append(Spot(source, box, size))
    return spots


_Worked = tuple[tuple[ScoredFinding, ...], Evidence | None, float | None, int]


def _inside(source: ImageSource, box: Box | None) -> Box:
    """`box` cut to the image; None is the whole image."""
    frame = Box(0, 0, *source.size_l0)
    cut = frame if box is None else frame.intersection(box)
    if cut is None:
        raise _outside(source, frame if box is None else box)
    return cut


def _outside(source: ImageSource, box: Box) -> OutsideOfImage:
    asked = (box.x_l0, box.y_l0, box.width_l0, box.height_l0)
    region = ",".join(f"{number:.10g}" for number in asked)
    return OutsideOfImage(region, source.path.name, *source.size_l0)


def _sweep_region(
    source: ImageSource,
    predictor: Predictor,
    region: Box,
    threshold: float,
    options: AnalysisOptions,
    progress: Progress,
) -> _Worked:
    mpp = require_mpp(source)
    px_um = mpp if predictor.mpp is None else predictor.mpp
    raster = Raster.over(region, px_um / mpp)
    tissue = tissue_mask(source)
    sweep = cheapest_sweep(source, predictor, raster, tissue, options.batch)
    finder = ObjectFinder(threshold, px_um, ObjectRules())
    peaks = PeakMap(raster)
    for strip in sweep.strips(progress):
        finder.add(strip.y_px, strip.prob)
        peaks.add(strip)
    scored = tuple(
        _object_finding(found, raster, px_um, predictor)
        for found in finder.finish()
        if region.contains(raster.point(*found.center))
    )
    scored = with_traits(source, predictor, scored, raster.l0_per_px, progress)
    probability = Evidence(
        EvidenceMethod.PROBABILITY,
        peaks.values,
        peaks.box_l0,
        predictor.classes[predictor.object_channel],
        predictor.sha256,
    )
    return scored, probability, _tissue_mm2(tissue, region, mpp), sweep.tiles


def _tissue_mm2(tissue: TissueMask, region: Box, mpp: float) -> float:
    return tissue.covers(region) * region.area_l0 * mpp**2 / 1e6


def _object_finding(
    found: FoundObject, raster: Raster, px_um: float, predictor: Predictor
) -> ScoredFinding:
    outline = Outline(tuple(raster.point(x, y) for x, y in found.ring.tolist()))
    finding = _finding(predictor, outline)
    return ScoredFinding(
        finding,
        _prediction(predictor, finding.uuid, predictor.as_probs(found.score)),
        found.area_px * px_um**2,
        found.mean_prob,
    )


def _finding(predictor: Predictor, outline: Outline) -> Finding:
    return Finding(uuid4(), predictor.task.key, outline, Origin.MODEL, predictor.sha256)


def _prediction(predictor: Predictor, finding: UUID, probs: tuple[float, ...]) -> Prediction:
    return Prediction(finding, predictor.task.key, predictor.sha256, predictor.classes, probs)


def _classify_boxes(
    source: ImageSource,
    predictor: Predictor,
    region: Box,
    threshold: float,  # noqa: ARG001  (every cell gets its answer, sure or not)
    options: AnalysisOptions,
    progress: Progress,
) -> _Worked:
    contract = predictor.task.input
    boxes = tuple(_inside(source, box) for box in options.boxes) or fields_of(
        source, predictor.task, region
    )
    size = Size(contract.width_px, contract.height_px)
    # Pixels are read a batch at a time: ten thousand cells needn't fit into memory.
    answers: list[tuple[float, ...]] = []
    for start in range(0, len(boxes), options.batch):
        progress.update(start, len(boxes), "crops")
        crops = [source.read(box, size) for box in boxes[start : start + options.batch]]
        answers += predictor.predict_batch(crops)
    progress.update(len(boxes), len(boxes), "crops")
    scored = [
        _box_finding(source, box, probs, predictor)
        for box, probs in zip(boxes, answers, strict=True)
    ]
    scored.sort(key=lambda one: -one.prediction.top_prob)
    return tuple(scored), None, None, len(boxes)


def _box_finding(
    source: ImageSource, box: Box, probs: tuple[float, ...], predictor: Predictor
) -> ScoredFinding:
    finding = _finding(predictor, Outline.of_box(box))
    known = source.pixel_size
    return ScoredFinding(
        finding,
        _prediction(predictor, finding.uuid, probs),
        None if known is None else box.area_l0 * known.mpp**2,
        max(probs),
    )


def _evidence(
    source: ImageSource,
    predictor: Predictor,
    scored: tuple[ScoredFinding, ...],
    options: AnalysisOptions,
    progress: Progress,
) -> tuple[FindingEvidence, ...]:
    """Heatmaps of the first findings; none if they aren't wanted."""
    chosen = scored[: options.max_evidence] if options.evidence else ()
    made: list[FindingEvidence] = []
    for number, one in enumerate(chosen):
        progress.update(number, len(chosen), "evidence")
        maps = crop_evidence(source, predictor, one.finding.outline, one.prediction.top_class)
        made.append(FindingEvidence(one.finding.uuid, maps))
    if chosen:
        progress.update(len(chosen), len(chosen), "evidence")
    return tuple(made)
