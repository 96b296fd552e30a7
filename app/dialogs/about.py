"""What this program is, and what it is not for."""

from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from app.context import AppContext
from app.icons import pixmap
from app.panels.panel import label
from app.theme import GRID, colors


class AboutDialog(QDialog):
    """Name, version, intended use, where the labels are."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About medcls"))
        picture = QLabel()
        drawn = pixmap("medcls", round(56 * self.devicePixelRatioF()), colors().accent)
        drawn.setDevicePixelRatio(self.devicePixelRatioF())
        picture.setPixmap(drawn)
        where = label(
            "muted",
            self.tr("Labels: {place}").format(
                place=context.store.shown_url or context.settings.store_url or "-"
            ),
            wrap=True,
        )
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(picture)
        column.addWidget(label("heading", f"medcls {_own_version()}"))
        column.addWidget(
            label(
                "",
                self.tr(
                    "A second look at cells and tissue: models propose, a person decides, and "
                    "every verdict is kept."
                ),
                wrap=True,
            )
        )
        column.addWidget(
            label(
                "warning",
                self.tr("For research. Not for primary diagnosis."),
                wrap=True,
            )
        )
        column.addWidget(where)
        column.addWidget(buttons)
        self.setMinimumWidth(52 * GRID)


def _own_version() -> str:
    try:
        return version("medcls")
    except PackageNotFoundError:
        return ""
