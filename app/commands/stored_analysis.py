"""An analysis put together from the label store, for a report after a restart."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from app.state import OpenImage
from app.translation import current_language
from medcls_core.errors import InputInvalid
from medcls_core.findings import Finding, Prediction
from medcls_core.geometry import Box
from medcls_core.language import Text
from medcls_core.tasks import Task, TaskKind

if TYPE_CHECKING:  # these load torch
    from medcls_core.inference.analysis_types import Analysis, ScoredFinding
    from medcls_core.networks.card import ModelVersion

# ruff: noqa: PLC0415  (called in a job)

_NOT_RUN = Text("run the task on this image first", "请先对此图像运行该任务")
_OTHER_MODEL = Text(
    "its findings are of another model version; run the task again",
    "其结果来自其他模型版本；请重新运行该任务",
)
_REPORT = Text("Report", "报告")


def analysis_from_store(
    image: OpenImage,
    task: Task,
    findings: Sequence[Finding],
    predictions: Sequence[Prediction],
    version: "ModelVersion | None",
) -> "Analysis":
    """What the model said of the whole image, without heatmaps.

    Raises:
        InputInvalid: if no model answered, or another version than the one that is there now.
    """
    from medcls_core.inference.analysis_types import Analysis

    language = current_language()
    if version is None or version.card.weights is None or not predictions:
        raise InputInvalid(_REPORT.say(language), _NOT_RUN.say(language))
    if any(each.model_sha256 != version.sha256 for each in predictions):
        raise InputInvalid(_REPORT.say(language), _OTHER_MODEL.say(language))
    size = image.source.size_l0
    return Analysis(
        task=task.key,
        image=image.path,
        size_l0=size,
        pixel_size=image.source.pixel_size,
        model=version,
        region=Box(0, 0, size.width, size.height),
        threshold=version.card.weights.threshold,
        scored=_scored(image, task, findings, predictions),
        probability=None,
        evidence=(),
        tissue_area_mm2=_tissue_mm2(image) if task.kind is TaskKind.MASK else None,
        seconds=0.0,
        tiles=0,
        device="",
    )


def redrawn(analysis: "Analysis", findings: Sequence[Finding]) -> "Analysis":
    """The analysis with the outlines that stand in the label store, and their areas."""
    now = {finding.uuid: finding for finding in findings}
    known = analysis.pixel_size
    scored = []
    for each in analysis.scored:
        finding = now.get(each.finding.uuid, each.finding)
        area = None if known is None else finding.outline.area_l0 * known.mpp**2
        changed = finding.outline != each.finding.outline
        scored.append(replace(each, finding=finding, area_um2=area) if changed else each)
    return replace(analysis, scored=tuple(scored))


def _scored(
    image: OpenImage, task: Task, findings: Sequence[Finding], predictions: Sequence[Prediction]
) -> "tuple[ScoredFinding, ...]":
    from medcls_core.inference.analysis_types import ScoredFinding

    known = image.source.pixel_size
    answers = {each.finding: each for each in predictions}
    scored = []
    for finding in findings:
        answer = answers.get(finding.uuid)
        if answer is None or finding.task != task.key:
            continue
        area = finding.outline.area_l0 * known.mpp**2 if known is not None else None
        scored.append(ScoredFinding(finding, answer, area, answer.top_prob))
    return tuple(scored)


def _tissue_mm2(image: OpenImage) -> float | None:
    from medcls_core.images import tissue_mask

    known = image.source.pixel_size
    return None if known is None else tissue_mask(image.source).area_l0 * known.mpp**2 / 1e6
