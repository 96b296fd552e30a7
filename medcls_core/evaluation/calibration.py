"""Whether a model is as often right as it is sure: temperature, ECE, reliability."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax

from medcls_core.evaluation.answers import Answer, logits_of, probabilities_of
from medcls_core.evaluation.intervals import Weights

BINS = 15
TEMPERATURES = (0.05, 20.0)


def fit_temperature(answers: Sequence[Answer]) -> float:
    """The temperature under which the answers' labels are likeliest.

    After Guo et al., On Calibration of Modern Neural Networks (2017). Fit it on validation
    answers, never on those that figures are reported of. It stays within `TEMPERATURES`; answers
    without any error are best explained by the lower end, which says nothing about the model.

    Raises:
        ValueError: if there are no answers.
    """
    if not answers:
        raise ValueError("a temperature needs at least one answer")
    logits = logits_of(answers)
    labels = np.array([[answer.label] for answer in answers])

    def loss(log_temperature: float) -> float:
        log_probs = log_softmax(logits / math.exp(log_temperature), axis=1)
        return float(-np.take_along_axis(log_probs, labels, 1).mean())

    low, high = map(math.log, TEMPERATURES)
    return math.exp(minimize_scalar(loss, bounds=(low, high), method="bounded").x)


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Answers whose confidence lies in [low, high); means are nan where there are none."""

    low: float
    high: float
    n: int
    confidence: float
    accuracy: float


def reliability_bins(
    answers: Sequence[Answer], bins: int = BINS, temperature: float = 1.0
) -> tuple[ReliabilityBin, ...]:
    """Mean confidence and accuracy in `bins` equal bins of the chosen class's probability."""
    confidence, right = _confidence_and_right(answers, temperature)
    places = _places(confidence, bins)
    edges = np.linspace(0, 1, bins + 1).tolist()
    return tuple(
        ReliabilityBin(
            low, high, int(inside.sum()), _mean(confidence, inside), _mean(right, inside)
        )
        for low, high, inside in zip(edges[:-1], edges[1:], _masks(places, bins), strict=True)
    )


def ece_by_draw(
    weights: Weights, confidence: NDArray[np.float64], right: NDArray[np.bool_], bins: int = BINS
) -> NDArray[np.float64]:
    """The expected calibration error of each draw, (D,); confidence and right are (N,)."""
    gaps = np.eye(bins)[_places(confidence, bins)] * (right - confidence)[:, None]
    error: NDArray[np.float64] = np.abs(weights @ gaps).sum(1) / weights.sum(1)
    return error


def _confidence_and_right(
    answers: Sequence[Answer], temperature: float
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    probs = probabilities_of(answers, temperature).astype(np.float64)
    labels = np.array([answer.label for answer in answers])
    return probs.max(1), logits_of(answers).argmax(1) == labels


def _places(confidence: NDArray[np.float64], bins: int) -> NDArray[np.int64]:
    """The bin of each confidence; 1 belongs to the last."""
    edges = np.linspace(0, 1, bins + 1)
    return np.minimum(np.searchsorted(edges, confidence, side="right") - 1, bins - 1)


def _masks(places: NDArray[np.int64], bins: int) -> list[NDArray[np.bool_]]:
    return [places == place for place in range(bins)]


def _mean(values: NDArray[np.float64] | NDArray[np.bool_], inside: NDArray[np.bool_]) -> float:
    return float(values[inside].mean()) if inside.any() else math.nan
