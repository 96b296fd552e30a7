"""Who still reads which image file, so that it is closed when nobody does."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the images package loads libraries the window needn't wait for
    from medcls_core.images.source import ImageSource


class Sources:
    """Counts holders of open images; called on the GUI thread only."""

    def __init__(self) -> None:
        self._holders: dict[int, tuple[ImageSource, int]] = {}

    def hold(self, source: "ImageSource") -> None:
        """One more reads `source`."""
        _, holders = self._holders.get(id(source), (source, 0))
        self._holders[id(source)] = (source, holders + 1)

    def release(self, source: "ImageSource") -> None:
        """One reads `source` no more; the last one closes it."""
        known, holders = self._holders.get(id(source), (source, 1))
        if holders > 1:
            self._holders[id(source)] = (known, holders - 1)
        else:
            self._holders.pop(id(source), None)
            source.close()

    def close_all(self) -> None:
        """Close whatever is still open, when no job runs any more."""
        for source, _ in self._holders.values():
            source.close()
        self._holders.clear()
