"""From a card and its file to a network that answers."""

import hashlib

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import nn

from medcls_core.errors import WeightsMismatch
from medcls_core.networks.card import ModelVersion
from medcls_core.networks.families import build_network


def load_network(model: ModelVersion, device: torch.device) -> nn.Module:
    """The network with its trained weights in float32, on `device`, in eval mode.

    Raises:
        WeightsMissing: if the card has no weights.
        WeightsMismatch: if the file is missing, altered, or doesn't fit the network.
    """
    path = model.weights_path
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        state = load_file(path)
    except (OSError, SafetensorError) as problem:
        raise WeightsMismatch(path, f"the file is not readable ({problem})") from problem
    if digest != model.sha256:
        raise WeightsMismatch(path, "its sha256 is not the one in its card")
    network = build_network(model.card.network, len(model.card.classes))
    try:
        network.load_state_dict(state)
    except RuntimeError as problem:
        raise WeightsMismatch(
            path, f"they don't fit the network {model.card.network!r}"
        ) from problem
    return network.float().to(device).eval()
