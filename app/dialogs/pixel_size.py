"""Asking how large a pixel is, where the file doesn't say; never guessed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.panels.number_box import NumberBox
from app.panels.panel import label
from app.state import OpenImage
from app.theme import GRID

USUAL = ((0.25, "40×"), (0.5, "20×"), (1.0, "10×"))
MM = 1000.0
NOTHING, LEAST = 0.0, 0.01


class PixelSizeDialog(QDialog):
    """Micrometres per pixel, typed or taken from a usual scan power.

    Signals:
        given: (float) the reader's micrometres per level-0 pixel.
    """

    given = Signal(float)

    def __init__(self, image: OpenImage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = image
        self.setWindowTitle(self.tr("Pixel size"))
        known = image.source.pixel_size
        self._box = NumberBox()
        # The least value stands for 'nothing given' and is shown as an empty field.
        self._box.setRange(NOTHING, 100.0)
        self._box.setSpecialValueText(" ")
        self._box.setDecimals(4)
        self._box.setSingleStep(0.01)
        self._box.setSuffix(" µm/px")
        self._box.setValue(NOTHING if known is None else known.mpp)
        self._box.setAccessibleName(self.tr("Micrometres per pixel"))
        self._field = label("muted")
        self._buttons = self._make_buttons()
        self._box.valueChanged.connect(self._refresh)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(label("heading", image.path.name))
        column.addWidget(label("", self._why(), wrap=True))
        column.addLayout(self._row())
        column.addWidget(self._field)
        column.addSpacing(GRID)
        column.addWidget(self._buttons)
        self.setMinimumWidth(56 * GRID)
        self._refresh(self._box.value())
        self._box.selectAll()

    def _why(self) -> str:
        known = self._image.source.pixel_size
        if known is None:
            return self.tr(
                "The file doesn't say how large a pixel is. Sizes, areas and the model's input "
                "depend on it, so it is asked and never guessed. It is remembered for this image."
            )
        return self.tr("The value given here replaces the one in use, and is remembered.")

    def _row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self._box, 1)
        for mpp, power in USUAL:
            button = QPushButton(f"{power}: {mpp:g}")
            button.setAutoDefault(False)
            button.setToolTip(self.tr("Usual for a scan at this objective power"))
            button.clicked.connect(lambda _, value=mpp: self._box.setValue(value))
            row.addWidget(button)
        return row

    def _make_buttons(self) -> QDialogButtonBox:
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        buttons.button(kinds.Ok).setText(self.tr("Use this size"))
        buttons.button(kinds.Ok).setProperty("role", "primary")
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.reject)
        return buttons

    def _refresh(self, mpp: float) -> None:
        given = mpp >= LEAST
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(given)
        if not given:
            self._field.setText(self.tr("Type the size, or take a usual one."))
            return
        size = self._image.source.size_l0
        self._field.setText(
            self.tr("The image is then {width} × {height} mm.").format(
                width=f"{size.width * mpp / MM:.3g}", height=f"{size.height * mpp / MM:.3g}"
            )
        )

    def _take(self) -> None:
        if self._box.value() < LEAST:
            return
        self.given.emit(self._box.value())
        self.accept()
