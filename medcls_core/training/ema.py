"""Averages of a network's weights: over the steps of a run, and between its start and its end."""

import copy
from collections.abc import Mapping

import torch
from torch import Tensor, nn


class MovingAverage:
    """A shadow of `network` that follows it slowly; the shadow is what is kept and used.

    Args:
        network: the network in training.
        decay: share of the old average kept at every step; early steps keep less.
    """

    def __init__(self, network: nn.Module, decay: float) -> None:
        self.shadow = copy.deepcopy(network).eval().requires_grad_(requires_grad=False)
        self.steps = 0
        self._decay = decay

    @torch.no_grad()
    def follow(self, network: nn.Module) -> None:
        """Move the shadow one step towards `network`; counters are copied."""
        self.steps += 1
        decay = min(self._decay, (1 + self.steps) / (10 + self.steps))
        live: dict[str, Tensor] = network.state_dict()
        for name, average in self.shadow.state_dict().items():
            if average.is_floating_point():
                average.lerp_(live[name], 1 - decay)
            else:
                average.copy_(live[name])


@torch.no_grad()
def keep_some(network: nn.Module, start: Mapping[str, Tensor], share: float) -> None:
    """Move `network` back towards `start`, the weights it was trained from.

    A fine-tuned network forgets some of what it knew; the mean of both keeps most of either
    (Wortsman et al. 2022, Robust fine-tuning of zero-shot models).

    Args:
        network: trained from `start`; changed in place, counters are left.
        start: a state of the same network.
        share: of `start` in the result, 0 to 1.
    """
    for name, weights in network.state_dict().items():
        if weights.is_floating_point():
            weights.lerp_(start[name].to(weights), share)
