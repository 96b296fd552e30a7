"""Starting weights: ImageNet, or what another task has learnt, into a freshly built network."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import torch
from torch import Tensor, nn

from medcls_core.errors import StartingWeightsUnreachable, WeightsMismatch
from medcls_core.networks.foreign import read_tensors
from medcls_core.networks.googlenet import DeformableConv
from medcls_core.networks.layouts import Layout, layout_of

COUNTER = "num_batches_tracked"

Init = Path | Literal["imagenet"]


@dataclass(frozen=True, slots=True)
class StartingReport:
    """What became of a network's tensors.

    Each of ours is in `loaded`, `adapted` or `new`, except batch normalisation's counters of
    batches, which nobody learns.

    Attributes:
        source: file, or "imagenet".
        loaded: taken over as they are.
        adapted: computed from foreign tensors of another shape (3x3 kernels into DCNv4).
        new: still as freshly initialised.
        unused: foreign tensors that fit nowhere.
    """

    source: str
    loaded: tuple[str, ...]
    adapted: tuple[str, ...]
    new: tuple[str, ...]
    unused: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """One line for a log."""
        return (
            f"{self.source}: {len(self.loaded)} tensors loaded, {len(self.adapted)} adapted, "
            f"{len(self.new)} new, {len(self.unused)} unused"
        )


def load_starting_weights(network: nn.Module, init: Init) -> StartingReport:
    """Put starting weights into `network`, in place.

    Args:
        network: freshly built, of any family.
        init: a weights file (safetensors, or a torch checkpoint of tensors alone); a folder with
            the file known to fit this network; or "imagenet", which asks torchvision or timm and
            needs the internet.

    Raises:
        WeightsMismatch: if the file is missing, damaged, could run code, or fits nowhere.
        StartingWeightsUnreachable: if "imagenet" can't be had here.
    """
    layout = layout_of(network)
    if isinstance(init, Path):
        path = _file_in(init, layout)
        return _take_over(network, layout.translate(read_tensors(path)), path)
    if layout.fetch is None:
        raise StartingWeightsUnreachable(
            type(network).__name__, "neither torchvision nor timm offers them in this layout"
        )
    return _take_over(network, layout.translate(layout.fetch()), Path(init))


def _file_in(place: Path, layout: Layout) -> Path:
    if not place.is_dir():
        return place
    if layout.file is None:
        raise WeightsMismatch(place, "no file is known to fit this network; name a file")
    return place / layout.file


def _take_over(network: nn.Module, tensors: dict[str, Tensor], source: Path) -> StartingReport:
    own = network.state_dict()
    fitting = {n: v for n, v in tensors.items() if n in own and v.shape == own[n].shape}
    if not fitting:
        raise WeightsMismatch(source, "none of its tensors fits the network")
    network.load_state_dict(fitting, strict=False)
    adapted, consumed = _adapt(network, tensors)
    loaded = tuple(name for name in own if name in fitting and not name.endswith(COUNTER))
    return StartingReport(
        source=str(source),
        loaded=loaded,
        adapted=adapted,
        new=tuple(
            name
            for name in own
            if name not in fitting and name not in adapted and not name.endswith(COUNTER)
        ),
        unused=tuple(name for name in tensors if name not in fitting and name not in consumed),
    )


@torch.no_grad()
def _adapt(
    network: nn.Module, tensors: dict[str, Tensor]
) -> tuple[tuple[str, ...], frozenset[str]]:
    """Put 3x3 convolutions into the deformable ones; our names and the foreign ones used up."""
    adapted: list[str] = []
    consumed: list[str] = []
    for name, module in network.named_modules():
        weight, bias = tensors.get(f"{name}.conv.weight"), tensors.get(f"{name}.conv.bias")
        if isinstance(module, DeformableConv) and weight is not None and bias is not None:
            module.inherit(weight, bias)
            adapted += [f"{name}.{ours}" for ours in DeformableConv.INHERITED]
            consumed += [f"{name}.conv.weight", f"{name}.conv.bias"]
    return tuple(adapted), frozenset(consumed)
