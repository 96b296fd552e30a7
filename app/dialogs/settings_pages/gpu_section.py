"""'Use my NVIDIA GPU': what it costs, where it comes from, and how it is undone."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QFileDialog,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from app.commands import gpu_pack
from app.context import AppContext
from app.dialogs.settings_pages.page import LINE_WIDTH, beside
from app.jobs import Lane
from app.jobs.alive import while_alive
from app.panels.panel import label, set_role
from app.theme import GRID
from app.translation import current_language
from medcls_core.errors import MedclsError
from medcls_core.gpu_pack.folder import Pack
from medcls_core.gpu_pack.sources import DEFAULT_SOURCE, DOWNLOAD_GB, NEEDED_GB

if TYPE_CHECKING:
    from medcls_core.gpu_pack.state import PackState


class GpuSection(QWidget):
    """One line of state, the source, and the buttons that make sense in that state."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._job = 0
        self.said = label("", wrap=True)
        self._why = label("muted", self._explained(), wrap=True)
        _fit(self._why)
        self.source = QLineEdit(DEFAULT_SOURCE)
        self.source.setMaximumWidth(LINE_WIDTH)
        self.source.setAccessibleName(self.tr("Where the GPU pack comes from"))
        self.use = self._button(self.tr("Use my NVIDIA GPU"), self._install)
        self.folder = self._button(self.tr("From a folder …"), self._choose)
        self.stop = self._button(self.tr("Stop"), self._stop)
        self.remove = self._button(self.tr("Use the processor again"), self._remove)
        self.bar = QProgressBar()
        self.bar.setMaximumWidth(LINE_WIDTH)
        self.bar.setTextVisible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        for part in (label("title", "NVIDIA GPU"), self.said, self._why, self.source, self.bar):
            column.addWidget(part)
        column.addLayout(beside(self.use, self.folder, self.stop, self.remove))
        self._offer(install=False, remove=False)
        self._look()

    def _say(self, text: str) -> None:
        self.said.setText(text)
        _fit(self.said)

    def _button(self, text: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.clicked.connect(act)
        return button

    def _explained(self) -> str:
        return self.tr(
            "The program comes with torch for the processor. The GPU pack is torch built for CUDA: "
            "about {download} GB to fetch, {disk} GB of disk while it is unpacked, in your own "
            "data folder. It is tried before it is used. Without a network, choose a folder with "
            "the wheels, fetched elsewhere by 'medcls gpu fetch'."
        ).format(download=DOWNLOAD_GB, disk=NEEDED_GB)

    def _look(self) -> None:
        if not self._context.runner.is_idle(Lane.FETCH):
            self._say(self.tr("A GPU pack is being installed or removed."))
        gpu_pack.look(self._context, while_alive(self, self._show))

    def _show(self, state: "PackState") -> None:
        if state.pack is not None:
            self._say_pack(state.pack)
        elif state.own_cuda:
            self._say(
                self.tr(
                    "The program's own torch is built for CUDA {cuda}: no pack is needed."
                ).format(cuda=state.own_cuda)
            )
            self._offer(install=False, remove=False)
        else:
            self._say(self.tr("Not installed: models run on the processor."))
            self._offer(install=True, remove=False)

    def _say_pack(self, pack: Pack) -> None:
        self._say(
            self.tr("Installed: torch {torch} for CUDA {cuda}, tried on {device}.").format(
                torch=pack.torch, cuda=pack.cuda, device=pack.device
            )
        )
        self._offer(install=False, remove=True)

    def _offer(self, *, install: bool, remove: bool, running: bool = False) -> None:
        for widget in (self._why, self.source, self.use, self.folder):
            widget.setVisible(install)
        self.remove.setVisible(remove)
        self.stop.setVisible(running)
        self.bar.setVisible(running)

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Folder with the wheels"))
        if folder:
            self.source.setText(folder)
            self._install()

    def _install(self) -> None:
        self._offer(install=False, remove=False, running=True)
        self.bar.setRange(0, 0)
        set_role(self.said, "")
        self._say(self.tr("Being fetched; the program can be used meanwhile."))
        self._job = gpu_pack.install(
            self._context,
            self.source.text().strip() or DEFAULT_SOURCE,
            progress=self._told,
            done=while_alive(self, self._installed),
            ended=while_alive(self, self._ended),
        )

    def _told(self, done: int, total: int, message: str) -> None:
        if isValid(self):  # the page may be gone, the download isn't
            self._advance(done, total, message)

    def _advance(self, done: int, total: int, message: str) -> None:
        if message == "gpu_check":
            self.bar.setRange(0, 0)
            self._say(self.tr("Being tried on the GPU."))
            return
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self._say(self.tr("Being fetched: {done} of {total} MB.").format(done=done, total=total))

    def _installed(self, pack: Pack) -> None:
        self._say_pack(pack)
        when = self.tr("It is used from the next start.")  # lupdate reads no call in an f-string
        self._say(f"{self.said.text()} {when}")

    def _ended(self, problem: MedclsError | None) -> None:
        self._offer(install=True, remove=False)
        if problem is None:
            self._say(self.tr("Stopped; nothing was changed."))
        else:
            set_role(self.said, "error")
            self._say(problem.sentence(current_language()))

    def _stop(self) -> None:
        self._context.runner.cancel(self._job)

    def _remove(self) -> None:
        def removed() -> None:
            self._offer(install=True, remove=False)
            self._say(self.tr("Removed; from the next start models run on the processor."))

        gpu_pack.remove(self._context, while_alive(self, lambda _: removed()))


def _fit(line: QLabel) -> None:
    """As high as its words need: a page that scrolls would squeeze it to fewer lines."""
    line.setFixedWidth(LINE_WIDTH)
    line.ensurePolished()
    line.setMinimumHeight(line.heightForWidth(LINE_WIDTH))
