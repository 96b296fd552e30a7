"""CSA: the channel-spatial attention module of MCSA-UNet, with its residual.

Source: seed 2 (001_9030388e6630231d.txt). A_c = M_c(F) * F, A_s = M_s(A_c) * F, F' = F + A_s.
It differs from CBAM in two points: the spatial gate multiplies the module's input F, not A_c,
and the result is added to F.
"""

from torch import Tensor, nn

from medcls_core.networks.blocks.cbam import ChannelAttention, SpatialAttention


class CSA(nn.Module):
    """Channel and spatial attention with a residual; each part can be left out for the ablation.

    Args:
        channels: C of the features.
        channel: keep M_c; without it A_c = F.
        spatial: keep M_s; without it A_s = A_c.
        residual: add the input; without it F' = A_s.
    """

    def __init__(
        self, channels: int, *, channel: bool = True, spatial: bool = True, residual: bool = True
    ) -> None:
        super().__init__()
        self.channel = ChannelAttention(channels) if channel else None
        self.spatial = SpatialAttention() if spatial else None
        self.residual = residual

    def forward(self, features: Tensor) -> Tensor:
        """Features of the same shape (N, C, H, W)."""
        refined = features if self.channel is None else self.channel(features) * features
        if self.spatial is not None:
            refined = self.spatial(refined) * features
        return features + refined if self.residual else refined
