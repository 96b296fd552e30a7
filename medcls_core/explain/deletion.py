"""Is a heatmap true? Take away what it calls important, or show that alone, and watch the model.

Sources: "RISE: Randomized Input Sampling for Explanation of Black-box Models" (2018), deletion and
insertion; "Evaluating the Visualization of What a Deep Neural Network Has Learned" (2017), whose
regions and random order we take over. What we decided:

- The input is cut into 14x14 blocks, and whole blocks go or come. Single pixels in random order
  would spoil the texture everywhere at once, and any smooth heatmap would look good beside that;
  so the random orders take away exactly the same blocks, in another order.
- Deletion fills with the input's mean colour. Insertion starts from the input blurred by a
  Gaussian of a tenth of its shorter side, in which neither a cell nor a micronucleus is left.
- Equally hot blocks (most of a map after its ReLU) go in an arbitrary, always equal order.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Probability = Callable[[NDArray[np.uint8]], NDArray[np.float32]]
"""Probabilities (N,) of what is asked about, for a batch uint8 (N, H, W, 3)."""

Order = NDArray[np.intp]
"""Numbers of the blocks, from the one that goes first."""

SIDE = 14
FRACTIONS = (0.0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)
"""Shares of the blocks; close together at first, where a small object is gone at once."""
BLUR_SHARE = 0.1  # of the shorter side


@dataclass(frozen=True, slots=True)
class Curves:
    """What became of the probability while blocks went (deletion) or came (insertion).

    Attributes:
        fractions: shares of the blocks, from 0 to 1.
        deletion: probability with that share taken away.
        insertion: probability with that share shown and the rest blurred.
    """

    fractions: tuple[float, ...]
    deletion: tuple[float, ...]
    insertion: tuple[float, ...]

    @property
    def deletion_area(self) -> float:
        """Area under the deletion curve, in [0, 1]; low for a true heatmap."""
        return float(np.trapezoid(self.deletion, self.fractions))

    @property
    def insertion_area(self) -> float:
        """Area under the insertion curve, in [0, 1]; high for a true heatmap."""
        return float(np.trapezoid(self.insertion, self.fractions))


def blocks_of(height: int, width: int, side: int = SIDE) -> NDArray[np.intp]:
    """The number of every pixel's block (H, W), `side` x `side` of them (fewer in tiny inputs)."""
    rows, columns = min(side, height), min(side, width)
    row = np.arange(height) * rows // height
    column = np.arange(width) * columns // width
    return row[:, None] * columns + column


def hottest_first(heat: NDArray[np.float32], blocks: NDArray[np.intp]) -> Order:
    """Blocks by their mean heat (H, W), hottest first."""
    count = int(blocks.max()) + 1
    total = np.bincount(blocks.ravel(), heat.ravel().astype(np.float64), count)
    mean = total / np.bincount(blocks.ravel(), minlength=count)
    shuffled = np.random.default_rng(0).permutation(count)
    return shuffled[np.argsort(-mean[shuffled], kind="stable")]


def random_orders(blocks: NDArray[np.intp], count: int, seed: int | tuple[int, ...]) -> list[Order]:
    """`count` orders by chance, the same for the same seed."""
    rng = np.random.default_rng(seed)
    return [rng.permutation(int(blocks.max()) + 1) for _ in range(count)]


def curves_of(
    probability: Probability,
    rgb: NDArray[np.uint8],
    orders: Sequence[Order],
    blocks: NDArray[np.intp],
    fractions: tuple[float, ...] = FRACTIONS,
) -> list[Curves]:
    """Deletion and insertion of every order.

    Args:
        probability: the model, as a function of pixels.
        rgb: uint8 input (H, W, 3).
        orders: of the blocks.
        blocks: of `blocks_of`.
        fractions: shares that are taken away and put back, from 0 to 1.
    """
    empty, blurred = _filled(rgb), _blurred(rgb)
    ends = probability(np.stack([rgb, empty, blurred])).astype(float).tolist()
    whole, nothing, start = ends

    def between(order: Order, shown: NDArray[np.uint8], base: NDArray[np.uint8]) -> list[float]:
        """Probabilities while `base` takes the place of `shown`."""
        rank = np.empty(len(order), np.intp)
        rank[order] = np.arange(len(order))
        gone = [rank[blocks] < round(share * len(order)) for share in fractions[1:-1]]
        batch = np.stack([np.where(one[..., None], base, shown) for one in gone])
        return [float(one) for one in probability(batch)]

    return [
        Curves(
            fractions,
            (whole, *between(order, rgb, empty), nothing),
            (start, *between(order, blurred, rgb), whole),
        )
        for order in orders
    ]


def _filled(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """An input of the same size in the mean colour of `rgb`."""
    mean = rgb.reshape(-1, 3).mean(0).round().astype(np.uint8)
    return np.broadcast_to(mean, rgb.shape).copy()


def _blurred(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    sigma = BLUR_SHARE * min(rgb.shape[:2])
    smooth = ndimage.gaussian_filter(rgb.astype(np.float32), (sigma, sigma, 0), mode="reflect")
    blurred: NDArray[np.uint8] = smooth.round().clip(0, 255).astype(np.uint8)
    return blurred
