"""Where a scene is played: the real window, what a person can do in it, and its picture."""

import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from app.commands import open_images, run_task
from app.commands.pixel_size import set_pixel_size
from app.context import AppContext
from app.driven_window import wait_for_rest, wait_until, work_off
from app.main_window import MainWindow

SIZE = (1500, 940)
_STILL_S = 0.4
_LIMIT_S = 240.0


@dataclass(frozen=True, slots=True)
class Stage:
    """A window in which a scene is played.

    `data` holds the packs of real images as tar files, `unpacked` is where they are unpacked to.
    """

    context: AppContext
    window: MainWindow
    data: Path
    unpacked: Path

    def begin(self) -> None:
        """Give the window its size and learn the models."""
        self.window.resize(*SIZE)
        run_task.look_up_models(self.context)
        self.rest()

    def open(self, pack: str, *names: str, mpp: float | None = None) -> None:
        """Open files or folders of a pack; `mpp` is said where the file doesn't know it."""
        places = [self._unpacked(pack) / name for name in names]
        open_images.open_paths(self.context, places)
        self.until(lambda: self.context.images.current is not None, "no image came up")
        self.rest()
        current = self.context.images.current
        if mpp is not None and current is not None and current.source.pixel_size is None:
            set_pixel_size(self.context, mpp)
            self.rest()

    def run(self) -> None:
        """Run the model, unless the store knows its answer already."""
        if not self.context.review.items:
            run_task.run_task(self.context)
            self.rest()

    def do(self, *commands: str) -> None:
        """Do what the menu does, by the commands' keys."""
        for command in commands:
            self.window.actions_by_key[command].trigger()
            self.rest()

    def until(self, ready: Callable[[], bool], otherwise: str) -> None:
        """Wait; NotReady says `otherwise`."""
        wait_until(ready, otherwise, _LIMIT_S)

    def rest(self) -> None:
        """Wait until nothing works any more and the picture is sharp."""
        wait_for_rest(self.context, self.window, _STILL_S, _LIMIT_S)

    def picture(self) -> QImage:
        """The window with whatever lies over it."""
        work_off()
        picture = self.window.grab().toImage()
        corner = self.window.mapToGlobal(QPoint(0, 0))
        painter = QPainter(picture)
        for each in QApplication.topLevelWidgets():
            if each is not self.window and each.isVisible():
                painter.drawPixmap(each.mapToGlobal(QPoint(0, 0)) - corner, each.grab())
        painter.end()
        return picture

    def close_all(self) -> None:
        """Close what lies over the window."""
        for each in QApplication.topLevelWidgets():
            if each is not self.window and each.isVisible():
                each.close()
        work_off()

    def _unpacked(self, pack: str) -> Path:
        """The folder of a pack, unpacked at its first use."""
        folder = self.unpacked / pack
        if not folder.exists():
            with tarfile.open(self.data / f"{pack}.tar") as archive:
                archive.extractall(folder, filter="data")
        return folder
