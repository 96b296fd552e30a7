"""From a card and its file to a network that answers."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load
from torch import Tensor, nn

from medcls_core.errors import WeightsMismatch
from medcls_core.language import Text, filled
from medcls_core.networks.card import ModelCard, ModelVersion
from medcls_core.networks.families import build_network
from medcls_core.networks.foreign_networks import open_foreign


def load_network(model: ModelVersion, device: torch.device) -> nn.Module:
    """The network with its trained weights in float32, on `device`, in eval mode.

    Raises:
        WeightsMissing: if the card has no weights.
        WeightsMismatch: if the file is missing, altered, or doesn't fit the network.
    """
    path = model.weights_path
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise WeightsMismatch(path, f"the file is not readable ({problem})") from problem
    if hashlib.sha256(data).hexdigest() != model.sha256:
        raise WeightsMismatch(path, "its sha256 is not the one in its card")
    return open_network(data, model.card, path).float().to(device).eval()


def open_network(data: bytes, card: ModelCard, path: Path) -> nn.Module:
    """The network of `card` with the weights in `data`, the bytes of `path`, on the processor.

    Raises:
        WeightsMismatch: if they are damaged or don't fit.
    """
    if card.weights is not None and card.weights.format != "safetensors":
        return open_foreign(data, card.weights, path)
    try:
        state = load(data)
    except SafetensorError as problem:
        raise WeightsMismatch(path, f"the file is not readable ({problem})") from problem
    network = build_network(card.network, len(card.classes))
    difference = first_difference(network.state_dict(), state)
    if difference is not None:
        count = len(card.classes)
        raise WeightsMismatch(
            path, filled(_UNFIT, network=card.network, classes=count, difference=difference)
        )
    network.load_state_dict(state)
    return network


_UNFIT = Text(
    "they don't fit the network '{network}' with {classes} classes: {difference}",
    "与网络“{network}”（{classes} 类）不符：{difference}",
)
_SHAPE = Text(
    "{key} is {found} in the file and {wanted} in the network",
    "{key} 在文件中为 {found}，在网络中为 {wanted}",
)
_LACKS = Text("the file lacks {key}", "文件中缺少 {key}")
_SURPLUS = Text("the network has no {key}", "网络中没有 {key}")


def first_difference(network: Mapping[str, Tensor], file: Mapping[str, Tensor]) -> Text | None:
    """The first tensor, in the network's order, that the file has otherwise; None if none."""
    for key, own in network.items():
        if key not in file:
            return filled(_LACKS, key=key)
        if file[key].shape != own.shape:
            return filled(_SHAPE, key=key, found=_shape(file[key]), wanted=_shape(own))
    for key in file:
        if key not in network:
            return filled(_SURPLUS, key=key)
    return None


def _shape(tensor: Tensor) -> str:
    return "x".join(str(side) for side in tensor.shape) or "one number"
