"""Sets of classes that hold the true one as often as promised, instead of one class when unsure."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from medcls_core.evaluation.answers import Answer, probabilities_of
from medcls_core.evaluation.card_metrics import metric_of
from medcls_core.evaluation.intervals import Weights, bootstrap_weights
from medcls_core.networks.card import ConformalSets

LEVEL = 0.9
LEAST = 30
"""Answers; with fewer no set can promise nine in ten and stay small."""

HALVES = 20
COVERAGE = "coverage of sets"


def fit_threshold(probs: NDArray[np.floating], labels: NDArray[np.int64], level: float) -> float:
    """The probability from which a class belongs to a set, so that `level` of sets hold the truth.

    Split conformal prediction with the least ambiguous sets (Sadinle, Lei and Wasserman, Least
    Ambiguous Set-Valued Classifiers with Bounded Error Levels, 2019): the (n + 1)(1 - level)-th
    smallest probability of the true classes. It holds for any model as long as the asked and the
    calibrating cells are alike (exchangeable). 0, which is every class, where n is too small.
    Adaptive sets (Romano, Sesia and Candès 2020) without their randomness held the truth in .97
    where .90 was asked, with 3.2 of Herlev's seven classes instead of these sets' 2.0.
    """
    of_truth = np.sort(np.asarray(probs, np.float64)[np.arange(len(labels)), labels])
    rank = math.floor((len(of_truth) + 1) * (1 - level) + 1e-9)
    return 0.0 if rank < 1 else float(of_truth[rank - 1])


def in_sets(probs: NDArray[np.floating], threshold: float) -> NDArray[np.bool_]:
    """Which classes belong to each set, (N, C) bool; the likeliest always does."""
    inside: NDArray[np.bool_] = np.asarray(probs) >= threshold
    inside[np.arange(len(probs)), np.asarray(probs).argmax(1)] = True
    return inside


def conformal_sets(
    answers: Sequence[Answer],
    temperature: float,
    unit_name: str,
    data: str,
    level: float = LEVEL,
) -> ConformalSets | None:
    """The threshold from all answers, and the coverage measured by halves that it wasn't fitted on.

    Twenty times the units are divided into halves; a threshold fitted on the one is tried on the
    other. The coverage is the mean over all tries, with a bootstrap interval by unit.

    Args:
        answers: of cells that the model was not trained on.
        temperature: of the model.
        unit_name: what is divided; "image": every image by itself.
        data: the answers' data in words.
        level: share of sets that are to hold the true class.

    Returns:
        None where there are too few answers.
    """
    if len(answers) < LEAST:
        return None
    probs = probabilities_of(answers, temperature).astype(np.float64)
    labels = np.array([one.label for one in answers], np.int64)
    units = np.array([one.name if unit_name == "image" else one.unit for one in answers])
    names = np.unique(units)
    if len(names) < 2:  # noqa: PLR2004  (two halves)
        return None
    hits, tries, sizes = np.zeros(len(labels)), np.zeros(len(labels)), np.zeros(len(labels))
    for half in range(HALVES):
        chosen = np.random.default_rng(half).permutation(names)[: len(names) // 2]
        fitted = np.isin(units, chosen)
        inside = in_sets(probs[~fitted], fit_threshold(probs[fitted], labels[fitted], level))
        hits[~fitted] += inside[np.arange(len(inside)), labels[~fitted]]
        sizes[~fitted] += inside.sum(1)
        tries[~fitted] += 1

    def coverage(weights: Weights) -> NDArray[np.float64]:
        share: NDArray[np.float64] = (weights @ hits) / (weights @ tries)
        return share[:, None]

    (interval,) = bootstrap_weights(units, coverage)
    unit = "images" if unit_name == "image" else f"images of {len(names)} {unit_name}s"
    return ConformalSets(
        level,
        fit_threshold(probs, labels, level),
        len(labels),
        metric_of(COVERAGE, interval, len(labels), unit, data),
        float(sizes.sum() / tries.sum()),
    )
