"""Every network by its key: one dictionary and a decorator that refuses duplicates."""

from collections.abc import Callable

from torch import nn

from medcls_core.errors import InputInvalid

Builder = Callable[[int], nn.Module]

_BUILDERS: dict[str, Builder] = {}


def register(key: str) -> Callable[[Builder], Builder]:
    """Make a builder `(classes) -> network` known under `key`.

    Raises:
        ValueError: if the key is taken.
    """

    def remember(builder: Builder) -> Builder:
        if key in _BUILDERS:
            raise ValueError(f"two networks are called {key!r}")
        _BUILDERS[key] = builder
        return builder

    return remember


def network_keys() -> tuple[str, ...]:
    """All keys, sorted."""
    return tuple(sorted(_BUILDERS))


def build_network(key: str, classes: int) -> nn.Module:
    """A freshly initialised network with `classes` outputs (logits).

    Raises:
        InputInvalid: if no network has that key.
    """
    if key not in _BUILDERS:
        raise InputInvalid(f"network {key!r}", f"known networks are {', '.join(network_keys())}")
    return _BUILDERS[key](classes)
