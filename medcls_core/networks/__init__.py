"""The five seed networks and their baselines, their weights and their cards.

Cards are there at once; what needs torch is imported when it is first asked for, so that a
command that only names models doesn't wait for it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from medcls_core.networks.card import (
    ForeignInput,
    Metric,
    ModelCard,
    ModelVersion,
    Weights,
    bundled_model,
    read_card,
    read_model,
    write_card,
)
from medcls_core.networks.installed import installed_models, installed_name, known_models

if TYPE_CHECKING:
    from medcls_core.networks.families import FAMILIES, build_network, network_keys
    from medcls_core.networks.loading import load_network
    from medcls_core.networks.pooled import PooledLinear
    from medcls_core.networks.starting import StartingReport, load_starting_weights

__all__ = [
    "FAMILIES",
    "ForeignInput",
    "Metric",
    "ModelCard",
    "ModelVersion",
    "PooledLinear",
    "StartingReport",
    "Weights",
    "build_network",
    "bundled_model",
    "installed_models",
    "installed_name",
    "known_models",
    "load_network",
    "load_starting_weights",
    "network_keys",
    "read_card",
    "read_model",
    "write_card",
]

_HOMES = {
    "FAMILIES": "families",
    "PooledLinear": "pooled",
    "StartingReport": "starting",
    "build_network": "families",
    "load_network": "loading",
    "load_starting_weights": "starting",
    "network_keys": "families",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
