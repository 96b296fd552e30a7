"""MCSA-UNet for mitosis segmentation, and the U-Nets of its ablation.

Source: seed 2 (001_9030388e6630231d.txt). Encoder of 5 levels, the first four with two 3x3
convolutions and the CSA module before 2x2 max pooling; decoder of 4 levels. We added batch
normalisation after every 3x3 convolution (the source is silent; without it the network doesn't
train from scratch on few thousand patches) and start from 16 channels where the usual U-Net has
64, so that a clinic's CPU sweeps a slide in minutes.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from medcls_core.networks.blocks.csa import CSA
from medcls_core.networks.registry import register

WIDTH = 16
LEVELS = 5


@dataclass(frozen=True, slots=True)
class Variant:
    """What the encoder's first four levels have: parts of the CSA module, or a plain shortcut."""

    channel: bool = False
    spatial: bool = False
    residual: bool = False
    shortcut: bool = False


class DoubleConv(nn.Sequential):
    """Two 3x3 convolutions, each with batch normalisation and ReLU."""

    def __init__(self, inside: int, outside: int) -> None:
        super().__init__(
            nn.Conv2d(inside, outside, 3, padding=1, bias=False),
            nn.BatchNorm2d(outside),
            nn.ReLU(inplace=True),
            nn.Conv2d(outside, outside, 3, padding=1, bias=False),
            nn.BatchNorm2d(outside),
            nn.ReLU(inplace=True),
        )


class ShortcutConv(nn.Module):
    """`DoubleConv` with a 1x1 shortcut around it, as in Res-UNet."""

    def __init__(self, inside: int, outside: int) -> None:
        super().__init__()
        self.convs = DoubleConv(inside, outside)
        self.shortcut = nn.Conv2d(inside, outside, 1)

    def forward(self, features: Tensor) -> Tensor:
        """(N, inside, H, W) to (N, outside, H, W)."""
        added: Tensor = self.convs(features) + self.shortcut(features)
        return added


def _csa(width: int, variant: Variant) -> nn.Module:
    if not (variant.channel or variant.spatial):
        return nn.Identity()
    return CSA(width, channel=variant.channel, spatial=variant.spatial, residual=variant.residual)


class Up(nn.Module):
    """Double the size, 2x2 convolution, concatenate the skip, two 3x3 convolutions."""

    def __init__(self, inside: int, outside: int) -> None:
        super().__init__()
        self.up = nn.Upsample(scale_factor=2, mode="bilinear", align_corners=False)
        self.narrow = nn.Sequential(nn.ZeroPad2d((0, 1, 0, 1)), nn.Conv2d(inside, outside, 2))
        self.merge = DoubleConv(2 * outside, outside)

    def forward(self, deep: Tensor, skip: Tensor) -> Tensor:
        """(N, 2C, H, W) and its skip (N, C, 2H, 2W) to (N, C, 2H, 2W)."""
        merged: Tensor = self.merge(torch.cat([skip, self.narrow(self.up(deep))], 1))
        return merged


class MCSAUNet(nn.Module):
    """U-Net whose first four encoder levels end in what `variant` says.

    Input (N, 3, H, W) with H and W multiples of 16; output logits (N, classes, H, W).
    """

    def __init__(self, classes: int, variant: Variant) -> None:
        super().__init__()
        widths = [WIDTH * 2**level for level in range(LEVELS)]
        block = ShortcutConv if variant.shortcut else DoubleConv
        self.encoders = nn.ModuleList(
            block(inside, outside)
            for inside, outside in zip([3, *widths[:-1]], widths, strict=True)
        )
        self.attentions = nn.ModuleList(_csa(width, variant) for width in widths[:-1])
        self.pool = nn.MaxPool2d(2)
        self.decoders = nn.ModuleList(
            Up(deep, shallow) for deep, shallow in zip(widths[:0:-1], widths[-2::-1], strict=True)
        )
        self.head = nn.Conv2d(WIDTH, classes, 1)

    def forward(self, images: Tensor) -> Tensor:
        """Logits of the input's size."""
        logits: Tensor = self.head(self.maps(images)[-1])  # (N, classes, H, W)
        return logits

    def maps(self, images: Tensor) -> list[Tensor]:
        """What every level gives: four skips, the deepest map, four maps on the way up."""
        skips: list[Tensor] = []
        features = images
        for encoder, attention in zip(self.encoders, self.attentions, strict=False):
            features = attention(encoder(features))  # (N, 16 * 2^i, H / 2^i, W / 2^i)
            skips.append(features)
            features = self.pool(features)
        levels = [*skips, self.encoders[-1](features)]  # (N, 256, H / 16, W / 16)
        for decoder, skip in zip(self.decoders, reversed(skips), strict=True):
            levels.append(decoder(levels[-1], skip))
        return levels


@register("mcsa_unet")
def mcsa_unet(classes: int) -> nn.Module:
    """The seed's network: channel and spatial attention with the residual."""
    return MCSAUNet(classes, Variant(channel=True, spatial=True, residual=True))


@register("unet")
def unet(classes: int) -> nn.Module:
    """Ablation: no CSA module."""
    return MCSAUNet(classes, Variant())


@register("unet_ca")
def unet_ca(classes: int) -> nn.Module:
    """Ablation: channel attention alone."""
    return MCSAUNet(classes, Variant(channel=True))


@register("unet_sa")
def unet_sa(classes: int) -> nn.Module:
    """Ablation: spatial attention alone."""
    return MCSAUNet(classes, Variant(spatial=True))


@register("unet_res")
def unet_res(classes: int) -> nn.Module:
    """Ablation: residual shortcuts alone (the source's row equals its Res-UNet row)."""
    return MCSAUNet(classes, Variant(shortcut=True))
