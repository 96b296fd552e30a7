"""What the person typed, for records that must be able to repeat it."""

from collections.abc import Sequence
from contextvars import ContextVar

_TYPED: ContextVar[tuple[str, ...]] = ContextVar("typed arguments", default=())


def remember_typed(arguments: Sequence[str]) -> None:
    """Note the arguments of this run."""
    _TYPED.set(tuple(arguments))


def typed() -> tuple[str, ...]:
    """The arguments of this run, the program's name left out."""
    return _TYPED.get()
