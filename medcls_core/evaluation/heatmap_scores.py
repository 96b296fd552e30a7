"""Deletion and insertion of heatmaps against random order, on labelled images.

Every image has its own random orders, and each method is compared with them on that image; the
intervals are of these differences, by the unit of the split.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from medcls_core.data.labelled import LabelledImage
from medcls_core.evaluation.intervals import Interval, Weights, bootstrap_weights
from medcls_core.explain import Evidence, EvidenceMethod, blocks_of, curves_of, hottest_first
from medcls_core.explain.deletion import Curves, random_orders
from medcls_core.explain.scaling import resize_map
from medcls_core.inference import Predictor
from medcls_core.inference.explained import DRAWN, Explained, asked_probability, explain_image
from medcls_core.progress import Progress
from medcls_core.tasks import Task, TaskKind

ORDERS = 4
"""Random orders of an image."""

MOST_IMAGES, LEAST_IMAGES = 24, 8
PATCHES = 40
"""Of a mask task: small ones, and in about half of them there is nothing to explain."""
_PIXELS = 224 * 224  # of an input for which the most images take minutes on a CPU


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A labelled image and what a predictor said of it."""

    item: LabelledImage
    explained: Explained

    @property
    def right(self) -> bool:
        """Whether the answer is the label."""
        return self.explained.answer == self.item.label


@dataclass(frozen=True, slots=True)
class HeatmapScore:
    """One method on one image: its curves, and the mean of those of the random orders."""

    name: str
    unit: str
    label: str
    answer: str
    method: EvidenceMethod
    heat: Curves
    chance: Curves


@dataclass(frozen=True, slots=True)
class MethodFigures:
    """One method on all images; areas under curves, means over the images.

    Attributes:
        method: which heatmap.
        images: how many, of `units` patients, cases or groups.
        deletion: lower is better.
        deletion_gain: how much lower than in random order.
        insertion: higher is better.
        insertion_gain: how much higher than in random order.
    """

    method: EvidenceMethod
    images: int
    units: int
    deletion: Interval
    deletion_chance: Interval
    deletion_gain: Interval
    insertion: Interval
    insertion_chance: Interval
    insertion_gain: Interval


def affordable(task: Task) -> int:
    """How many images of a task can be scored within minutes on a CPU."""
    if task.kind is TaskKind.MASK:
        return PATCHES
    contract = task.input
    share = _PIXELS / (contract.width_px * contract.height_px)
    return max(LEAST_IMAGES, min(MOST_IMAGES, round(MOST_IMAGES * share)))


def explain_examples(
    predictor: Predictor, items: Sequence[LabelledImage], progress: Progress
) -> list[Example]:
    """The predictor's answers and heatmaps.

    Raises:
        ImageUnreadable: if a file is missing or damaged.
        Cancelled: between two images.
    """
    examples = []
    for done, item in enumerate(items):
        progress.update(done, len(items), "evidence")
        examples.append(Example(item, explain_image(predictor, item.read())))
    progress.update(len(items), len(items), "evidence")
    return examples


def score_heatmaps(
    predictor: Predictor,
    examples: Sequence[Example],
    progress: Progress,
    *,
    orders: int = ORDERS,
    seed: int = 0,
) -> list[HeatmapScore]:
    """Deletion and insertion of every heatmap of every example.

    Examples in which a mask network saw nothing are left out: there is nothing to explain.

    Raises:
        Cancelled: between two images.
    """
    scores = []
    for done, example in enumerate(examples):
        progress.update(done, len(examples), "heatmap_scores")
        if example.explained.shows_object:
            scores += _score(predictor, example, orders, (seed, done))
    progress.update(len(examples), len(examples), "heatmap_scores")
    return scores


def _score(
    predictor: Predictor, example: Example, orders: int, seed: tuple[int, int]
) -> list[HeatmapScore]:
    explained, item = example.explained, example.item
    maps = [one for one in explained.maps if one.method is not DRAWN]
    rgb = explained.rgb
    blocks = blocks_of(*rgb.shape[:2])
    by_chance = random_orders(blocks, orders, seed)
    by_heat = [hottest_first(fitted(one, rgb), blocks) for one in maps]
    asked = asked_probability(predictor, explained)
    curves = curves_of(asked, rgb, [*by_chance, *by_heat], blocks)
    chance = _mean(curves[:orders])
    return [
        HeatmapScore(item.name, item.unit, item.label, explained.answer, one.method, of_map, chance)
        for one, of_map in zip(maps, curves[orders:], strict=True)
    ]


def fitted(evidence: Evidence, rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The heat at the size of the image (H, W, 3) that it covers."""
    heat: NDArray[np.float32] = resize_map(
        torch.from_numpy(evidence.values), *rgb.shape[:2]
    ).numpy()
    return heat


def _mean(several: Sequence[Curves]) -> Curves:
    return Curves(
        several[0].fractions,
        tuple(np.mean([one.deletion for one in several], 0).tolist()),
        tuple(np.mean([one.insertion for one in several], 0).tolist()),
    )


def method_figures(scores: Sequence[HeatmapScore], unit_name: str) -> list[MethodFigures]:
    """The scores of each method, in the order in which the network gives its maps.

    Args:
        scores: of `score_heatmaps`.
        unit_name: of the labelled set; where it is "image" every image is a unit of its own.
    """
    by_method: dict[EvidenceMethod, list[HeatmapScore]] = defaultdict(list)
    for score in scores:
        by_method[score.method].append(score)
    return [_figures(method, some, unit_name) for method, some in by_method.items()]


def _figures(
    method: EvidenceMethod, scores: Sequence[HeatmapScore], unit_name: str
) -> MethodFigures:
    areas = np.array([_areas(score) for score in scores])
    units = [score.name if unit_name == "image" else score.unit for score in scores]
    intervals = bootstrap_weights(units, lambda weights: mean_by_draw(weights, areas))
    count = len(set(units))
    honest = [of_several(one, count) for one in intervals]
    return MethodFigures(method, len(scores), count, *honest)


def of_several(interval: Interval, units: int) -> Interval:
    """`interval`, with nan limits where a single unit can't tell how figures vary."""
    return interval if units > 1 else Interval(interval.value, math.nan, math.nan)


def _areas(score: HeatmapScore) -> tuple[float, ...]:
    deletion, by_chance = score.heat.deletion_area, score.chance.deletion_area
    insertion, shown_by_chance = score.heat.insertion_area, score.chance.insertion_area
    return (
        *(deletion, by_chance, by_chance - deletion),
        *(insertion, shown_by_chance, insertion - shown_by_chance),
    )


def mean_by_draw(weights: Weights, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean of K values of N items, for each draw: weights (D, N), values (N, K) to (D, K)."""
    means: NDArray[np.float64] = weights @ values / weights.sum(1, keepdims=True)
    return means
