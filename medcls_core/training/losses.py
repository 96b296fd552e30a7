"""The seeds' losses, by name."""

from collections.abc import Callable

from torch import Tensor
from torch.nn import functional as F

from medcls_core.training.recipe import Loss

FOCUS = 2.0
"""Gamma of the focal loss: how little an easy example counts."""


def focal(logits: Tensor, targets: Tensor) -> Tensor:
    """Focal loss (Lin et al. 2017) of logits (N, C, ...) and classes (N, ...), averaged."""
    surprise = F.cross_entropy(logits, targets, reduction="none")
    return ((1 - (-surprise).exp()) ** FOCUS * surprise).mean()


def binary(logits: Tensor, targets: Tensor) -> Tensor:
    """Cross entropy of one logit (N, 1) for the second of two classes (N,)."""
    return F.binary_cross_entropy_with_logits(logits[:, 0], targets.to(logits.dtype))


def cross_entropy(logits: Tensor, targets: Tensor) -> Tensor:
    """Cross entropy of logits (N, C, ...) and classes (N, ...), or shares of them (N, C, ...)."""
    return F.cross_entropy(logits, targets)


LOSSES: dict[Loss, Callable[[Tensor, Tensor], Tensor]] = {
    Loss.CROSS_ENTROPY: cross_entropy,
    Loss.FOCAL: focal,
    Loss.BINARY: binary,
}
