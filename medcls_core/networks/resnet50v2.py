"""ResNet50V2, plain and with self-attention beside its features, for cervical cells.

Source: seed 3 (002_7683ae32544c8001.txt): self-attention with query, key and value of 256 units
on the last feature map, its result concatenated to the features, global average pooling, one
dense layer. The residual network is "Identity Mappings in Deep Residual Networks" (2016) in
Gluon's layout and names, whose stem and stages 1 to 3 can be had with ImageNet weights.

What we decided: attention over all positions (see `blocks.self_attention`); inputs in [0, 1], as
the seed has them, although Gluon trained with ImageNet's mean and deviation. The input's batch
normalisation takes that difference up when starting weights are loaded.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from medcls_core.networks.blocks.self_attention import SelfAttention
from medcls_core.networks.registry import register

STAGES = ((64, 256, 3, 1), (256, 512, 4, 2), (512, 1024, 6, 2), (1024, 2048, 3, 2))
"""Channels in, channels out, blocks and stride of each stage."""

WIDTH = 2048
UNITS = 256


class Bottleneck(nn.Module):
    """Pre-activation bottleneck: normalise, ReLU, convolve, three times; then the shortcut."""

    def __init__(self, inside: int, outside: int, stride: int, *, project: bool) -> None:
        super().__init__()
        middle = outside // 4
        self.bn1 = nn.BatchNorm2d(inside)
        self.conv1 = nn.Conv2d(inside, middle, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(middle)
        self.conv2 = nn.Conv2d(middle, middle, 3, stride, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(middle)
        self.conv3 = nn.Conv2d(middle, outside, 1, bias=False)
        self.downsample = nn.Conv2d(inside, outside, 1, stride, bias=False) if project else None

    def forward(self, features: Tensor) -> Tensor:
        """(N, inside, H, W) to (N, outside, H / stride, W / stride)."""
        activated = F.relu(self.bn1(features))
        # The first block of a stage projects the activated features, the others add the raw ones.
        shortcut = features if self.downsample is None else self.downsample(activated)
        hidden = self.conv1(activated)
        hidden = self.conv2(F.relu(self.bn2(hidden)))
        added: Tensor = self.conv3(F.relu(self.bn3(hidden))) + shortcut
        return added


def _stage(inside: int, outside: int, blocks: int, stride: int) -> nn.Sequential:
    rest = (Bottleneck(outside, outside, 1, project=False) for _ in range(blocks - 1))
    return nn.Sequential(Bottleneck(inside, outside, stride, project=True), *rest)


class ResNet50V2(nn.Module):
    """Input (N, 3, H, W) in [0, 1], 224x224 as the seed has it; logits (N, classes).

    Args:
        classes: number of logits.
        attention: concatenate self-attention to the features. Its weights stay readable in
            `network.attention.attention`.
    """

    def __init__(self, classes: int, *, attention: bool) -> None:
        super().__init__()
        self.bn0 = nn.BatchNorm2d(3)
        self.conv0 = nn.Conv2d(3, 64, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.pool = nn.MaxPool2d(3, 2, 1)
        self.stage1, self.stage2, self.stage3, self.stage4 = (_stage(*stage) for stage in STAGES)
        self.norm = nn.BatchNorm2d(WIDTH)
        self.attention = SelfAttention(WIDTH, UNITS) if attention else None
        self.classifier = nn.Linear(WIDTH + (UNITS if attention else 0), classes)

    def trunk(self, images: Tensor) -> Tensor:
        """The map of the third stage, (N, 1024, H / 16, W / 16)."""
        stem = self.pool(F.relu(self.bn1(self.conv0(self.bn0(images)))))  # (N, 64, H / 4, W / 4)
        third: Tensor = self.stage3(self.stage2(self.stage1(stem)))
        return third

    def last_map(self, third: Tensor) -> Tensor:
        """The last map, (N, 2048, H / 32, W / 32), with attention (N, 2304, H / 32, W / 32)."""
        activated = F.relu(self.norm(self.stage4(third)))  # (N, 2048, H / 32, W / 32)
        if self.attention is None:
            return activated
        return torch.cat([activated, self.attention(activated)], 1)

    def features(self, images: Tensor) -> Tensor:
        """The last map of images."""
        return self.last_map(self.trunk(images))

    def crown(self, third: Tensor) -> Tensor:
        """Logits (N, classes) from the trunk's map."""
        logits: Tensor = self.classifier(self.last_map(third).mean((2, 3)))
        return logits

    def forward(self, images: Tensor) -> Tensor:
        """Logits (N, classes)."""
        return self.crown(self.trunk(images))


@register("resnet50v2")
def resnet50v2(classes: int) -> nn.Module:
    """Ablation: no attention."""
    return ResNet50V2(classes, attention=False)


@register("resnet50v2_attention")
def resnet50v2_attention(classes: int) -> nn.Module:
    """The seed's network."""
    return ResNet50V2(classes, attention=True)
