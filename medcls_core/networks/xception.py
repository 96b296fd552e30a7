"""Xception and its variants A, B and C for mammography.

Source: seed 4 (003_29dad26019b27cbe.txt). A: the four strided shortcuts become max pooling 2x2,
stride 2, then a 1x1 convolution of stride 1. B: one SE module, reduction 8, after the last two
separable convolutions (2048 channels). C: both. Names are those of timm's `legacy_xception`;
epsilon and the "same" padding of pooling are Keras's, where the weights come from.

The parameter counts of the baseline and of B match the seed's printed ones exactly. Those printed
for A and C don't follow from the described change and are not forced.
"""

from dataclasses import dataclass
from itertools import pairwise

import torch.nn.functional as F
from torch import Tensor, nn

from medcls_core.networks.blocks.se import SE
from medcls_core.networks.heads import KERAS_EPS, MLPHead, logits_for
from medcls_core.networks.registry import register

WIDTH = 2048
SE_REDUCTION = 8


@dataclass(frozen=True, slots=True)
class Variant:
    """Which of the seed's changes a row has; `dense` is its three-layer classifier."""

    pooled_shortcuts: bool = False
    se: bool = False
    dense: bool = True


def _norm(channels: int) -> nn.BatchNorm2d:
    return nn.BatchNorm2d(channels, eps=KERAS_EPS, momentum=0.01)


class SeparableConv(nn.Module):
    """Depthwise 3x3, then pointwise 1x1, neither with a bias."""

    def __init__(self, inside: int, outside: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(inside, inside, 3, padding=1, groups=inside, bias=False)
        self.pointwise = nn.Conv2d(inside, outside, 1, bias=False)

    def forward(self, features: Tensor) -> Tensor:
        """(N, inside, H, W) to (N, outside, H, W)."""
        mixed: Tensor = self.pointwise(self.conv1(features))
        return mixed


class SamePool(nn.Module):
    """Max pooling 3x3, stride 2, padded as TensorFlow's "same": an even side at its end alone."""

    def forward(self, features: Tensor) -> Tensor:
        """(N, C, H, W) to (N, C, ceil(H / 2), ceil(W / 2))."""
        odd_y, odd_x = features.shape[2] % 2, features.shape[3] % 2
        padded = F.pad(features, (odd_x, 1, odd_y, 1), value=float("-inf"))
        return F.max_pool2d(padded, 3, 2)


class Block(nn.Module):
    """Separable convolutions with a shortcut around them.

    Args:
        widths: channels before, between and after the convolutions.
        stride: 2 adds pooling at the end and a projecting shortcut.
        relu_first: begin with ReLU; only the first block doesn't.
        pooled: variant A's shortcut.
    """

    def __init__(
        self,
        widths: tuple[int, ...],
        stride: int,
        *,
        relu_first: bool = True,
        pooled: bool = False,
    ) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for inside, outside in pairwise(widths):
            layers += [nn.ReLU(), SeparableConv(inside, outside), _norm(outside)]
        if not relu_first:
            del layers[0]
        if stride > 1:
            layers.append(SamePool())
        self.rep = nn.Sequential(*layers)
        self.skip: nn.Conv2d | None = None
        self.skip_pool = nn.MaxPool2d(2, 2, ceil_mode=True) if pooled else nn.Identity()
        if stride > 1:
            self.skip = nn.Conv2d(widths[0], widths[-1], 1, 1 if pooled else stride, bias=False)
            self.skipbn = _norm(widths[-1])

    def forward(self, features: Tensor) -> Tensor:
        """(N, C, H, W) to (N, C', ceil(H / stride), ceil(W / stride))."""
        shortcut = features
        if self.skip is not None:
            shortcut = self.skipbn(self.skip(self.skip_pool(features)))
        added: Tensor = self.rep(features) + shortcut
        return added


class Xception(nn.Module):
    """Input (N, 3, H, W) in [0, 1], 299x299 as the seed has it; logits (N, `logits_for(classes)`).

    Keras's ImageNet weights saw inputs in [-1, 1]; loading them takes the difference up.
    """

    def __init__(self, classes: int, variant: Variant) -> None:
        super().__init__()
        pooled = variant.pooled_shortcuts
        self.conv1 = nn.Conv2d(3, 32, 3, 2, bias=False)
        self.bn1 = _norm(32)
        self.conv2 = nn.Conv2d(32, 64, 3, bias=False)
        self.bn2 = _norm(64)
        self.block1 = Block((64, 128, 128), 2, relu_first=False, pooled=pooled)
        self.block2 = Block((128, 256, 256), 2, pooled=pooled)
        self.block3 = Block((256, 728, 728), 2, pooled=pooled)
        for number in range(4, 12):
            # By name, not in a ModuleList: the weights' tensors are called block4.rep...
            self.add_module(f"block{number}", Block((728, 728, 728, 728), 1))
        self.block12 = Block((728, 728, 1024), 2, pooled=pooled)
        self.conv3 = SeparableConv(1024, 1536)
        self.bn3 = _norm(1536)
        self.conv4 = SeparableConv(1536, WIDTH)
        self.bn4 = _norm(WIDTH)
        self.se = SE(WIDTH, SE_REDUCTION) if variant.se else nn.Identity()
        self.head = MLPHead(WIDTH, classes) if variant.dense else _linear(classes)

    def trunk(self, images: Tensor) -> Tensor:
        """The map of the middle flow, (N, 728, ~H / 16, ~W / 16)."""
        features = F.relu(self.bn1(self.conv1(images)))  # (N, 32, ~H / 2, ~W / 2)
        features = F.relu(self.bn2(self.conv2(features)))  # (N, 64, ~H / 2, ~W / 2)
        for number in range(1, 12):
            block: nn.Module = self.get_submodule(f"block{number}")
            features = block(features)
        return features

    def last_map(self, middle: Tensor) -> Tensor:
        """The last map (N, 2048, ~H / 32, ~W / 32) from the trunk's."""
        features = self.block12(middle)  # (N, 1024, ~H / 32, ~W / 32)
        features = F.relu(self.bn3(self.conv3(features)))
        last: Tensor = self.se(F.relu(self.bn4(self.conv4(features))))
        return last

    def features(self, images: Tensor) -> Tensor:
        """The last map of images."""
        return self.last_map(self.trunk(images))

    def crown(self, middle: Tensor) -> Tensor:
        """Logits from the trunk's map; one column for two classes."""
        logits: Tensor = self.head(self.last_map(middle).mean((2, 3)))
        return logits

    def forward(self, images: Tensor) -> Tensor:
        """Logits; one column for two classes."""
        return self.crown(self.trunk(images))


def _linear(classes: int) -> nn.Module:
    return nn.Linear(WIDTH, logits_for(classes))


@register("xception")
def xception(classes: int) -> nn.Module:
    """Baseline with the seed's classifier."""
    return Xception(classes, Variant())


@register("xception_a")
def xception_a(classes: int) -> nn.Module:
    """Pooled shortcuts."""
    return Xception(classes, Variant(pooled_shortcuts=True))


@register("xception_b")
def xception_b(classes: int) -> nn.Module:
    """SE at the end."""
    return Xception(classes, Variant(se=True))


@register("xception_c")
def xception_c(classes: int) -> nn.Module:
    """The seed's network: pooled shortcuts and SE."""
    return Xception(classes, Variant(pooled_shortcuts=True, se=True))


@register("xception_linear")
def xception_linear(classes: int) -> nn.Module:
    """Ablation: the baseline without the classifier."""
    return Xception(classes, Variant(dense=False))


@register("xception_c_linear")
def xception_c_linear(classes: int) -> nn.Module:
    """Ablation: Xception-C without the classifier."""
    return Xception(classes, Variant(pooled_shortcuts=True, se=True, dense=False))
