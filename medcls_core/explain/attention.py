"""Attention maps read out of the forward pass that ran.

- **Spatial** (CBAM, CSA): the gate of every `SpatialAttention`.
- **Channel** (CBAM, CSA): a gate has no place of its own, so what is shown is the mean over
  channels of the features' magnitudes, each weighted by its channel's gate.
- **SE**: gates channels too, and is shown in the same way.
- **Self-attention**: how much each position is looked at, the mean over all positions that look.

A network has many such modules, on maps from fine to coarse. Each module's map is stretched to
[0, 1], brought to the size of the finest, and the mean over the modules is shown, stretched again:
a bright place is one that most modules let through. These maps speak for no class.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from medcls_core.explain.evidence import Evidence, EvidenceMethod
from medcls_core.explain.scaling import as_values, min_max, resize_map
from medcls_core.geometry import Box
from medcls_core.networks.blocks.cbam import ChannelAttention, SpatialAttention
from medcls_core.networks.blocks.se import SE
from medcls_core.networks.blocks.self_attention import SelfAttention


@dataclass(slots=True)
class AttentionRecord:
    """What the attention modules of a network did for the first input of the last pass."""

    found: dict[EvidenceMethod, list[Tensor]] = field(default_factory=dict)

    def keep(self, method: EvidenceMethod, values: Tensor) -> None:
        """Add a module's map (h, w)."""
        self.found.setdefault(method, []).append(values.detach().float().cpu())

    def maps(self, box_l0: Box, model_sha256: str) -> list[Evidence]:
        """One evidence for every kind of attention that the network has.

        Args:
            box_l0: what the input shows.
            model_sha256: whose maps they are.
        """
        return [
            Evidence(method, as_values(_mean_map(values)), box_l0, None, model_sha256)
            for method, values in sorted(self.found.items())
        ]


def _mean_map(values: list[Tensor]) -> Tensor:
    height, width = max((tuple(one.shape) for one in values), key=math.prod)
    stretched = [resize_map(min_max(one), height, width) for one in values]
    return min_max(torch.stack(stretched).mean(0))


@contextmanager
def record_attention(network: nn.Module) -> Iterator[AttentionRecord]:
    """Record the attention of forward passes inside the `with`; a later pass adds to it."""
    record = AttentionRecord()

    def channel(_module: nn.Module, inputs: tuple[Tensor, ...], gate: Tensor) -> None:
        weighted = (gate[0] * inputs[0][0].detach().abs()).mean(0)
        record.keep(EvidenceMethod.CBAM_CHANNEL, weighted)

    def spatial(_module: nn.Module, _inputs: tuple[Tensor, ...], gate: Tensor) -> None:
        record.keep(EvidenceMethod.CBAM_SPATIAL, gate[0, 0])

    def excited(_module: nn.Module, _inputs: tuple[Tensor, ...], output: Tensor) -> None:
        record.keep(EvidenceMethod.SE_CHANNEL, output[0].detach().abs().mean(0))

    def attended(module: SelfAttention, inputs: tuple[Tensor, ...], _output: Tensor) -> None:
        assert module.attention is not None  # noqa: S101  (it has just run)
        received = module.attention[0].mean(0)
        record.keep(EvidenceMethod.SELF_ATTENTION, received.reshape(inputs[0].shape[2:]))

    readers = {
        ChannelAttention: channel,
        SpatialAttention: spatial,
        SE: excited,
        SelfAttention: attended,
    }
    hooks = [
        module.register_forward_hook(reader)
        for module in network.modules()
        for kind, reader in readers.items()
        if isinstance(module, kind)
    ]
    try:
        yield record
    finally:
        for hook in hooks:
            hook.remove()


def attention_maps(
    network: nn.Module, inputs: Tensor, box_l0: Box, model_sha256: str
) -> list[Evidence]:
    """Run `network` on one scaled input (1, 3, H, W) and read its attention; empty if it has none.

    Where a forward pass runs anyway, wrap it in `record_attention` instead.
    """
    with record_attention(network) as record, torch.inference_mode():
        network(inputs)
    return record.maps(box_l0, model_sha256)
