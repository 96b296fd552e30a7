"""Is a heatmap true? Take away what it calls important and watch the probability.

Source: "RISE: Randomized Input Sampling for Explanation of Black-box Models" (2018), its deletion
test. We compare with taking away the same amount in the opposite order, so that the figure
has a meaning of its own: above 0 the hot places matter more than the cold ones.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Probability = Callable[[NDArray[np.uint8]], NDArray[np.float32]]
"""Probabilities (N,) of the class in question for a batch uint8 (N, H, W, 3)."""


@dataclass(frozen=True, slots=True)
class Deletion:
    """A tested heatmap.

    Attributes:
        fractions: shares of the input that were taken away, from 0 to 1.
        hot_first: probability after taking that share away, hottest places first.
        cold_first: the same, coldest places first.
    """

    fractions: tuple[float, ...]
    hot_first: tuple[float, ...]
    cold_first: tuple[float, ...]

    @property
    def faithfulness(self) -> float:
        """Area between the two curves, in [-1, 1]; 0 for a heatmap that says nothing."""
        gap = np.subtract(self.cold_first, self.hot_first)
        return float(np.trapezoid(gap, self.fractions))


def deletion_test(
    probability: Probability,
    rgb: NDArray[np.uint8],
    heat: NDArray[np.float32],
    steps: int = 10,
) -> Deletion:
    """Take pixels away step by step, hottest and coldest first.

    What is taken away becomes the input's mean colour. Equally hot places (most of a map after its
    ReLU) go in an arbitrary, always equal order.

    Args:
        probability: the model, as a function of pixels.
        rgb: uint8 input (H, W, 3).
        heat: heatmap (H, W) of the same size.
        steps: shares between nothing and everything.
    """
    fractions = np.linspace(0, 1, steps + 1)
    shuffled = np.random.default_rng(0).permutation(heat.size)
    coldest = shuffled[np.argsort(heat.ravel()[shuffled], kind="stable")]
    fill = rgb.reshape(-1, 3).mean(0).round().astype(np.uint8)

    def curve(order: NDArray[np.intp]) -> tuple[float, ...]:
        batch = np.repeat(rgb.reshape(1, -1, 3), len(fractions), axis=0)
        for inputs, fraction in zip(batch, fractions, strict=True):
            inputs[order[: round(fraction * heat.size)]] = fill
        return tuple(probability(batch.reshape(-1, *rgb.shape)).astype(float).tolist())

    return Deletion(tuple(fractions.tolist()), curve(coldest[::-1]), curve(coldest))
