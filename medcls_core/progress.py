"""How long work says how far it is, and how it learns that nobody waits for it any more."""

from typing import Protocol


class Cancelled(Exception):
    """Raised by `Progress.update` between two batches when the person cancelled."""


class Progress(Protocol):
    """What every long core function takes."""

    def update(self, done: int, total: int, message: str = "") -> None:
        """Say that `done` of `total` steps are finished.

        Raises:
            Cancelled: if the work isn't wanted any more.
        """


class Silent:
    """A `Progress` that nobody listens to and nobody cancels."""

    def update(self, done: int, total: int, message: str = "") -> None:
        """Do nothing."""
