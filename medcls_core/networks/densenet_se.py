"""DenseNet121, plain and with SE, for breast histology.

Source: seed 5 (004_73e8b710899e060b.txt): SE after every dense layer of each dense block and
after each transition, dropout .25. The network is "Densely Connected Convolutional Networks"
(2017) with torchvision's names.

What we decided where the source is silent: SE starts as the identity (gain 2), because gates of
one half after 61 layers would spoil the ImageNet weights of the staged transfer; dropout stands
before the head, not inside the dense layers, where it would shift the statistics of trained
batch normalisation between training and use.
"""

from collections import OrderedDict

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from medcls_core.networks.blocks.se import SE
from medcls_core.networks.registry import register

BLOCKS = (6, 12, 24, 16)
GROWTH = 32
BOTTLENECK = 4 * GROWTH
STEM = 64


def _se(channels: int, *, se: bool) -> nn.Module:
    return SE(channels, gain=2.0) if se else nn.Identity()


class DenseLayer(nn.Module):
    """Bottleneck of 128 channels, then 32 new ones."""

    def __init__(self, inside: int, *, se: bool) -> None:
        super().__init__()
        self.norm1 = nn.BatchNorm2d(inside)
        self.conv1 = nn.Conv2d(inside, BOTTLENECK, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(BOTTLENECK)
        self.conv2 = nn.Conv2d(BOTTLENECK, GROWTH, 3, padding=1, bias=False)
        self.se = _se(GROWTH, se=se)

    def forward(self, features: Tensor) -> Tensor:
        """New features (N, 32, H, W) of all before them (N, inside, H, W)."""
        hidden = self.conv1(F.relu(self.norm1(features)))
        new: Tensor = self.se(self.conv2(F.relu(self.norm2(hidden))))
        return new


class DenseBlock(nn.Module):
    """Layers that each see everything before them."""

    def __init__(self, inside: int, layers: int, *, se: bool) -> None:
        super().__init__()
        for number in range(layers):
            layer = DenseLayer(inside + number * GROWTH, se=se)
            self.add_module(f"denselayer{number + 1}", layer)

    def forward(self, features: Tensor) -> Tensor:
        """(N, inside, H, W) to (N, inside + 32 * layers, H, W)."""
        for layer in self.children():
            features = torch.cat([features, layer(features)], 1)
        return features


def _transition(inside: int, *, se: bool) -> nn.Sequential:
    outside = inside // 2
    return nn.Sequential(
        OrderedDict(
            norm=nn.BatchNorm2d(inside),
            relu=nn.ReLU(inplace=True),
            conv=nn.Conv2d(inside, outside, 1, bias=False),
            pool=nn.AvgPool2d(2),
            se=_se(outside, se=se),
        )
    )


def _body(*, se: bool) -> tuple[nn.Sequential, int]:
    """Everything before the last ReLU, and its channels."""
    body = nn.Sequential(
        OrderedDict(
            conv0=nn.Conv2d(3, STEM, 7, 2, 3, bias=False),
            norm0=nn.BatchNorm2d(STEM),
            relu0=nn.ReLU(inplace=True),
            pool0=nn.MaxPool2d(3, 2, 1),
        )
    )
    width = STEM
    for number, layers in enumerate(BLOCKS, 1):
        body.add_module(f"denseblock{number}", DenseBlock(width, layers, se=se))
        width += layers * GROWTH
        if number < len(BLOCKS):
            body.add_module(f"transition{number}", _transition(width, se=se))
            width //= 2
    body.add_module("norm5", nn.BatchNorm2d(width))
    return body, width


CROWN_FROM = "denseblock4"


class DenseNet(nn.Module):
    """Input (N, 3, H, W), a field of 700x460 as the seed has it; logits (N, classes)."""

    def __init__(self, classes: int, *, se: bool) -> None:
        super().__init__()
        self.body, width = _body(se=se)
        self.dropout = nn.Dropout(0.25)
        self.classifier = nn.Linear(width, classes)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight)

    def trunk(self, images: Tensor) -> Tensor:
        """The map before the last block, (N, 512, H / 32, W / 32)."""
        for name, module in self.body.named_children():
            if name == CROWN_FROM:
                break
            images = module(images)
        return images

    def last_map(self, middle: Tensor) -> Tensor:
        """The last map (N, 1024, H / 32, W / 32) from the trunk's."""
        begun = False
        for name, module in self.body.named_children():
            begun = begun or name == CROWN_FROM
            if begun:
                middle = module(middle)
        return F.relu(middle)

    def features(self, images: Tensor) -> Tensor:
        """The last map of images."""
        return self.last_map(self.trunk(images))

    def crown(self, middle: Tensor) -> Tensor:
        """Logits (N, classes) from the trunk's map."""
        logits: Tensor = self.classifier(self.dropout(self.last_map(middle).mean((2, 3))))
        return logits

    def forward(self, images: Tensor) -> Tensor:
        """Logits (N, classes)."""
        return self.crown(self.trunk(images))


@register("densenet121")
def densenet121(classes: int) -> nn.Module:
    """Ablation: no SE."""
    return DenseNet(classes, se=False)


@register("densenet121_se")
def densenet121_se(classes: int) -> nn.Module:
    """The seed's network."""
    return DenseNet(classes, se=True)
