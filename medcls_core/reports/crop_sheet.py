"""The crop sheet: findings one by one, each with its evidence beside it."""

from collections.abc import Sequence
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from medcls_core.explain.evidence import Evidence, EvidenceMethod
from medcls_core.geometry import Box, Size
from medcls_core.images.source import ImageSource
from medcls_core.inference.analysis_types import Analysis
from medcls_core.reports.case_report import Crop, Standing
from medcls_core.reports.colours import lay_heat, rgb_of
from medcls_core.reports.counting import Judged
from medcls_core.reports.lettering import SHAPES
from medcls_core.reports.pictures import Mark, heat_in, with_scale
from medcls_core.reports.words import METHODS
from medcls_core.tasks import ClassLabel, Task, TaskKind, trait_words

_CROP_PX = 288
_CROP_UM = 48.0
_LEAST_CROP_L0 = 64.0
_METHODS = (
    EvidenceMethod.GRAD_CAM,
    EvidenceMethod.CBAM_SPATIAL,
    EvidenceMethod.SE_CHANNEL,
    EvidenceMethod.MASK,
    EvidenceMethod.INPUT_GRADIENT,
)


def in_reading_order(judged: Sequence[Judged], background: str | None) -> list[Judged]:
    """What readers stand for first, then what waits for one, surest first, then the rest."""
    return sorted(
        judged,
        key=lambda one: (
            _rank(one, background),
            -(one.score if one.score is not None else 1.0),
            one.finding.outline.center,
        ),
    )


def _rank(one: Judged, background: str | None) -> int:
    if one.standing is Standing.REJECTED:
        return 3
    if one.reader_class is None:
        return 1
    return 2 if one.reader_class == background else 0


def marks_of(
    judged: Sequence[Judged], shown: Sequence[Judged], labels: Sequence[ClassLabel]
) -> list[Mark]:
    """Marks of the overview; those with a crop carry its number, rejected ones have no mark."""
    by_key = {label.key: (label, place) for place, label in enumerate(_by_digit(labels))}
    numbers = {one.finding.uuid: one.number for one in shown}
    marks = []
    for one in judged:
        key = one.reader_class or one.model_class
        if key not in by_key or one.standing is Standing.REJECTED:
            continue
        label, place = by_key[key]
        marks.append(
            Mark(
                one.finding.outline.center,
                rgb_of(label.color),
                SHAPES[place % len(SHAPES)],
                numbers.get(one.finding.uuid),
            )
        )
    return marks


def shape_of(label: ClassLabel, labels: Sequence[ClassLabel]) -> str:
    """The shape of a class's marks."""
    return SHAPES[_by_digit(labels).index(label) % len(SHAPES)]


def _by_digit(labels: Sequence[ClassLabel]) -> list[ClassLabel]:
    return sorted(labels, key=lambda label: label.digit)


def make_crops(
    source: ImageSource, shown: Sequence[Judged], analysis: Analysis, task: Task
) -> tuple[Crop, ...]:
    """A crop of every finding in `shown`, under its number, all with evidence of one method.

    Raises:
        ImageUnreadable: if the image is damaged there.
    """
    found = [one.finding.uuid for one in shown]
    evidence = _evidence_of_one_method(found, analysis)
    return tuple(_crop(source, one, evidence.get(one.finding.uuid), task) for one in shown)


def _evidence_of_one_method(found: Sequence[UUID], analysis: Analysis) -> dict[UUID, Evidence]:
    """Evidence that can be compared from crop to crop, since it was made in the same way.

    The first method that every finding has; else the probability map, which covers them all; else
    the first that any finding has.
    """
    maps = {
        one.finding: {each.method: each for each in reversed(one.maps)}
        for one in analysis.evidence
        if one.finding in found
    }
    for method in _METHODS:
        if all(method in maps.get(finding, {}) for finding in found):
            return {finding: maps[finding][method] for finding in found}
    if analysis.probability is not None:
        return dict.fromkeys(found, analysis.probability)
    for method in _METHODS:
        some = {finding: has[method] for finding, has in maps.items() if method in has}
        if some:
            return some
    return {}


def _crop(source: ImageSource, one: Judged, evidence: Evidence | None, task: Task) -> Crop:
    box = crop_box(one.finding.outline.bounds, source, task)
    size = _size(box)
    picture = source.read(box, size)
    by_key = {label.key: label for label in task.classes}
    return Crop(
        number=one.number,
        finding=one.finding.uuid,
        box_l0=box,
        picture=with_scale(picture, source, box.width_l0 / size.width),
        evidence=_laid(picture, evidence, box),
        evidence_method=None if evidence is None else METHODS[evidence.method],
        label_model=by_key.get(one.model_class or ""),
        label_reader=by_key.get(one.reader_class or ""),
        prob=one.score,
        area_um2=one.area_um2,
        standing=one.standing,
        reader=None if one.read is None else one.read.reader,
        flagged=one.flagged,
        traits=trait_words(one.traits, task),
    )


def crop_box(bounds: Box, source: ImageSource, task: Task) -> Box:
    """A square around a finding with room to judge its surroundings; a field stays whole."""
    if task.kind is TaskKind.FIELD:
        return bounds
    side = 1.3 * max(bounds.width_l0, bounds.height_l0)
    if task.kind is TaskKind.MASK and source.pixel_size is not None:
        side = max(side, _CROP_UM / source.pixel_size.mpp)
    return Box.around(bounds.center, max(side, _LEAST_CROP_L0))


def _size(box: Box) -> Size:
    factor = _CROP_PX / max(box.width_l0, box.height_l0)
    return Size(max(1, round(box.width_l0 * factor)), max(1, round(box.height_l0 * factor)))


def _laid(
    picture: NDArray[np.uint8], evidence: Evidence | None, box: Box
) -> NDArray[np.uint8] | None:
    if evidence is None:
        return None
    height, width = picture.shape[:2]
    return lay_heat(picture, heat_in(evidence, box, Size(width, height)))
