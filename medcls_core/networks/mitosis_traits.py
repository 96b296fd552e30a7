"""MCSA-UNet with a second head: does a mitotic figure look atypical?

Ours, not of the seed. The mask network stays as it is, frozen: its maps are pooled under and
around the figure's mask, and a logistic regression reads the result. Its numbers are buffers,
since they are fitted in one step and never by gradients.
"""

from typing import Protocol, runtime_checkable

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from medcls_core.networks.mcsa_unet import LEVELS, WIDTH, MCSAUNet, Variant
from medcls_core.networks.registry import register

SIDE_PX = 96
"""Side of the input around a figure's middle: 24 um at 0.25 um per pixel."""
REACH_PX = 30
"""Half the width of what is looked at: 7.5 um."""
CORE_PX = 16
"""Where the mask is empty, this disc stands for the figure: 4 um."""
POOLINGS = 4


@runtime_checkable
class TellsTraits(Protocol):
    """A mask network that says more of an object than where it is."""

    trait_keys: tuple[str, ...]
    side_px: int

    def trait_probs(self, images: Tensor) -> Tensor:
        """Probability of each trait (N, T) for scaled inputs (N, 3, side, side) around objects."""


class TraitHead(nn.Module):
    """Logistic regression on `features` numbers of a figure; before it is fitted it says one half.

    Input (N, features); output logits (N,).
    """

    mean: Tensor
    scale: Tensor
    weight: Tensor
    bias: Tensor

    def __init__(self, features: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(features))
        self.register_buffer("scale", torch.ones(features))
        self.register_buffer("weight", torch.zeros(features))
        self.register_buffer("bias", torch.zeros(()))

    def forward(self, features: Tensor) -> Tensor:
        """Logits."""
        logits: Tensor = (features - self.mean) / self.scale @ self.weight + self.bias
        return logits


class MCSAUNetTraits(MCSAUNet):
    """`MCSAUNet` that also tells whether the figure in the middle of its input looks atypical."""

    trait_keys = ("atypical",)
    side_px = SIDE_PX

    def __init__(self, classes: int, variant: Variant) -> None:
        super().__init__(classes, variant)
        self.atypical = TraitHead(POOLINGS * sum(_widths()))

    def trait_probs(self, images: Tensor) -> Tensor:
        """Probability of looking atypical (N, 1)."""
        return torch.sigmoid(self.atypical(self.figure_features(images)))[:, None]

    def figure_features(self, images: Tensor) -> Tensor:
        """The figure in the middle of each input as numbers (N, F), whichever way it lies.

        Every map's mean, spread and maximum under the mask and its mean around it, as means over
        the eight symmetries of the input.
        """
        turned = torch.stack([_turned(images, number) for number in range(8)], 1)
        features = self._pooled(turned.flatten(0, 1))
        return features.view(len(images), 8, -1).mean(1)

    def _pooled(self, images: Tensor) -> Tensor:
        maps = self.maps(images)
        prob = 1 - self.head(maps[-1]).softmax(1)[:, :1]  # background is the first class
        near, core = (_disc(images, radius) for radius in (REACH_PX, CORE_PX))
        figure, around = prob * near + 1e-4 * core, (1 - prob) * near
        return torch.cat([_pool(each, figure, around) for each in maps], 1).float()


def _widths() -> list[int]:
    down = [WIDTH * 2**level for level in range(LEVELS)]
    return [*down, *down[-2::-1]]


def _turned(images: Tensor, symmetry: int) -> Tensor:
    flipped = images.flip(3) if symmetry >= 4 else images  # noqa: PLR2004  (four turns, two faces)
    return flipped.rot90(symmetry % 4, (2, 3))


def _disc(images: Tensor, radius_px: int) -> Tensor:
    """1 within the radius around the middle, else 0: (1, 1, H, W)."""
    rows, columns = (
        torch.arange(side, device=images.device) + 0.5 - side / 2 for side in images.shape[2:]
    )
    return (torch.hypot(rows[:, None], columns) <= radius_px).to(images.dtype)[None, None]


def _pool(maps: Tensor, figure: Tensor, around: Tensor) -> Tensor:
    """(N, C, h, w) and weights (N, 1, H, W) to (N, 4 C)."""
    height, width = maps.shape[2:]
    inside, outside = (F.adaptive_avg_pool2d(one, (height, width)) for one in (figure, around))
    mean = _mean(maps, inside)
    spread = _mean((maps - mean[..., None, None]) ** 2, inside).clamp(min=0).sqrt()
    clear = inside >= 0.3 * inside.amax((2, 3), keepdim=True)
    highest = maps.masked_fill(~clear, float("-inf")).amax((2, 3))
    return torch.cat([mean, spread, _mean(maps, outside), highest], 1)


def _mean(maps: Tensor, weights: Tensor) -> Tensor:
    mean: Tensor = (maps * weights).sum((2, 3)) / weights.sum((2, 3))
    return mean


@register("mcsa_unet_atypical")
def mcsa_unet_atypical(classes: int) -> nn.Module:
    """The seed's network with our second head: atypical or normal figure."""
    return MCSAUNetTraits(classes, Variant(channel=True, spatial=True, residual=True))
