"""What was read before it was asked for: the next image, so that going on takes no time."""

from collections.abc import Callable, Hashable


class Ahead:
    """Keeps one thing under a key; called on the GUI thread only."""

    def __init__(self) -> None:
        self._key: Hashable = None
        self._ready: object = None
        self._let_go: Callable[[], None] = _nothing

    def expect(self, key: Hashable) -> None:
        """Something is being read for `key`; what was kept before is let go."""
        self.drop()
        self._key = key

    def keep(self, key: Hashable, ready: object, let_go: Callable[[], None]) -> None:
        """It was read; `let_go` is called if nobody takes it."""
        if key == self._key:
            self._ready, self._let_go = ready, let_go
        else:
            let_go()

    def take(self, key: Hashable) -> object:
        """What was read for `key`, which is the caller's from now on; None if there is nothing."""
        ready = self._ready if key == self._key else None
        if ready is not None:
            self._let_go = _nothing
        self.drop()
        return ready

    def drop(self) -> None:
        """It no longer counts."""
        let_go, self._let_go = self._let_go, _nothing
        self._key, self._ready = None, None
        let_go()


def _nothing() -> None:
    """Nobody waits for anything."""
