"""How well a mask network finds mitoses, on patches with known centres and on whole fields.

Objects come from the same code that analyses slides, so a threshold means the same in both.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from medcls_core.data.mitosis_crops import LabelledField, labelled_patch
from medcls_core.data.mitosis_patches import MitosisPatch
from medcls_core.evaluation import detection, segmentation
from medcls_core.evaluation.card_metrics import metric_of
from medcls_core.evaluation.detection import DetectionCounts, match_detections
from medcls_core.evaluation.figure_names import (
    ALARMS_PER_MM2,
    DICE_OF_PSEUDO_MASKS,
    F1_IN_REACH,
    HARD_NEGATIVES_CALLED,
    MIOU_OF_PSEUDO_MASKS,
    MPA_OF_PSEUDO_MASKS,
    PRECISION_IN_REACH,
    RECALL_IN_REACH,
)
from medcls_core.evaluation.intervals import Interval, bootstrap_by_unit, proportion, with_width
from medcls_core.evaluation.segmentation import MaskCounts, count_pixels
from medcls_core.inference import Predictor, find_objects
from medcls_core.networks import Metric
from medcls_core.progress import Progress

MATCH_RADIUS_UM = 7.5
CANDIDATE_SCORE = 0.3
MASK_PROB = 0.5
BATCH = 8
FIELD_TILE_PX = 256
THRESHOLDS = tuple(round(0.4 + 0.02 * step, 2) for step in range(29))


@dataclass(frozen=True, slots=True)
class Candidate:
    """An object that some threshold would keep: centre in patch pixels, score."""

    x_px: float
    y_px: float
    score: float


@dataclass(frozen=True, slots=True)
class PatchAnswer:
    """One patch, what is known of it and what the model said."""

    patch: MitosisPatch
    candidates: tuple[Candidate, ...]
    pixels: MaskCounts

    def counts(self, threshold: float) -> DetectionCounts:
        """Matches at 7.5 um of the candidates that reach `threshold`."""
        kept = [(one.x_px, one.y_px) for one in self.candidates if one.score >= threshold]
        radius_px = MATCH_RADIUS_UM / self.patch.mpp
        return match_detections(kept, self.patch.centres_px, radius_px)


@dataclass(frozen=True, slots=True)
class FieldAnswer:
    """A field without known mitoses: area and the scores of its candidates."""

    area_mm2: float
    scores: tuple[float, ...]

    def alarms(self, threshold: float) -> int:
        """Candidates that reach `threshold`."""
        return sum(score >= threshold for score in self.scores)


def answer_patches(
    predictor: Predictor, patches: Sequence[MitosisPatch], progress: Progress
) -> list[PatchAnswer]:
    """Run the model on every patch; all patches have the task's mpp.

    Raises:
        Cancelled: between two patches.
    """
    answers = []
    for done, patch in enumerate(patches):
        progress.update(done, len(patches), "patches")
        labelled = labelled_patch(patch)
        prob = _prob_map(predictor, labelled.rgb)
        pixels = count_pixels(prob >= MASK_PROB, labelled.mask)
        answers.append(PatchAnswer(patch, _candidates(prob, patch.mpp), pixels))
    return answers


def answer_fields(
    predictor: Predictor, fields: Sequence[LabelledField], mpp: float, progress: Progress
) -> list[FieldAnswer]:
    """Run the model on whole fields in tiles of 256 pixels.

    Raises:
        Cancelled: between two fields.
    """
    answers = []
    for done, field in enumerate(fields):
        progress.update(done, len(fields), "fields")
        prob = _prob_map(predictor, field.rgb)
        scores = tuple(one.score for one in _candidates(prob, mpp))
        answers.append(FieldAnswer(prob.size * mpp**2 / 1e6, scores))
    return answers


def _candidates(prob: NDArray[np.float32], mpp: float) -> tuple[Candidate, ...]:
    found = find_objects(prob, CANDIDATE_SCORE, mpp)
    return tuple(Candidate(*one.center, one.score) for one in found)


def _prob_map(predictor: Predictor, rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Probability of the object class (H, W); tiles meet without overlap, the edge is mirrored."""
    height, width = rgb.shape[:2]
    tile = min(FIELD_TILE_PX, -(-max(height, width) // 16) * 16)
    padded = np.pad(rgb, ((0, -height % tile), (0, -width % tile), (0, 0)), mode="symmetric")
    prob = np.zeros(padded.shape[:2], np.float32)
    places = [
        np.s_[top : top + tile, left : left + tile]
        for top in range(0, padded.shape[0], tile)
        for left in range(0, padded.shape[1], tile)
    ]
    for start in range(0, len(places), BATCH):
        batch = places[start : start + BATCH]
        answers = predictor.predict_objects(np.stack([padded[place] for place in batch]))
        for place, answer in zip(batch, answers, strict=True):
            prob[place] = answer
    return prob[:height, :width]


def choose_threshold(patches: Sequence[PatchAnswer], fields: Sequence[FieldAnswer]) -> float:
    """The threshold with the highest F1 over patches and mitosis-free fields together.

    Patches alone would choose too low a one: a slide has a thousand times more nuclei than
    mitoses, and every alarm in a mitosis-free field counts against the threshold here.
    """
    return max(THRESHOLDS, key=lambda threshold: f1_with_fields(patches, fields, threshold))


def f1_with_fields(
    patches: Sequence[PatchAnswer], fields: Sequence[FieldAnswer], threshold: float
) -> float:
    """F1 at 7.5 um over patches, every alarm in the mitosis-free `fields` a false positive."""
    counts = detection.total(answer.counts(threshold) for answer in patches)
    alarms = sum(field.alarms(threshold) for field in fields)
    return DetectionCounts(counts.tp, counts.fp + alarms, counts.fn).f1


def patch_metrics(
    answers: Sequence[PatchAnswer], threshold: float, data: str
) -> tuple[Metric, ...]:
    """Object and mask figures with 95 % intervals by case, and the share of hard negatives.

    A figure that isn't defined (precision where nothing was found) is left out; an interval
    without any width is not given, or is Wilson's over the cases for shares of 0 and 1.
    """
    figures = [answer for answer in answers if not answer.patch.hard_negative]
    by_case: dict[str, list[PatchAnswer]] = defaultdict(list)
    for answer in figures:
        by_case[answer.patch.case].append(answer)
    cases = f"patches of {len(by_case)} cases"

    def metric(
        name: str, statistic: Callable[[Sequence[PatchAnswer]], float], *, share: bool = False
    ) -> Metric:
        interval = bootstrap_by_unit(by_case, statistic)
        about = sum(not math.isnan(statistic(case)) for case in by_case.values())
        interval = with_width(interval, about, share=share)
        return metric_of(name, interval, len(figures), cases, data)

    metrics = [
        metric(PRECISION_IN_REACH, lambda some: _objects(some, threshold).precision, share=True),
        metric(RECALL_IN_REACH, lambda some: _objects(some, threshold).recall, share=True),
        metric(F1_IN_REACH, lambda some: _objects(some, threshold).f1),
        metric(DICE_OF_PSEUDO_MASKS, lambda some: _pixels(some).dice),
        metric(MPA_OF_PSEUDO_MASKS, lambda some: _pixels(some).mpa),
        metric(MIOU_OF_PSEUDO_MASKS, lambda some: _pixels(some).miou),
    ]
    hard = [answer for answer in answers if answer.patch.hard_negative]
    if hard:
        called = sum(answer.counts(threshold).fp > 0 for answer in hard)
        share = proportion(called, len(hard))
        unit = f"patches of {len({answer.patch.case for answer in hard})} case(s)"
        metrics.append(metric_of(HARD_NEGATIVES_CALLED, share, len(hard), unit, data))
    return tuple(one for one in metrics if not math.isnan(one.value))


def alarm_metrics(
    answers: Mapping[str, Sequence[FieldAnswer]], threshold: float
) -> tuple[Metric, ...]:
    """Alarms per mm2 with exact Poisson intervals, one figure a group of fields."""
    return tuple(_alarms(list(fields), threshold, data) for data, fields in answers.items())


def _alarms(fields: Sequence[FieldAnswer], threshold: float, data: str) -> Metric:
    area = sum(field.area_mm2 for field in fields)
    count = sum(field.alarms(threshold) for field in fields)
    low = stats.chi2.ppf(0.025, 2 * count) / 2 if count else 0.0
    high = stats.chi2.ppf(0.975, 2 * count + 2) / 2
    unit = f"fields, {area:.2f} mm2, {count} alarms"
    interval = Interval(count / area, float(low) / area, float(high) / area)
    return metric_of(ALARMS_PER_MM2, interval, len(fields), unit, data)


def _objects(answers: Sequence[PatchAnswer], threshold: float) -> DetectionCounts:
    return detection.total(answer.counts(threshold) for answer in answers)


def _pixels(answers: Sequence[PatchAnswer]) -> MaskCounts:
    return segmentation.total(answer.pixels for answer in answers)
