"""Does a heatmap depend on what the network has learnt? Forget it layer by layer and compare.

Source: "Sanity Checks for Saliency Maps" (2018), cascading randomisation from the head backwards.
A map that stays as it was shows the image (its edges, its middle), not the network's reasons.
What we decided:

- A layer forgets by shuffling the entries of each of its tensors: it keeps its scale and spread
  and nothing else. Batch normalisation then measures its statistics anew, as in a network that
  has just been built; with the trained ones features would grow without bounds.
- Layers are taken in the order in which they run: the last one alone (the head), then the others
  in equal groups, until nothing learnt is left.
- Compared are the ranks of the map's values (Spearman) and its look (SSIM), both 1 for equal maps.
  A map that is the same everywhere has no ranks and resembles nothing: 0.
"""

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import stats
from skimage.metrics import structural_similarity
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm

GROUPS = 4
"""Groups of layers after the head."""

_WINDOW = 7  # of SSIM, in pixels of the map
_LEAST_SPREAD = 1e-6


@dataclass(frozen=True, slots=True)
class Similarity:
    """How much two maps are alike: `spearman` in [-1, 1], `ssim` in [-1, 1]."""

    spearman: float
    ssim: float


def similarity(one: NDArray[np.float32], other: NDArray[np.float32]) -> Similarity:
    """How much two maps (H, W) in [0, 1] are alike."""
    if not (_varies(one) and _varies(other)):
        return Similarity(0.0, 0.0)
    ranks = float(stats.spearmanr(one, other, axis=None).statistic)
    window = min(_WINDOW, (min(one.shape) - 1) // 2 * 2 + 1)
    if window < 3:  # noqa: PLR2004  (a window of one pixel compares nothing)
        return Similarity(ranks, ranks)
    return Similarity(
        ranks, float(structural_similarity(one, other, win_size=window, data_range=1))
    )


def _varies(values: NDArray[np.float32]) -> bool:
    return bool(np.isfinite(values).all()) and float(np.ptp(values)) > _LEAST_SPREAD


def cascade(
    network: nn.Module, inputs: Tensor, *, groups: int = GROUPS, seed: int = 0
) -> Generator[float, None, None]:
    """Let `network` forget from the head backwards; it is itself again when the iterator ends.

    Use it in `contextlib.closing`, so that it ends whatever happens in between.

    Args:
        network: in eval mode; changed in place.
        inputs: scaled inputs (N, 3, H, W), by which the order of the layers is found and batch
            normalisation measures anew.
        groups: of layers after the head.
        seed: of the shuffling.

    Yields:
        The share of the learnt numbers that are forgotten, the last time 1.
    """
    stages = stages_of(network, inputs, groups)
    total = sum(_size(module) for stage in stages for module in stage)
    generator = torch.Generator().manual_seed(seed)
    forgotten: list[nn.Module] = []
    with _kept(network):
        for stage in stages:
            for module in stage:
                _shuffle(module, generator)
            forgotten += stage
            _measure_anew(network, forgotten, inputs)
            yield sum(map(_size, forgotten)) / total


def stages_of(network: nn.Module, inputs: Tensor, groups: int) -> list[list[nn.Module]]:
    """The layers that hold weights, from the last that ran: one alone, then `groups` of them."""
    ran: dict[nn.Module, None] = {}

    def note(module: nn.Module, *_: object) -> None:
        ran.pop(module, None)  # what runs twice counts where it ran last
        ran[module] = None

    holders = [module for module in network.modules() if _size(module)]
    hooks = [module.register_forward_hook(note) for module in holders]
    try:
        with torch.inference_mode():
            network(inputs[:1])
    finally:
        for hook in hooks:
            hook.remove()
    backwards = [*reversed(ran), *(module for module in holders if module not in ran)]
    rest = backwards[1:]
    edges = [round(len(rest) * place / groups) for place in range(groups + 1)]
    stages = [rest[start:end] for start, end in pairwise(edges)]
    return [stage for stage in (backwards[:1], *stages) if stage]


def _size(module: nn.Module) -> int:
    """How many learnt numbers the module itself holds."""
    return sum(weights.numel() for weights in module.parameters(recurse=False))


@torch.no_grad()
def _shuffle(module: nn.Module, generator: torch.Generator) -> None:
    for weights in module.parameters(recurse=False):
        order = torch.randperm(weights.numel(), generator=generator).to(weights.device)
        weights.copy_(weights.flatten()[order].reshape(weights.shape))


def _measure_anew(network: nn.Module, forgotten: Sequence[nn.Module], inputs: Tensor) -> None:
    """One pass in which forgotten batch normalisation takes its statistics from `inputs`."""
    norms = [module for module in forgotten if isinstance(module, _BatchNorm)]
    momenta = [norm.momentum for norm in norms]
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None  # the mean of all passes, of which there is one
        norm.train()
    try:
        with torch.no_grad():
            network(inputs)
    finally:
        for norm, momentum in zip(norms, momenta, strict=True):
            norm.momentum = momentum
            norm.eval()


@contextmanager
def _kept(network: nn.Module) -> Iterator[None]:
    """Everything learnt is as before when the block ends."""
    before = {name: value.clone() for name, value in network.state_dict().items()}
    try:
        yield
    finally:
        network.load_state_dict(before)
