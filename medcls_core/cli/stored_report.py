"""A report of what the label store holds about an image."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from medcls_core.cli.models_in_use import predictor_for
from medcls_core.cli.progress_bar import ProgressBar
from medcls_core.cli.speech import current_language, invalid
from medcls_core.cli.stores_in_use import existing_store
from medcls_core.errors import OutputUnwritable
from medcls_core.findings import Finding, Prediction, Read
from medcls_core.geometry import Box
from medcls_core.images import ImageSource, open_image, tissue_mask
from medcls_core.inference import Analysis, FindingEvidence, ScoredFinding
from medcls_core.language import Text
from medcls_core.networks import ModelVersion, known_models, read_card
from medcls_core.reports import ReportOptions, build_report, write_pdf
from medcls_core.reports.counting import model_class
from medcls_core.store import LabelStore, findings, images, models, predictions, reads
from medcls_core.tasks import Task, TaskKind
from medcls_core.whole_folder import refuse_unwritable

_MAX_EVIDENCE = 12
_UNKNOWN_IMAGE = Text(
    "the label store has never seen it; 'medcls analyze --store' or 'medcls review' puts it there",
    "标注库中没有该图像；请用“medcls analyze --store”或“medcls review”写入",
)
_NO_PREDICTION = Text(
    "the label store holds no answer of a model to task '{task}' about it",
    "标注库中没有任务“{task}”的模型结果",
)
_WHOLE_IMAGE = Text(
    "The label store doesn't keep which part was analysed: areas are those of the whole image.",
    "标注库不记录所分析的区域：面积按整幅图像计算。",
)


@dataclass(frozen=True, slots=True)
class StoredReportRequest:
    """What the report is about; `device` is None where no evidence is wanted.

    `count_area_mm2` is the area of the circle in which mitoses are counted.
    """

    task: Task
    store: str | None
    reader: str | None
    name: str | None
    region: Box | None
    mpp: float | None
    device: str | None
    count_area_mm2: float


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the store holds about the image and task."""

    findings: list[Finding]
    predictions: list[Prediction]
    reads: list[Read]
    model: ModelVersion
    numbers: dict[UUID, int]
    mpp: float | None
    head: str


def write_stored_report(
    image: Path, content: str, request: StoredReportRequest, path: Path
) -> None:
    """Write the PDF of `image`, whose `quick_hash` is `content`, to `path`.

    Raises:
        MedclsError: if the image, the store or the disk is unusable, or nothing is known of it.
    """
    if not path.parent.is_dir():
        raise OutputUnwritable(
            path, Text(f"there is no folder {path.parent}", f"没有文件夹 {path.parent}")
        )
    refuse_unwritable(path)
    with existing_store(request.store) as store:
        kept = _kept(store, content, image, request)
    source = _open(image, request, kept)
    try:
        analysis, added = _analysis(source, request, kept)
        options = ReportOptions(
            name=request.name,
            content_hash=content,
            added=added,
            numbers=kept.numbers,
            count_area_mm2=request.count_area_mm2,
            warnings=() if request.region is not None else _area_warning(request.task),
        )
        said = build_report(source, analysis, kept.reads, request.reader, kept.head, options)
    finally:
        source.close()
    write_pdf(said, path, current_language())


def _area_warning(task: Task) -> tuple[Text, ...]:
    return (_WHOLE_IMAGE,) if task.kind is TaskKind.MASK else ()


def _kept(store: LabelStore, content: str, image: Path, request: StoredReportRequest) -> _Kept:
    key = request.task.key
    with store.session(read_only=True) as session:
        stored = images.find_by_hash(session, content)
        if stored is None:
            raise invalid(str(image), _UNKNOWN_IMAGE)
        answers = predictions.of_image(session, stored.uuid, key)
        if not answers:
            raise invalid(str(image), _NO_PREDICTION, task=key)
        model = models.find(session, answers[-1].model_sha256)
        known = findings.of_image(session, stored.uuid, key)
        verdicts = reads.of_image(session, stored.uuid, key)
        numbers = findings.numbers(session, stored.uuid, key)
        head = reads.head(session)
    version = _version(request.task, "" if model is None else model.card_json)
    in_force = reads.in_force(known, answers, verdicts)
    return _Kept(in_force, answers, verdicts, version, numbers, stored.mpp, head)


def _version(task: Task, card_json: str) -> ModelVersion:
    """The model version whose card the store kept; with its folder if it is at hand."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "card.json"
        path.write_text(card_json, "utf-8")
        card = read_card(path)
    sha256 = ModelVersion(card, Path()).sha256
    at_hand = [one for one in known_models(task.key) if one.sha256 == sha256]
    return at_hand[0] if at_hand else ModelVersion(card, Path())


def _open(image: Path, request: StoredReportRequest, kept: _Kept) -> ImageSource:
    """The image, with the pixel size that the person gave now or, if the file has none, before."""
    source = open_image(image, mpp=request.mpp)
    if source.pixel_size is not None or kept.mpp is None:
        return source
    source.close()
    return open_image(image, mpp=kept.mpp)


def _analysis(
    source: ImageSource, request: StoredReportRequest, kept: _Kept
) -> tuple[Analysis, tuple[Finding, ...]]:
    """What the model said, put together again, and the findings that it didn't make."""
    frame = Box(0, 0, *source.size_l0)
    region = frame if request.region is None else frame.intersection(request.region) or frame
    inside = [one for one in kept.findings if region.contains(one.outline.center)]
    said = {one.finding: one for one in kept.predictions}
    weights = kept.model.card.weights
    threshold = 0.5 if weights is None else weights.threshold
    scored = tuple(
        _scored(one, said[one.uuid], source, request.task, threshold)
        for one in inside
        if one.uuid in said
    )
    analysis = Analysis(
        task=request.task.key,
        image=source.path,
        size_l0=source.size_l0,
        pixel_size=source.pixel_size,
        model=kept.model,
        region=region,
        threshold=threshold,
        scored=tuple(sorted(scored, key=lambda one: -one.mean_prob)),
        probability=None,
        evidence=(),
        tissue_area_mm2=_tissue_mm2(source, region, request.task),
        seconds=0.0,
        tiles=0,
        device="",
    )
    added = tuple(one for one in inside if one.uuid not in said)
    return replace(analysis, evidence=_evidence(source, request, analysis)), added


def _scored(
    finding: Finding, prediction: Prediction, source: ImageSource, task: Task, threshold: float
) -> ScoredFinding:
    mpp = None if source.pixel_size is None else source.pixel_size.mpp
    area = None if mpp is None or finding.outline.is_point else finding.outline.area_l0 * mpp**2
    _, prob = model_class(prediction, task, threshold)
    return ScoredFinding(finding, prediction, area, prob)


def _tissue_mm2(source: ImageSource, region: Box, task: Task) -> float | None:
    if source.pixel_size is None or task.kind is not TaskKind.MASK:
        return None
    return tissue_mask(source).covers(region) * region.area_l0 * source.pixel_size.mpp**2 / 1e6


def _evidence(
    source: ImageSource, request: StoredReportRequest, analysis: Analysis
) -> tuple[FindingEvidence, ...]:
    """Heatmaps of the surest findings; none where the model's weights aren't at hand."""
    at_hand = analysis.model.folder != Path() and analysis.model.card.weights is not None
    needs_mpp = request.task.input.mpp is not None and source.pixel_size is None
    if request.device is None or not at_hand or needs_mpp:
        return ()
    from medcls_core.inference.evidence import crop_evidence  # noqa: PLC0415  (torch, seconds)

    predictor = predictor_for(request.task, analysis.model.folder, request.device)
    chosen: Sequence[ScoredFinding] = analysis.scored[:_MAX_EVIDENCE]
    made = []
    with ProgressBar() as bar:
        bar.begin(source.path.name)
        for number, one in enumerate(chosen):
            bar.update(number, len(chosen), "evidence")
            maps = crop_evidence(source, predictor, one.finding.outline, one.prediction.top_class)
            made.append(FindingEvidence(one.finding.uuid, maps))
        bar.finish()
    return tuple(made)
