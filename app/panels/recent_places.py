"""Images, folders and cases opened before: a menu, and a few of them where nothing is open."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.commands import recent
from app.commands.cases import open_places
from app.context import AppContext
from app.panels.panel import label
from app.theme import GRID

SHOWN = 5
"""As many as fit under the buttons of an empty page."""

_LETTERS = 60


class RecentMenu(QMenu):
    """The places, newest first; what is gone is grey."""

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(partial(recent.look_up, context))
        context.settings.changed.connect(self._follow)
        context.recent.looked_up.connect(self._grey)
        self._fill()

    def hang_on(self, action: QAction) -> None:
        """Be the submenu of a command, which is off while there is nothing to open."""
        action.setMenu(self)
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._fill()
        super().changeEvent(event)

    def _follow(self, setting: str) -> None:
        if setting == "recent":
            self._fill()

    def _fill(self) -> None:
        self.clear()
        places = self._context.settings.recent
        for place in places:
            entry = self.addAction(f"{_plain(_name(place))}\t{_plain(_folder(place))}")
            entry.setData(str(place))
            entry.setToolTip(str(place))
            entry.triggered.connect(partial(self._open, place))
        self.addSeparator()
        self.addAction(self.tr("Forget them")).triggered.connect(
            partial(recent.forget, self._context)
        )
        self.menuAction().setEnabled(bool(places))
        self._grey()

    def _grey(self) -> None:
        for entry in self.actions():
            place = entry.data()
            if place:
                entry.setEnabled(not self._context.recent.is_gone(Path(place)))

    def _open(self, place: Path) -> None:
        open_places(self._context, [place])


class RecentPlaces(QWidget):
    """The newest few that are still there, each a button; nothing where there are none."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._title = label("title")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self._title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        self._rows = []
        for row in range(SHOWN):
            button, folder = QPushButton(), label("muted")
            button.setProperty("role", "link")
            button.clicked.connect(partial(self._open, row))
            folder.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            grid.addWidget(button, row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(folder, row, 1)
            self._rows.append((button, folder))
        self._places: list[Path] = []
        context.settings.changed.connect(self._follow)
        context.recent.looked_up.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show them again, in the language that is on."""
        gone = self._context.recent.is_gone
        self._places = [each for each in self._context.settings.recent if not gone(each)][:SHOWN]
        self._title.setText(self.tr("Opened before"))
        for row, (button, folder) in enumerate(self._rows):
            known = row < len(self._places)
            button.setVisible(known)
            folder.setVisible(known)
            if known:
                place = self._places[row]
                button.setText(_plain(_name(place)))
                button.setToolTip(str(place))
                button.setAccessibleName(self.tr("Open {place}").format(place=place))
                folder.setText(_folder(place))
                folder.setToolTip(str(place))
        self.setVisible(bool(self._places))

    def _follow(self, setting: str) -> None:
        if setting == "recent":
            self.refresh()

    def _open(self, row: int) -> None:
        open_places(self._context, [self._places[row]])


def _name(place: Path) -> str:
    return _shortened(place.name or str(place))


def _folder(place: Path) -> str:
    """Where it lies, the home folder left out."""
    folder, home = place.parent, Path.home()
    if folder.is_relative_to(home):
        return _shortened(str("~" / folder.relative_to(home)))
    return _shortened(str(folder))


def _shortened(text: str) -> str:
    """Its beginning and its end, which tell more than the middle."""
    half = _LETTERS // 2
    return text if len(text) <= _LETTERS else f"{text[:half]} … {text[-half:]}"


def _plain(text: str) -> str:
    """Without a letter taken for the key of a menu."""
    return text.replace("&", "&&")
