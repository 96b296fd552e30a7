"""Where most mitoses of the open image lie together, and whether the circle is shown."""

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:  # these load scipy
    from medcls_core.images.tissue import TissueMask
    from medcls_core.quantify.hot_spot import Circle
    from medcls_core.quantify.mitotic_count import MitoticCount


class HotSpot(QObject):
    """The mitotic count of the open image.

    Signals:
        changed: another count, or the circle came or went.
        visited: (Circle) the reader goes to it, it should be brought into view.
    """

    changed = Signal()
    visited = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._count: MitoticCount | None = None
        self._tissue: tuple[UUID, TissueMask] | None = None
        self._shown = False
        self._asked = 0

    @property
    def count(self) -> "MitoticCount | None":
        """What was counted; None where there is nothing to count."""
        return self._count

    @property
    def is_shown(self) -> bool:
        """Whether the circle is drawn once there is one."""
        return self._shown

    @property
    def circle(self) -> "Circle | None":
        """What is to be drawn."""
        return self._count.circle if self._shown and self._count is not None else None

    def tissue(self, image: UUID) -> "TissueMask | None":
        """Where the image's tissue is, as far as it was found out here."""
        return self._tissue[1] if self._tissue is not None and self._tissue[0] == image else None

    def ask(self) -> int:
        """A count begins: earlier ones that are still under way don't matter any more."""
        self._asked += 1
        return self._asked

    def tell(
        self, asked: int, count: "MitoticCount | None", tissue: "tuple[UUID, TissueMask] | None"
    ) -> None:
        """What came of the count that `ask` began; kept if it is the last."""
        if tissue is not None:
            self._tissue = tissue
        if asked == self._asked and count != self._count:
            self._count = count
            self.changed.emit()

    def show(self, *, shown: bool) -> None:
        """Draw the circle and go to it, or take it away."""
        if shown and self._count is not None:
            self.visited.emit(self._count.circle)
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()
