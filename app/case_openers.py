"""Opening what has to do with colleagues: cases, their answers, and copies that name nobody."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QMainWindow

from app.commands import cases
from app.commands.deidentify import deidentify
from app.context import AppContext
from app.dialogs.deidentified import DeidentifiedDialog
from medcls_core.data.capsule.archive import SUFFIX

if TYPE_CHECKING:  # loads the slide libraries
    from medcls_core.images.privacy.deidentify import Deidentified

CASES = f"*{SUFFIX}"


class CaseOpeners:
    """One function a dialog."""

    def __init__(self, context: AppContext, window: QMainWindow) -> None:
        self._context = context
        self._window = window

    def open(self) -> None:
        """Choose a case to read."""
        path = self._ask(QCoreApplication.translate("Openers", "Open a case capsule"))
        if path is not None:
            cases.open_case(self._context, path)

    def answer(self) -> None:
        """Choose the case, then where its answer goes."""
        case = self._ask(
            QCoreApplication.translate("Openers", "Which case goes back?"), self._case_of_sheet()
        )
        if case is None:
            return
        suggested = case.with_name(
            QCoreApplication.translate("Openers", "{case}-answers.medcase").format(case=case.stem)
        )
        name, _ = QFileDialog.getSaveFileName(
            self._window,
            QCoreApplication.translate("Openers", "Save the answers"),
            str(suggested),
            CASES,
        )
        if name:
            cases.answer_case(self._context, case, Path(name))

    def merge(self) -> None:
        """Choose a colleague's answers."""
        path = self._ask(QCoreApplication.translate("Openers", "Merge a colleague's answers"))
        if path is not None:
            cases.merge_case(self._context, path)

    def deidentify(self) -> None:
        """Choose where the copy of the open slide goes."""
        image = self._context.images.current
        if image is None:
            self._context.messages.info(
                QCoreApplication.translate("Openers", "Open an image first.")
            )
            return
        # The slide's own name may be the patient's.
        code = f"image-{image.quick_hash[:12]}{image.path.suffix}"
        name, _ = QFileDialog.getSaveFileName(
            self._window,
            QCoreApplication.translate("Openers", "Save a copy that names nobody"),
            str(image.path.with_name(code)),
            f"*{image.path.suffix}",
        )
        if name:
            deidentify(self._context, image.path, Path(name), self._tell)

    def _tell(self, done: "Deidentified") -> None:
        said = QCoreApplication.translate("Openers", "Written: {name}")
        self._context.messages.good(said.format(name=done.path.name), action=f"open:{done.path}")
        DeidentifiedDialog(done, self._window).open()

    def _ask(self, title: str, suggested: Path | None = None) -> Path | None:
        place = suggested or self._context.settings.last_folder
        name, _ = QFileDialog.getOpenFileName(self._window, title, str(place), CASES)
        return Path(name) if name else None

    def _case_of_sheet(self) -> Path | None:
        """The capsule beside the folder of the open sheet."""
        image = self._context.images.current
        if image is None:
            return None
        case = image.path.parent.with_suffix(CASES.removeprefix("*"))
        return case if case.is_file() else None
