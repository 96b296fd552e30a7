"""What was done with the findings of the open image, as far as the reader may see it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:  # these load the database library
    from medcls_core.store.acts import Told


class Timeline(QObject):
    """The acts that were last looked up.

    Signals:
        changed: other acts are known.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told: Told | None = None

    @property
    def told(self) -> "Told | None":
        """The acts in the order of time; None until they were looked up."""
        return self._told

    def tell(self, told: "Told | None") -> None:
        """They were looked up; None: of another image."""
        self._told = told
        self.changed.emit()
