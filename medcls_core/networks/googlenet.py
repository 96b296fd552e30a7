"""Improved GoogLeNet for micronuclei, and the rows of its ablation.

Source: seed 1 (000_0d25e521ebd2703d.txt): in every Inception block the 3x3 convolution becomes
DCNv4, CBAM after each of the four branches, LeakyReLU for ReLU, global average pooling as the
head. Layout and names are BVLC's (Inception v1 with local response normalisation, a true 5x5
branch and no batch normalisation), so that its ImageNet weights fit.

What we decided where the source is silent:
- DCNv4 keeps its channel count: reduce (1x1) -> DCNv4 -> 1x1 projection to the branch's width.
- `googlenet` is the published network with ReLU; the three improved rows have LeakyReLU.
- CBAM's two sigmoids halve the features twice. Nine blocks without batch normalisation would
  shrink them by 4^9, so its gate is multiplied by 4 and starts at exactly one.
"""

from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor, nn

from medcls_core.networks.blocks.cbam import CBAM
from medcls_core.networks.blocks.dcnv4 import TAPS, DCNv4
from medcls_core.networks.blocks.response_norm import ResponseNorm
from medcls_core.networks.registry import register


@dataclass(frozen=True, slots=True)
class Variant:
    """Which of the seed's improvements a row of the ablation has."""

    deformable: bool = False
    attention: bool = False
    leaky: bool = False


@dataclass(frozen=True, slots=True)
class Widths:
    """Channels of an Inception block: each branch's reduction and width."""

    one: int
    three_reduce: int
    three: int
    five_reduce: int
    five: int
    pool: int


BLOCKS = {
    "inception3a": (192, Widths(64, 96, 128, 16, 32, 32)),
    "inception3b": (256, Widths(128, 128, 192, 32, 96, 64)),
    "inception4a": (480, Widths(192, 96, 208, 16, 48, 64)),
    "inception4b": (512, Widths(160, 112, 224, 24, 64, 64)),
    "inception4c": (512, Widths(128, 128, 256, 24, 64, 64)),
    "inception4d": (512, Widths(112, 144, 288, 32, 64, 64)),
    "inception4e": (528, Widths(256, 160, 320, 32, 128, 128)),
    "inception5a": (832, Widths(256, 160, 320, 32, 128, 128)),
    "inception5b": (832, Widths(384, 192, 384, 48, 128, 128)),
}
POOL_BEFORE = ("inception4a", "inception5a")
LAST_WIDTH = 1024


class Conv(nn.Module):
    """Convolution with bias, then the activation."""

    def __init__(
        self, inside: int, outside: int, kernel: int, leak: float, stride: int = 1
    ) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inside, outside, kernel, stride, kernel // 2)
        self.activation = nn.LeakyReLU(leak) if leak else nn.ReLU()
        nn.init.kaiming_normal_(self.conv.weight, a=leak)

    def forward(self, features: Tensor) -> Tensor:
        """(N, inside, H, W) to (N, outside, H / stride, W / stride)."""
        activated: Tensor = self.activation(self.conv(features))
        return activated


class DeformableConv(nn.Module):
    """DCNv4, then a 1x1 projection to the branch's width with the activation."""

    INHERITED: ClassVar = ("deform.weights.bias", "project.conv.weight", "project.conv.bias")
    """Tensors that `inherit` sets."""

    def __init__(self, inside: int, outside: int, leak: float) -> None:
        super().__init__()
        self.deform = DCNv4(inside)
        self.project = Conv(inside, outside, 1, leak)

    def forward(self, features: Tensor) -> Tensor:
        """(N, inside, H, W) to (N, outside, H, W)."""
        projected: Tensor = self.project(self.deform(features))
        return projected

    @torch.no_grad()
    def inherit(self, weight: Tensor, bias: Tensor) -> None:
        """Begin as the nearest approximation of a trained 3x3 convolution.

        Within a channel group the operator applies one spatial kernel, so the best start is the
        first singular pair of the group's kernels: the kernel goes to DCNv4, the rest into the
        projection.

        Args:
            weight: (outside, inside, 3, 3).
            bias: (outside,).
        """
        outside, groups = weight.shape[0], self.deform.groups
        grouped = weight.float().reshape(outside, groups, -1, TAPS).transpose(0, 1)
        matrices = grouped.flatten(1, 2)  # (G, outside * inside / G, 9)
        left, strength, right = torch.linalg.svd(matrices, full_matrices=False)
        self.deform.start_from(right[:, 0])
        mixed = (left[:, :, 0] * strength[:, :1]).view(groups, outside, -1).transpose(0, 1)
        self.project.conv.weight.copy_(mixed.flatten(1)[:, :, None, None])
        if self.project.conv.bias is not None:
            self.project.conv.bias.copy_(bias)


class BranchCBAM(CBAM):
    """CBAM whose gate lies in (0, 4) and starts at exactly one; see the module's docstring."""

    def __init__(self, channels: int) -> None:
        super().__init__(channels)
        for parameter in (*self.channel.mlp[-1].parameters(), *self.spatial.conv.parameters()):
            nn.init.zeros_(parameter)

    def forward(self, features: Tensor) -> Tensor:
        """Features of the same shape (N, C, H, W)."""
        return 4.0 * super().forward(features)


class Inception(nn.Module):
    """Four branches side by side, each with CBAM behind it where the variant says so."""

    def __init__(self, inside: int, widths: Widths, variant: Variant) -> None:
        super().__init__()
        leak = 0.01 if variant.leaky else 0.0
        self.branch1 = Conv(inside, widths.one, 1, leak)
        self.branch2 = nn.Sequential(
            Conv(inside, widths.three_reduce, 1, leak),
            DeformableConv(widths.three_reduce, widths.three, leak)
            if variant.deformable
            else Conv(widths.three_reduce, widths.three, 3, leak),
        )
        self.branch3 = nn.Sequential(
            Conv(inside, widths.five_reduce, 1, leak),
            Conv(widths.five_reduce, widths.five, 5, leak),
        )
        self.branch4 = nn.Sequential(
            nn.MaxPool2d(3, 1, 1, ceil_mode=True), Conv(inside, widths.pool, 1, leak)
        )
        self.attentions = nn.ModuleList(
            BranchCBAM(width) if variant.attention else nn.Identity()
            for width in (widths.one, widths.three, widths.five, widths.pool)
        )

    def forward(self, features: Tensor) -> Tensor:
        """(N, inside, H, W) to (N, one + three + five + pool, H, W)."""
        branches = (self.branch1, self.branch2, self.branch3, self.branch4)
        return torch.cat(
            [
                attention(branch(features))
                for branch, attention in zip(branches, self.attentions, strict=True)
            ],
            1,
        )


class GoogLeNet(nn.Module):
    """Input (N, 3, H, W), 224x224 as the seed has it; logits (N, classes).

    BVLC's weights expect BGR in 0..255 minus (104, 117, 123). Head: global average pooling and
    one dense layer, so `PooledLinear` holds.
    """

    def __init__(self, classes: int, variant: Variant) -> None:
        super().__init__()
        leak = 0.01 if variant.leaky else 0.0
        self.conv1 = Conv(3, 64, 7, leak, stride=2)
        self.conv2 = Conv(64, 64, 1, leak)
        self.conv3 = Conv(64, 192, 3, leak)
        self.lrn = ResponseNorm()
        self.pool = nn.MaxPool2d(3, 2, ceil_mode=True)
        for name, (inside, widths) in BLOCKS.items():
            # By name, not in a ModuleDict: BVLC's tensors are called inception3a.branch1...
            self.add_module(name, Inception(inside, widths, variant))
        self.dropout = nn.Dropout(0.4)
        self.classifier = nn.Linear(LAST_WIDTH, classes)

    def features(self, images: Tensor) -> Tensor:
        """The last map (N, 1024, H / 32, W / 32)."""
        features: Tensor = self.lrn(self.pool(self.conv1(images)))  # (N, 64, H / 4, W / 4)
        features = self.pool(self.lrn(self.conv3(self.conv2(features))))  # (N, 192, H / 8, W / 8)
        for name in BLOCKS:
            if name in POOL_BEFORE:
                features = self.pool(features)
            block: nn.Module = self.get_submodule(name)
            features = block(features)
        return features

    def forward(self, images: Tensor) -> Tensor:
        """Logits (N, classes)."""
        pooled = self.features(images).mean((2, 3))  # (N, 1024)
        logits: Tensor = self.classifier(self.dropout(pooled))
        return logits


@register("googlenet")
def googlenet(classes: int) -> nn.Module:
    """Ablation: the published GoogLeNet."""
    return GoogLeNet(classes, Variant())


@register("googlenet_dcn")
def googlenet_dcn(classes: int) -> nn.Module:
    """Ablation: DCNv4 alone."""
    return GoogLeNet(classes, Variant(deformable=True, leaky=True))


@register("googlenet_cbam")
def googlenet_cbam(classes: int) -> nn.Module:
    """Ablation: CBAM alone."""
    return GoogLeNet(classes, Variant(attention=True, leaky=True))


@register("googlenet_dcn_cbam")
def googlenet_dcn_cbam(classes: int) -> nn.Module:
    """The seed's network: DCNv4, CBAM and LeakyReLU."""
    return GoogLeNet(classes, Variant(deformable=True, attention=True, leaky=True))
