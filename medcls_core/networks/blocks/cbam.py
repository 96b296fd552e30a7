"""CBAM: channel attention, then spatial attention.

Source: "CBAM: Convolutional Block Attention Module" (2018). Both gates keep the attention they
computed last in `attention`, so that evidence can be read out of a forward pass that ran anyway.
"""

import torch
from torch import Tensor, nn


class ChannelAttention(nn.Module):
    """M_c: one shared MLP over average- and max-pooled descriptors, summed, then a sigmoid."""

    def __init__(self, channels: int, reduction: int = 16) -> None:
        super().__init__()
        hidden = max(channels // reduction, 4)
        self.mlp = nn.Sequential(
            nn.Conv2d(channels, hidden, 1, bias=False),
            nn.ReLU(inplace=True),
            nn.Conv2d(hidden, channels, 1, bias=False),
        )
        self.attention: Tensor | None = None

    def forward(self, features: Tensor) -> Tensor:
        """Gate of shape (N, C, 1, 1) in (0, 1) for features (N, C, H, W)."""
        average = self.mlp(features.mean((2, 3), keepdim=True))
        maximum = self.mlp(features.amax((2, 3), keepdim=True))
        gate = torch.sigmoid(average + maximum)
        self.attention = gate.detach()
        return gate


class SpatialAttention(nn.Module):
    """M_s: a 7x7 convolution over the channel-wise average and maximum, then a sigmoid."""

    def __init__(self, kernel: int = 7) -> None:
        super().__init__()
        self.conv = nn.Conv2d(2, 1, kernel, padding=kernel // 2)
        self.attention: Tensor | None = None

    def forward(self, features: Tensor) -> Tensor:
        """Gate of shape (N, 1, H, W) in (0, 1) for features (N, C, H, W)."""
        pooled = torch.cat([features.mean(1, keepdim=True), features.amax(1, keepdim=True)], 1)
        gate = torch.sigmoid(self.conv(pooled))
        self.attention = gate.detach()
        return gate


class CBAM(nn.Module):
    """Channel attention, then spatial attention, each multiplied onto the features."""

    def __init__(self, channels: int, reduction: int = 16) -> None:
        super().__init__()
        self.channel = ChannelAttention(channels, reduction)
        self.spatial = SpatialAttention()

    def forward(self, features: Tensor) -> Tensor:
        """Features of the same shape (N, C, H, W)."""
        refined = self.channel(features) * features
        gated: Tensor = self.spatial(refined) * refined
        return gated
