"""The statistics of batch normalisation: at a run's start, and once more at its end."""

from collections.abc import Callable, Iterable, Sequence

import torch
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm

from medcls_core.training.stages import is_below

MOMENTUM = 0.1


def settle_norms(network: nn.Module, step: int) -> None:
    """Let batch norms average the first ten batches of a stage plainly.

    New layers' statistics begin at 0 and 1; a moving average takes dozens of batches, which a
    small set gives only in several epochs, to forget that.

    Args:
        network: in training.
        step: of the stage, from 1.
    """
    for module in network.modules():
        if isinstance(module, _BatchNorm):
            module.momentum = max(MOMENTUM, 1 / step)


@torch.no_grad()
def measure_norms(
    network: nn.Module,
    forward: Callable[[Tensor], Tensor],
    inputs: Iterable[Tensor],
    frozen: Sequence[str],
) -> None:
    """Let the batch norms that learnt take their statistics from `inputs` alone.

    What they averaged in training is of varied images, whose stain, light and focus spread wider
    than those of the images that will be asked about (Izmailov et al. 2018, section 3.2, do the
    same for averaged weights).

    Args:
        network: trained; left in eval mode, its parameters as they were.
        forward: the part of it that takes `inputs`.
        inputs: batches of one size that mix the classes.
        frozen: names of modules whose norms keep what they have.
    """
    network.eval()
    norms = [
        module
        for name, module in network.named_modules()
        if isinstance(module, _BatchNorm) and not is_below(name, frozen)
    ]
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None  # the plain mean over all batches
        norm.train()
    device = next(network.parameters()).device
    for batch in inputs:
        forward(batch.to(device))
    for norm in norms:
        norm.momentum = MOMENTUM
        norm.eval()
