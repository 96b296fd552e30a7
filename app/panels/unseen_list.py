"""The fields with tissue that is still to be seen, as a queue of places."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.commands import coverage
from app.context import AppContext
from app.panels.own_keys import keep_keys
from medcls_core.geometry import Box

MM = 1000.0
"""Micrometres in a millimetre."""


class UnseenList(QListWidget):
    """One line a field: where it lies and how much unseen tissue it holds; a click goes there."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._fields: tuple[Box, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setUniformItemSizes(True)
        keep_keys(self)
        self.itemActivated.connect(self._go)
        self.itemClicked.connect(self._go)

    def refresh(self) -> None:
        """The fields as they are now; nothing is drawn anew while they stay the same."""
        fields = self._context.coverage.unseen(self._context.settings.coverage_power)
        if fields == self._fields and self.count() == len(fields):
            return
        self._fields = fields
        self.say()

    def say(self) -> None:
        """Every line again, in the language that is on."""
        row = self.currentRow()
        self.clear()
        self.addItems([self._text(field) for field in self._fields])
        self.setCurrentRow(min(row, self.count() - 1))

    def _text(self, field: Box) -> str:
        image, state = self._context.images.current, self._context.coverage
        known = None if image is None else image.source.pixel_size
        if known is None:
            return ""
        scale = known.mpp / MM
        share = state.unseen_share(self._context.settings.coverage_power, field)
        return self.tr("{x:.1f} mm right, {y:.1f} mm down · {area:.2f} mm² unseen").format(
            x=field.center.x_l0 * scale,
            y=field.center.y_l0 * scale,
            area=share * field.area_l0 * scale**2,
        )

    def _go(self, item: QListWidgetItem) -> None:
        row = self.row(item)
        coverage.keep_looks(self._context)
        if row < len(self._fields):
            self._context.coverage.visit(self._fields[row])
