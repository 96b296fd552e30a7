"""Every family of networks by name; importing this registers their networks."""

from medcls_core.networks import (
    baselines,
    densenet_se,
    googlenet,
    mcsa_unet,
    mitosis_traits,
    resnet50v2,
    unet_plus_plus,
    xception,
)
from medcls_core.networks.registry import build_network, network_keys

FAMILIES = (
    baselines,
    densenet_se,
    googlenet,
    mcsa_unet,
    mitosis_traits,
    resnet50v2,
    unet_plus_plus,
    xception,
)
"""The seeds' networks and the baselines beside them."""

__all__ = ["FAMILIES", "build_network", "network_keys"]
