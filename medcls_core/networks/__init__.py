"""The five seed networks and their baselines, their weights and their cards."""

from medcls_core.networks import (
    baselines,
    densenet_se,
    googlenet,
    mcsa_unet,
    resnet50v2,
    unet_plus_plus,
    xception,
)
from medcls_core.networks.card import (
    Metric,
    ModelCard,
    ModelVersion,
    Weights,
    bundled_model,
    load_network,
    read_card,
    read_model,
    write_card,
)
from medcls_core.networks.pooled import PooledLinear
from medcls_core.networks.registry import build_network, network_keys
from medcls_core.networks.starting import StartingReport, load_starting_weights

FAMILIES = (
    baselines,
    densenet_se,
    googlenet,
    mcsa_unet,
    resnet50v2,
    unet_plus_plus,
    xception,
)
"""Every family by name; importing it registers its networks."""

__all__ = [
    "FAMILIES",
    "Metric",
    "ModelCard",
    "ModelVersion",
    "PooledLinear",
    "StartingReport",
    "Weights",
    "build_network",
    "bundled_model",
    "load_network",
    "load_starting_weights",
    "network_keys",
    "read_card",
    "read_model",
    "write_card",
]
