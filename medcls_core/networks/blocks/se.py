"""SE: squeeze and excitation, a gate per channel.

Source: "Squeeze-and-Excitation Networks" (2018). What we changed: `gain`, so that a module put
into an already trained network can begin as the identity.
"""

import torch
from torch import Tensor, nn


class SE(nn.Module):
    """Global average, two dense layers with biases, sigmoid, multiplied onto the features.

    Args:
        channels: C of the features.
        reduction: the hidden layer has C // reduction units (four at least).
        gain: factor on the gate. With 2 the last layer starts at zero, so the gate starts at
            exactly 2 * sigmoid(0) = 1 and trained weights around it stay valid.

    `attention` keeps the gate computed last, (N, C, 1, 1) in (0, gain).
    """

    def __init__(self, channels: int, reduction: int = 16, gain: float = 1.0) -> None:
        super().__init__()
        hidden = max(channels // reduction, 4)
        self.squeeze = nn.Linear(channels, hidden)
        self.excite = nn.Linear(hidden, channels)
        self.gain = gain
        self.attention: Tensor | None = None
        if gain != 1.0:
            nn.init.zeros_(self.excite.weight)
            nn.init.zeros_(self.excite.bias)

    def forward(self, features: Tensor) -> Tensor:
        """Features of the same shape (N, C, H, W)."""
        hidden = torch.relu(self.squeeze(features.mean((2, 3))))  # (N, hidden)
        gate = self.gain * torch.sigmoid(self.excite(hidden))[:, :, None, None]  # (N, C, 1, 1)
        self.attention = gate.detach()
        return gate * features
