"""How much of a predictor's heatmaps remains while its network forgets what it has learnt."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

import numpy as np
import torch

from medcls_core.evaluation.heatmap_scores import Example, mean_by_draw, of_several
from medcls_core.evaluation.intervals import Interval, bootstrap_weights
from medcls_core.explain import Evidence, EvidenceMethod, cascade, similarity
from medcls_core.explain.randomisation import GROUPS, Similarity
from medcls_core.inference import Predictor
from medcls_core.inference.explained import DRAWN, heatmaps_of, inputs_of
from medcls_core.progress import Progress

MOST_IMAGES = 8
"""Enough for a mean, and the input that batch normalisation measures anew by."""

FOLLOWS = 0.5
"""Rank correlation below which a map no longer is what it was."""


@dataclass(frozen=True, slots=True)
class Remainder:
    """What remains of a method's maps once a share of the network is forgotten.

    Attributes:
        method: which heatmap.
        forgotten: share of the learnt numbers that are shuffled, in [0, 1].
        images: how many.
        spearman: mean rank correlation with the maps of the trained network.
        ssim: mean structural similarity with them.
    """

    method: EvidenceMethod
    forgotten: float
    images: int
    spearman: Interval
    ssim: Interval

    @property
    def is_last(self) -> bool:
        """Nothing learnt is left."""
        return self.forgotten >= 1

    @property
    def follows_weights(self) -> bool | None:
        """Whether the map depends on what was learnt, as far as its interval tells; else None."""
        if self.spearman.high < FOLLOWS:
            return True
        return False if self.spearman.low > FOLLOWS else None


def forget(
    predictor: Predictor,
    examples: Sequence[Example],
    unit_name: str,
    progress: Progress,
    *,
    seed: int = 0,
) -> list[Remainder]:
    """Let the predictor's network forget from the head backwards; it is itself again afterwards.

    Args:
        predictor: whose heatmaps are compared.
        examples: the first `MOST_IMAGES` that show something are taken.
        unit_name: of the labelled set.
        progress: told after every step.
        seed: of the forgetting.

    Returns:
        For every step every method; empty if there are no heatmaps.

    Raises:
        Cancelled: between two steps.
    """
    shown = [one for one in examples if one.explained.shows_object and _tested(one.explained.maps)]
    shown = shown[:MOST_IMAGES]
    if not shown:
        return []
    inputs = [inputs_of(predictor, one.explained) for one in shown]
    alike = torch.cat([one for one in inputs if one.shape == inputs[0].shape])
    units = [one.item.name if unit_name == "image" else one.item.unit for one in shown]
    remainders: list[Remainder] = []
    with closing(cascade(predictor.network, alike, seed=seed)) as shares:
        for done, share in enumerate(shares):
            progress.update(done, GROUPS + 1, "heatmap_sanity")
            now = [_tested(heatmaps_of(predictor, one.explained)) for one in shown]
            remainders += _remainders(shown, now, units, share)
    progress.update(GROUPS + 1, GROUPS + 1, "heatmap_sanity")
    return remainders


def _tested(maps: Sequence[Evidence]) -> list[Evidence]:
    return [one for one in maps if one.method is not DRAWN]


def _remainders(
    shown: Sequence[Example],
    now: Sequence[Sequence[Evidence]],
    units: Sequence[str],
    share: float,
) -> list[Remainder]:
    before = [_tested(one.explained.maps) for one in shown]
    found = []
    for place, method in enumerate(one.method for one in before[0]):
        pairs = zip(before, now, strict=True)
        alike = [similarity(a[place].values, b[place].values) for a, b in pairs]
        found.append(_remainder(method, share, alike, units))
    return found


def _remainder(
    method: EvidenceMethod, share: float, alike: Sequence[Similarity], units: Sequence[str]
) -> Remainder:
    values = np.array([(one.spearman, one.ssim) for one in alike])
    spearman, ssim = bootstrap_weights(units, lambda weights: mean_by_draw(weights, values))
    count = len(set(units))
    spearman, ssim = (of_several(one, count) for one in (spearman, ssim))
    return Remainder(method, share, len(alike), spearman, ssim)
