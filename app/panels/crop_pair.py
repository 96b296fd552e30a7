"""Two crops of a finding side by side, each with its name below, square as far as there is room."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.panels.panel import label
from app.theme import GRID
from app.viewer.crop_view import CropView

LEAST_SIDE = 72


class CropPair(QWidget):
    """The finding bare, and with its outline and heatmap; on a low screen both give way first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plain, self.heated = _view(), _view()
        self.plain_name, self.heated_name = _name(), _name()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for view, name in ((self.plain, self.plain_name), (self.heated, self.heated_name)):
            half = QVBoxLayout()
            half.setSpacing(GRID // 2)
            half.addWidget(view, 1)
            half.addWidget(name)
            row.addLayout(half, 1)

    def limit_height(self, width_px: int) -> None:
        """In `width_px` be no higher than the crops are wide: the rest is for what is below."""
        side = max(LEAST_SIDE, (width_px - GRID) // 2)
        self.setMaximumHeight(side + GRID // 2 + self.plain_name.sizeHint().height())


def _view() -> CropView:
    view = CropView()
    view.setMinimumSize(LEAST_SIDE, LEAST_SIDE)
    # The verdict's buttons stay in sight on a low screen.
    view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
    return view


def _name() -> QLabel:
    name = label("muted", " ")
    name.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return name
