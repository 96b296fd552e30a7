"""Giving findings of a new run the identity they had before, so that verdicts stay with them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from medcls_core.findings import Finding
from medcls_core.geometry import Box

if TYPE_CHECKING:  # the inference package loads torch
    from medcls_core.inference.analysis_types import Analysis

_NONE: Mapping[UUID, Finding] = {}

SAME_PLACE_IOU = 0.5
"""Two outlines whose boxes overlap at least that much are the same object."""


def adopt(
    analysis: "Analysis", known: Sequence[Finding], first: Mapping[UUID, Finding] = _NONE
) -> "Analysis":
    """The analysis with each finding that the store already knows under its known uuid.

    Args:
        analysis: of a new run.
        known: findings with the outlines that stand.
        first: the same as they were found, by uuid; an outline that was drawn since doesn't make
            another object of it.
    """
    free = list(known)
    names: dict[UUID, Finding] = {}
    for scored in analysis.scored:
        twin = _twin(scored.finding, free, first)
        if twin is not None:
            free.remove(twin)
            names[scored.finding.uuid] = twin
    return _renamed(analysis, names) if names else analysis


def _twin(
    finding: Finding, known: Sequence[Finding], first: Mapping[UUID, Finding]
) -> Finding | None:
    def overlap(each: Finding) -> float:
        return max(_overlap(finding, each), _overlap(finding, first.get(each.uuid, each)))

    best = max(known, key=overlap, default=None)
    return best if best is not None and overlap(best) >= SAME_PLACE_IOU else None


def _overlap(first: Finding, second: Finding) -> float:
    """Intersection over union of the boxes; two points at one place are the same."""
    if first.outline == second.outline:
        return 1.0
    one, other = first.outline.bounds, second.outline.bounds
    common: Box | None = one.intersection(other)
    if common is None:
        return 0.0
    return common.area_l0 / (one.area_l0 + other.area_l0 - common.area_l0)


def _renamed(analysis: "Analysis", names: dict[UUID, Finding]) -> "Analysis":
    def name(uuid: UUID) -> UUID:
        return names[uuid].uuid if uuid in names else uuid

    scored = tuple(
        replace(
            each,
            finding=names.get(each.finding.uuid, each.finding),
            prediction=replace(each.prediction, finding=name(each.finding.uuid)),
        )
        for each in analysis.scored
    )
    evidence = tuple(replace(each, finding=name(each.finding)) for each in analysis.evidence)
    return replace(analysis, scored=scored, evidence=evidence)
