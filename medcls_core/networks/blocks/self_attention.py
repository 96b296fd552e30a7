"""Self-attention over all positions of a feature map.

Source: seed 3 (002_7683ae32544c8001.txt): query, key and value of 256 units, scaled dot product.
What we changed: the source's code attends within each row only, which its text doesn't intend;
here every position attends to every other.
"""

import torch
from torch import Tensor, nn


class SelfAttention(nn.Module):
    """Scaled dot product attention of `units` dimensions, one head.

    `attention` keeps the weights computed last, (N, H*W, H*W): row i is what position i looked
    at and sums to one. At a 7x7 map that is 49x49, so writing the softmax out costs nothing.
    """

    def __init__(self, channels: int, units: int = 256) -> None:
        super().__init__()
        self.query = nn.Conv2d(channels, units, 1)
        self.key = nn.Conv2d(channels, units, 1)
        self.value = nn.Conv2d(channels, units, 1)
        self.scale = units**-0.5
        self.attention: Tensor | None = None

    def forward(self, features: Tensor) -> Tensor:
        """Attended values (N, units, H, W) for features (N, C, H, W)."""
        query = self.query(features).flatten(2)  # (N, units, H*W)
        key = self.key(features).flatten(2)
        value = self.value(features).flatten(2)
        weights = torch.softmax(query.transpose(1, 2) @ key * self.scale, dim=-1)  # (N, HW, HW)
        self.attention = weights.detach()
        attended: Tensor = value @ weights.transpose(1, 2)  # (N, units, H*W)
        return attended.reshape(*attended.shape[:2], *features.shape[2:])
