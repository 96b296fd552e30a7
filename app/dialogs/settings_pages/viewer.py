"""How slides are shown."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QSpinBox

from app.context import AppContext
from app.dialogs.settings_pages.page import Page, choice
from app.settings import CACHE_LIMITS_MB, COVERAGE_POWERS
from app.theme import GRID

STEP_MB = 64


def title() -> str:
    """Name in the list of pages."""
    return QCoreApplication.translate("ViewerPage", "Viewer")


class ViewerPage(Page):
    """Memory for tiles, colours by the scanner's profile."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(title())
        self._context = context
        settings = context.settings
        self.cache = QSpinBox()
        self.cache.setRange(*CACHE_LIMITS_MB)
        self.cache.setSingleStep(STEP_MB)
        self.cache.setSuffix(" MB")
        self.cache.setValue(settings.cache_mb)
        self.cache.setKeyboardTracking(False)
        self.cache.setFixedWidth(16 * GRID)

        def take_cache(megabytes: int) -> None:
            settings.cache_mb = megabytes

        def take_icc(wanted: bool) -> None:  # noqa: FBT001  (connected to a toggle)
            settings.icc = wanted

        self.cache.valueChanged.connect(take_cache)
        self.icc = QCheckBox(self.tr("Show the colours that the scanner's ICC profile asks for"))
        self.icc.setChecked(settings.icc)
        self.icc.toggled.connect(take_icc)
        self.add(
            self.tr("Memory for tiles"),
            self.cache,
            self.tr(
                "Tiles seen last stay in memory and come back at once. Two views side by side "
                "share them."
            ),
        )
        self.add(
            self.tr("Colours"),
            self.icc,
            self.tr(
                "For the slide view alone. Models, crops and reports see the pixels as scanned."
            ),
        )
        self._profile = self.say("")
        self.column.addSpacing(GRID)
        self.power = choice(
            {f"{power:g}": f"{power:g}×" for power in COVERAGE_POWERS},
            f"{settings.coverage_power:g}",
        )
        self.power.setFixedWidth(16 * GRID)

        def take_power() -> None:
            settings.coverage_power = float(self.power.currentData())

        self.power.activated.connect(take_power)
        self.add(
            self.tr("Tissue counts as seen from"),
            self.power,
            self.tr("The veil on the map, the share in the status bar and the next unseen field."),
        )
        self.column.addStretch()
        context.images.current_changed.connect(self._say_profile)
        self._say_profile()

    def _say_profile(self) -> None:
        image = self._context.images.current
        if image is None:
            self._profile.setText("")
            return
        from medcls_core.images.colour import profile_name  # noqa: PLC0415  (loaded with the image)

        known = profile_name(image.source)
        name = image.path.name
        self._profile.setText(
            self.tr("{name} carries no ICC profile.").format(name=name)
            if known is None
            else self.tr("{name} carries the profile '{profile}'.").format(name=name, profile=known)
        )
