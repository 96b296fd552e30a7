"""What every page of the settings is made of: named controls, each with a line of help."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.panels.folders import open_folder
from app.panels.panel import label
from app.theme import GRID

LINE_WIDTH = 62 * GRID
"""Lines of help are no longer than a line of a book."""


class Page(QWidget):
    """A column of controls; what is set is in force at once."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        self.column.setSpacing(GRID // 2)
        self.column.addWidget(label("heading", title))
        self.column.addSpacing(GRID)

    def add(self, name: str, control: QWidget, help_text: str = "") -> None:
        """A control under its name, over its line of help."""
        control.setAccessibleName(name)
        control.setAccessibleDescription(help_text)
        heading = label("title", name)
        heading.setBuddy(control)
        control.setMaximumWidth(min(control.maximumWidth(), LINE_WIDTH))
        self.column.addWidget(heading)
        self.column.addWidget(control)
        if help_text:
            self.say(help_text)
        self.column.addSpacing(GRID + GRID // 2)

    def say(self, text: str, role: str = "muted") -> QLabel:
        """A line of text that can be selected and copied."""
        line = label(role, text, wrap=True)
        line.setMaximumWidth(LINE_WIDTH)
        line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.column.addWidget(line)
        return line

    def place(
        self, name: str, folder: Path, open_text: str, clear: tuple[str, Callable[[], None]] | None
    ) -> None:
        """A folder of the program's: where it is, how much lies in it, a button to open it.

        Args:
            name: what lies there.
            folder: may be missing.
            open_text: on the button.
            clear: text and act of a button that empties it; None where that isn't offered.
        """
        self.column.addWidget(label("title", name))
        line = self.say(_described(folder), "")
        buttons = [QPushButton(open_text)]
        buttons[0].clicked.connect(lambda: open_folder(folder))
        if clear is not None:
            text, act = clear
            buttons.append(QPushButton(text))
            buttons[1].clicked.connect(act)
            buttons[1].clicked.connect(lambda: line.setText(_described(folder)))
        for button in buttons:
            button.setAccessibleName(f"{button.text()}: {name}")
        self.column.addLayout(beside(*buttons))
        self.column.addSpacing(GRID + GRID // 2)


def _described(folder: Path) -> str:
    size = megabytes(folder)
    return f"{folder} · {size}" if size else str(folder)


def beside(*widgets: QWidget) -> QHBoxLayout:
    """Controls in a row, as wide as they need to be."""
    row = QHBoxLayout()
    row.setSpacing(GRID)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch()
    return row


def choice(texts: dict[str, str], chosen: str) -> QComboBox:
    """A box of named values, one of them chosen."""
    box = QComboBox()
    for key, text in texts.items():
        box.addItem(text, key)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    return box


def megabytes(folder: Path) -> str:
    """How much lies in a folder, for people; empty where there is none."""
    if not folder.is_dir():
        return ""
    total = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return f"{total / 1e6:.1f} MB"
