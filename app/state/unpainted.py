"""Model answers that a reader's verdict has opened, but that nobody can have seen yet."""

from uuid import UUID

from app.state.items import Sealed


class Unpainted:
    """What was sealed, by finding, from the verdict that opened it until it is on the screen.

    A second key within that moment is still an answer of the reader's own: only what is said once
    the model's answer has been painted can be a change of mind after seeing it.
    """

    def __init__(self) -> None:
        self._sealed: dict[UUID, Sealed] = {}

    def open(self, finding: UUID, sealed: Sealed) -> None:
        """A verdict opened the answer; it will be painted soon."""
        self._sealed[finding] = sealed

    def see(self, finding: UUID) -> None:
        """It is on the screen, or sealed again."""
        self._sealed.pop(finding, None)

    def see_all(self) -> None:
        """Nothing tells what is painted and what isn't."""
        self._sealed.clear()

    def sealed(self, finding: UUID) -> Sealed | None:
        """What was sealed, if that isn't on the screen yet."""
        return self._sealed.get(finding)
