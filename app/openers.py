"""Opening the window's dialogs, none of which blocks what runs behind it."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QMainWindow

from app.commands import open_images, run_task
from app.commands.export import export
from app.commands.import_findings import import_findings
from app.commands.pixel_size import set_pixel_size
from app.context import AppContext
from app.crash import log_path
from app.dialogs.about import AboutDialog
from app.dialogs.crash import CrashDialog
from app.dialogs.guide import GuideDialog
from app.dialogs.key_sheet import KeySheet
from app.dialogs.model_card import ModelCardDialog
from app.dialogs.own_reading import OwnReadingDialog
from app.dialogs.pixel_size import PixelSizeDialog
from app.dialogs.report import ReportDialog
from app.dialogs.settings import SettingsDialog


class Openers:
    """One function a dialog."""

    def __init__(self, context: AppContext, window: QMainWindow) -> None:
        self._context = context
        self._window = window
        self._pixel_size: PixelSizeDialog | None = None

    def open_files(self) -> None:
        """Choose image files."""
        names, _ = QFileDialog.getOpenFileNames(
            self._window,
            QCoreApplication.translate("Openers", "Open images"),
            str(self._context.settings.last_folder),
        )
        if names:
            open_images.open_paths(self._context, [Path(name) for name in names])

    def open_folder(self) -> None:
        """Choose a folder; every image below it is listed."""
        name = QFileDialog.getExistingDirectory(
            self._window,
            QCoreApplication.translate("Openers", "Open a folder of images"),
            str(self._context.settings.last_folder),
        )
        if name:
            open_images.open_paths(self._context, [Path(name)])

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
        dialog = ReportDialog(self._context, self._window)
        dialog.chosen.connect(lambda kind, path: export(self._context, kind, path))
        self._show(dialog)

    def import_findings(self) -> None:
        """Choose a GeoJSON file that was drawn on the open image."""
        context, image = self._context, self._context.images.current
        if image is None:
            context.messages.info(QCoreApplication.translate("Openers", "Open an image first."))
            return
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            QCoreApplication.translate("Openers", "Import findings from QuPath (GeoJSON)"),
            str(image.path.parent),
            "*.geojson *.json",
        )
        if name:
            import_findings(context, Path(name))

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

    def _show(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
