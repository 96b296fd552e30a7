"""Opening the window's dialogs, none of which blocks what runs behind it."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QMainWindow

from app.case_openers import CaseOpeners
from app.commands import cases, open_images, put_away, run_task, safety
from app.commands.export import export
from app.commands.import_findings import import_findings
from app.commands.pixel_size import set_pixel_size
from app.context import AppContext
from app.crash import log_path
from app.dialogs.about import AboutDialog
from app.dialogs.bin import BinDialog
from app.dialogs.crash import CrashDialog
from app.dialogs.export import ExportDialog
from app.dialogs.guide import GuideDialog
from app.dialogs.key_sheet import KeySheet
from app.dialogs.model_card import ModelCardDialog
from app.dialogs.own_reading import OwnReadingDialog
from app.dialogs.pixel_size import PixelSizeDialog
from app.dialogs.put_away import PutAwayDialog
from app.dialogs.restore import RestoreDialog
from app.dialogs.settings import SettingsDialog
from app.panels.panel import Dock
from app.panels.recent_places import RecentMenu
from app.theme import GRID

FINDING_FILES = "*.geojson *.json *.csv *.tsv *.txt *.xml *.png *.tif *.tiff *.sqlite *.db"


class Openers:
    """One function a dialog."""

    def __init__(self, context: AppContext, window: QMainWindow) -> None:
        self._context = context
        self._window = window
        self.cases = CaseOpeners(context, window)
        self.recent = RecentMenu(context, window)
        self._pixel_size: PixelSizeDialog | None = None

    def open_files(self) -> None:
        """Choose image files."""
        names, _ = QFileDialog.getOpenFileNames(
            self._window,
            QCoreApplication.translate("Openers", "Open images"),
            str(self._context.settings.last_folder),
        )
        if names:
            cases.open_places(self._context, [Path(name) for name in names])

    def open_folder(self) -> None:
        """Choose a folder; every image below it is listed."""
        name = QFileDialog.getExistingDirectory(
            self._window,
            QCoreApplication.translate("Openers", "Open a folder of images"),
            str(self._context.settings.last_folder),
        )
        if name:
            open_images.open_paths(self._context, [Path(name)])

    def open_recent(self) -> None:
        """Choose what was opened before, where no menu bar is in hand."""
        middle = (self._window.width() - self.recent.sizeHint().width()) // 2
        self.recent.popup(self._window.mapToGlobal(QPoint(middle, 8 * GRID)))

    def pixel_size(self) -> None:
        """Ask for the pixel size of the open image."""
        self._ask_pixel_size(run_after=False)

    def pixel_size_for_run(self) -> None:
        """Ask for it because the model needs it."""
        self._ask_pixel_size(run_after=True)

    def report(self) -> None:
        """Choose what to write."""
        if self._context.images.current is None:
            self._context.messages.info(
                QCoreApplication.translate("Openers", "Open an image first.")
            )
            return
        dialog = ExportDialog(self._context, self._window)
        dialog.chosen.connect(
            lambda kind, path, options: export(self._context, kind, path, options)
        )
        self._show(dialog)

    def import_findings(self) -> None:
        """Choose a file with what was drawn on the open image."""
        context, image = self._context, self._context.images.current
        if image is None:
            context.messages.info(QCoreApplication.translate("Openers", "Open an image first."))
            return
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            QCoreApplication.translate(
                "Openers", "Import findings (GeoJSON, COCO, CSV, YOLO, VOC, masks, SlideRunner)"
            ),
            str(image.path.parent),
            FINDING_FILES,
        )
        if name:
            import_findings(context, Path(name))

    def relink(self) -> None:
        """Choose a folder in which moved images are looked for."""
        name = QFileDialog.getExistingDirectory(
            self._window,
            QCoreApplication.translate("Openers", "Find moved images in a folder"),
            str(self._context.settings.last_folder),
        )
        if name:
            safety.relink(self._context, Path(name))

    def restore(self) -> None:
        """Choose a snapshot of the label store to put back."""
        dialog = RestoreDialog(self._context, self._window)
        dialog.chosen.connect(lambda snapshot: safety.restore(self._context, snapshot))
        self._show(dialog)

    def settings(self) -> None:
        """The settings, beside the window: what is changed there is seen at once."""
        open_already = self._window.findChild(SettingsDialog)
        dialog = open_already or SettingsDialog(self._context, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()
        dialog.activateWindow()

    def guide(self) -> None:
        """How to work with the program."""
        dialog = GuideDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()  # beside the window, which goes on taking keys

    def keys(self) -> None:
        """Every key."""
        self._show(KeySheet(self._context, self._window))

    def model_card(self) -> None:
        """The card of the task's model."""
        run_task.look_up_models(self._context)  # one may have been imported since the start
        self._show(ModelCardDialog(self._context, self._window))

    def history(self) -> None:
        """Who said what and when in the open image."""
        self._bring("history")

    def put_away(self) -> None:
        """Put the open image into the bin, for a reason."""
        context, image = self._context, self._context.images.current
        if image is None:
            context.messages.info(QCoreApplication.translate("Openers", "Open an image first."))
            return
        dialog = PutAwayDialog(image.path.name, self._window)
        dialog.given.connect(lambda reason: put_away.put_image_away(context, reason))
        self._show(dialog)

    def bin(self) -> None:
        """What was put away, beside the window, which shows where it lay."""
        open_already = self._window.findChild(BinDialog)
        dialog = open_already or BinDialog(self._context, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()
        dialog.activateWindow()

    def own_reading(self) -> None:
        """How the reader reads: what is hidden at first, and the card."""
        self._show(OwnReadingDialog(self._context, self._window))

    def about(self) -> None:
        """The program."""
        self._show(AboutDialog(self._context, self._window))

    def crash(self, traceback: str) -> None:
        """A defect of ours."""
        self._show(CrashDialog(traceback, log_path(), self._window))

    def _ask_pixel_size(self, *, run_after: bool) -> None:
        image = self._context.images.current
        if image is None or self._pixel_size is not None:
            return
        dialog = PixelSizeDialog(image, self._window)
        self._pixel_size = dialog
        dialog.given.connect(lambda mpp: self._take_pixel_size(mpp, run_after=run_after))
        dialog.finished.connect(self._pixel_size_closed)
        self._show(dialog)

    def _pixel_size_closed(self) -> None:
        self._pixel_size = None

    def _take_pixel_size(self, mpp: float, *, run_after: bool) -> None:
        context = self._context
        if run_after:
            connection = Qt.ConnectionType.SingleShotConnection
            context.review.items_changed.connect(lambda: run_task.run_task(context), connection)
        set_pixel_size(context, mpp)

    def _bring(self, name: str) -> None:
        """Show a panel, in front of those in its place, and give it the keys."""
        dock = self._window.findChild(Dock, name)
        if dock is not None:
            dock.take_keys()

    def _show(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
