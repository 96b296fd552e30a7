"""U-Net++, a baseline of the mitosis seed.

Source: "UNet++: A Nested U-Net Architecture for Medical Image Segmentation" (2018), without deep
supervision, with the widths and normalisation of our MCSA-UNet so that the two compare.
"""

import torch
from torch import Tensor, nn

from medcls_core.networks.mcsa_unet import LEVELS, WIDTH, DoubleConv
from medcls_core.networks.registry import register


class UNetPlusPlus(nn.Module):
    """A triangle of nodes: each sees all nodes left of it and the one below left, doubled in size.

    Input (N, 3, H, W) with H and W multiples of 16; output logits (N, classes, H, W).
    """

    def __init__(self, classes: int) -> None:
        super().__init__()
        widths = [WIDTH * 2**level for level in range(LEVELS)]
        self.columns = nn.ModuleList(
            nn.ModuleList(
                DoubleConv(_inside(widths, level, column), widths[level])
                for level in range(LEVELS - column)
            )
            for column in range(LEVELS)
        )
        self.pool = nn.MaxPool2d(2)
        self.up = nn.Upsample(scale_factor=2, mode="bilinear", align_corners=False)
        self.head = nn.Conv2d(WIDTH, classes, 1)

    def forward(self, images: Tensor) -> Tensor:
        """Logits of the input's size."""
        known: list[list[Tensor]] = [[] for _ in range(LEVELS)]  # of each level, left to right
        for column, nodes in enumerate(self.columns):
            for level, node in enumerate(nodes.children()):
                if column:
                    given = torch.cat([*known[level], self.up(known[level + 1][column - 1])], 1)
                else:
                    given = self.pool(known[level - 1][0]) if level else images
                known[level].append(node(given))  # (N, 16 * 2^level, H / 2^level, W / 2^level)
        logits: Tensor = self.head(known[0][-1])  # (N, classes, H, W)
        return logits


def _inside(widths: list[int], level: int, column: int) -> int:
    """Channels that the node at `level` and `column` is given."""
    if column:
        return widths[level] * column + widths[level + 1]
    return widths[level - 1] if level else 3


@register("unet_plus_plus")
def unet_plus_plus(classes: int) -> nn.Module:
    """Baseline of seed 2."""
    return UNetPlusPlus(classes)
