"""From an analysis and the reads of it to what a report says."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from uuid import UUID

import numpy as np

from medcls_core.evaluation.doubts import doubts
from medcls_core.findings import Finding, Read, numbers_by_place
from medcls_core.geometry import Box
from medcls_core.images import tissue_mask
from medcls_core.images.source import ImageSource
from medcls_core.inference.analysis_types import Analysis
from medcls_core.inference.likeness import note_of
from medcls_core.language import Text, filled
from medcls_core.quantify import density_per_mm2
from medcls_core.quantify.mitotic_count import Figures, MitoticCount, count_mitoses
from medcls_core.reports import words
from medcls_core.reports.case_report import (
    CardMetric,
    CaseReport,
    DensityLine,
    ImageFacts,
    ModelFacts,
    Reading,
    ReadingProgress,
    RegionFacts,
)
from medcls_core.reports.counting import Judged, class_counts, group_counts, judge, progress_of
from medcls_core.reports.crop_sheet import in_reading_order, make_crops, marks_of
from medcls_core.reports.pictures import heat_over, overview, surroundings
from medcls_core.reports.resolution import is_coarser, resolution_note
from medcls_core.store.reads import current
from medcls_core.tasks import Task, labels_for, task_for
from medcls_core.tasks.mitosis import COUNT_AREAS_MM2

_OVERVIEW_PX = 1500


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """What a report may be told beside the analysis.

    Attributes:
        name: what the image is called in the report; None takes the file's name, which may hold
            what a report must not say.
        content_hash: `medcls_core.images.quick_hash` of the file.
        added: findings that readers made, which the analysis doesn't hold.
        warnings: what must not be overlooked, beside what the report says by itself.
        max_crops: how many findings are shown as crops.
        made_utc: when the report was made; None is now.
        count_area_mm2: area of the circle in which mitoses are counted where most of them lie.
        numbers: of the findings, as the label store gives them (`findings.numbers`); findings
            without one are numbered after those, from top to bottom.
    """

    name: str | None = None
    content_hash: str = ""
    added: tuple[Finding, ...] = ()
    warnings: tuple[Text, ...] = ()
    max_crops: int = 24
    made_utc: datetime | None = None
    count_area_mm2: float = COUNT_AREAS_MM2[0]
    numbers: Mapping[UUID, int] = field(default_factory=dict)


DEFAULT_OPTIONS = ReportOptions()


def build_report(
    source: ImageSource,
    analysis: Analysis,
    reads: Sequence[Read] = (),
    reader: str | None = None,
    chain_head: str | None = None,
    options: ReportOptions = DEFAULT_OPTIONS,
) -> CaseReport:
    """What is to be said about one image.

    Args:
        source: the open image; pictures are read from it.
        analysis: what the model said.
        reads: all reads of the findings in the order of the chain, withdrawals among them.
        reader: who signs; None leaves the line open.
        chain_head: hash of the label store's last read; None where no store was used.
        options: name, further findings, and how much is shown.

    Raises:
        ImageUnreadable: if the image is damaged where a picture is needed.
    """
    task = task_for(analysis.model.card)
    judged = in_reading_order(_judged(analysis, reads, options, task), task.background)
    labels = labels_for(analysis.model.card, task)
    counts = class_counts(judged, labels)
    region = _region(analysis)
    view = analysis.region if region.whole_image else surroundings(region.box_l0, source.size_l0)
    shown = judged[: options.max_crops]
    progress = progress_of(judged)
    counted = _mitotic_count(source, judged, task, options.count_area_mm2)
    report = CaseReport(
        task_key=task.key,
        title=task.title,
        question=task.question,
        made_utc=options.made_utc or datetime.now(UTC),
        software=f"medcls {_own_version()}",
        image=_image(source, options),
        model=_model(analysis),
        region=region,
        counts=counts,
        groups=group_counts(counts, task),
        progress=progress,
        flagged=tuple(sorted(one.number for one in judged if one.flagged)),
        densities=_densities(judged, task, region, progress),
        mitotic_count=counted,
        overview=overview(
            source,
            view,
            None if region.whole_image else region.box_l0,
            marks_of(judged, shown, labels),
            longest_px=_OVERVIEW_PX,
            circle=None if counted is None else counted.circle,
        ),
        heat=None
        if analysis.probability is None
        else heat_over(source, analysis.probability, view, longest_px=_OVERVIEW_PX),
        heat_method=None
        if analysis.probability is None
        else words.METHODS[analysis.probability.method],
        crops=make_crops(source, shown, analysis, task),
        left_out=len(judged) - len(shown),
        reading=_reading(reads, reader, chain_head),
        warnings=(*_warnings(analysis, progress), *options.warnings),
        notes=_notes(analysis, task),
        digest="",
    )
    return replace(report, digest=_digest(report))


def _own_version() -> str:
    try:
        return version("medcls")
    except PackageNotFoundError:
        return "(not installed)"


def _judged(
    analysis: Analysis, reads: Sequence[Read], options: ReportOptions, task: Task
) -> list[Judged]:
    findings = [*(one.finding for one in analysis.scored), *options.added]
    numbers = numbers_by_place(findings, options.numbers)
    judged = judge(
        findings,
        {one.finding.uuid: one.prediction for one in analysis.scored},
        {one.finding.uuid: one.area_um2 for one in analysis.scored if one.area_um2 is not None},
        reads,
        task,
        analysis.threshold,
    )
    return [replace(one, number=numbers[one.finding.uuid]) for one in judged]


def _image(source: ImageSource, options: ReportOptions) -> ImageFacts:
    return ImageFacts(
        name=options.name or source.path.name,
        format_name=source.format_name,
        size_l0=source.size_l0,
        pixel_size=source.pixel_size,
        objective_power=source.objective_power,
        content_hash=options.content_hash,
    )


def _model(analysis: Analysis) -> ModelFacts:
    card = analysis.model.card
    return ModelFacts(
        version=card.version,
        network=card.network,
        sha256=analysis.model.sha256,
        mpp=None if card.weights is None else card.weights.mpp,
        threshold=analysis.threshold,
        device=analysis.device or None,
        intended_use=card.intended_use,
        data=card.data,
        limits=card.limits,
        licence=card.licence,
        metrics=tuple(CardMetric(**asdict(metric)) for metric in card.metrics),
    )


def _region(analysis: Analysis) -> RegionFacts:
    box = analysis.region
    frame = Box(0, 0, analysis.size_l0.width, analysis.size_l0.height)
    mpp = None if analysis.pixel_size is None else analysis.pixel_size.mpp
    return RegionFacts(
        box_l0=box,
        whole_image=box == frame,
        area_mm2=None if mpp is None else box.area_l0 * mpp**2 / 1e6,
        tissue_area_mm2=analysis.tissue_area_mm2,
    )


def _densities(
    judged: Sequence[Judged], task: Task, region: RegionFacts, progress: ReadingProgress
) -> tuple[DensityLine, ...]:
    area = region.tissue_area_mm2 or region.area_mm2
    if not area or not task.counts_mitoses:
        return ()
    anything_read = len(judged) > progress.ai_only
    densities = []
    for label in task.classes:
        if label.key == task.background:
            continue
        by_model = sum(one.model_class == label.key for one in judged)
        by_reader = sum(one.reader_class == label.key for one in judged)
        densities.append(
            DensityLine(
                label=label,
                area_is_tissue=bool(region.tissue_area_mm2),
                model=density_per_mm2(by_model, area),
                reader=density_per_mm2(by_reader, area) if anything_read else None,
            )
        )
    return tuple(densities)


def _mitotic_count(
    source: ImageSource, judged: Sequence[Judged], task: Task, area_mm2: float
) -> MitoticCount | None:
    if source.pixel_size is None or not task.counts_mitoses or not judged:
        return None
    wanted = {label.key for label in task.classes} - {task.background}
    centers = [one.finding.outline.center for one in judged]
    figures = Figures(
        np.array([(center.x_l0, center.y_l0) for center in centers]),
        np.array([one.model_class in wanted for one in judged]),
        np.array([one.reader_class in wanted for one in judged]),
        np.array([one.read is not None and one.read.answers for one in judged]),
    )
    return count_mitoses(figures, tissue_mask(source), source.pixel_size.mpp, area_mm2)


def _reading(reads: Sequence[Read], signed_by: str | None, chain_head: str | None) -> Reading:
    standing = [read for read in current(reads).values() if read.answers]
    return Reading(
        readers=tuple(sorted({read.reader for read in standing})),
        signed_by=signed_by,
        last_read_utc=max((read.time_utc for read in standing), default=None),
        chain_head=chain_head,
    )


def _warnings(analysis: Analysis, progress: ReadingProgress) -> tuple[Text, ...]:
    warnings = [doubt.sentence for doubt in doubts(analysis.model.card)]
    everything = sum(asdict(progress).values())
    if everything and progress.ai_only == everything:
        warnings.append(words.AI_ONLY)
    elif progress.ai_only:
        read = everything - progress.ai_only
        warnings.append(filled(words.PARTLY_READ, read=read, all=everything))
    if analysis.pixel_size is None:
        warnings.append(words.NO_PIXEL_SIZE)
    if (resolution := resolution_note(analysis)) is not None and is_coarser(analysis):
        warnings.append(resolution)
    if (unlike := note_of(analysis.differences)) is not None:
        warnings.append(unlike)
    return tuple(warnings)


def _notes(analysis: Analysis, task: Task) -> tuple[Text, ...]:
    notes = words.TASK_NOTES.get(task.key, ())
    if (resolution := resolution_note(analysis)) is None or is_coarser(analysis):
        return notes
    return (*notes, resolution)


def _digest(report: CaseReport) -> str:
    """sha256 over all that the report says, its pictures' pixels included."""
    said = {field.name: getattr(report, field.name) for field in fields(report)}
    hashed = hashlib.sha256()
    hashed.update(json.dumps(said, default=_as_json, sort_keys=True, ensure_ascii=False).encode())
    return hashed.hexdigest()


def _as_json(value: object) -> object:
    if isinstance(value, np.ndarray):
        return hashlib.sha256(np.ascontiguousarray(value).tobytes()).hexdigest()
    if hasattr(value, "__dataclass_fields__"):
        return {field.name: getattr(value, field.name) for field in fields(value)}  # type: ignore[arg-type]
    return str(value)
