"""What the program keeps, where, and what it never does."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox

from app.context import AppContext
from app.crash import log_path
from app.dialogs.settings_pages.page import Page
from app.theme import GRID
from medcls_core.explain import kept
from medcls_core.images.places import cache_folder, heatmap_folder


def title() -> str:
    """Name in the list of pages."""
    return QCoreApplication.translate("PrivacyPage", "Privacy")


class PrivacyPage(Page):
    """Facts, and the folders where they can be checked."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(title())
        self.say(
            self.tr(
                "Nothing leaves this computer, unless the label store is a server. The program "
                "asks no network for updates, licences or models."
            ),
            "",
        )
        self.say(
            self.tr(
                "Label and macro photographs in slide files, which can show a patient's name, "
                "are never read."
            ),
            "",
        )
        self.say(
            self.tr(
                "The label store keeps where an image was last seen, its size and a hash of its "
                "content; no pixels and nothing from its header but the pixel size."
            ),
            "",
        )
        self.coverage = QCheckBox(self.tr("Keep where I looked, at which power, for how long"))
        self.coverage.setChecked(context.settings.coverage)

        def take_coverage(wanted: bool) -> None:  # noqa: FBT001  (connected to a toggle)
            context.settings.coverage = wanted

        self.coverage.toggled.connect(take_coverage)
        self.column.addSpacing(GRID)
        self.add(
            self.tr("Tissue seen"),
            self.coverage,
            self.tr(
                "For the veil on the map and the next unseen field. It lies in the label store "
                "under your name and nowhere else; half a minute without a sign of you ends a look."
            ),
        )
        self.recent = QCheckBox(self.tr("Remember images and folders that I opened"))
        self.recent.setChecked(context.settings.keep_recent)

        def take_recent(wanted: bool) -> None:  # noqa: FBT001  (connected to a toggle)
            context.settings.keep_recent = wanted

        self.recent.toggled.connect(take_recent)
        self.add(
            self.tr("Opened before"),
            self.recent,
            self.tr(
                "For File, Open recent, and the first page. The names, which can be a patient's, "
                "lie in your settings file; switched off, those that are there go."
            ),
        )
        open_text = self.tr("Open folder")
        log, pyramids = log_path().parent, cache_folder()
        self.place(self.tr("Log, without names of folders"), log, open_text, None)
        self.place(
            self.tr("Copies of large flat images, for quick reading"), pyramids, open_text, None
        )
        self.say(self.tr("Copies may be deleted whenever the program is closed."))
        self.column.addSpacing(GRID + GRID // 2)
        self.place(
            self.tr("Heatmaps, so that an image opened again has them at once"),
            heatmap_folder(),
            open_text,
            (self.tr("Delete them"), kept.clear),
        )
        self.say(
            self.tr("At most {limit} MB; those used least recently go first.").format(
                limit=kept.LIMIT_BYTES // 2**20
            )
        )
        self.column.addStretch()
