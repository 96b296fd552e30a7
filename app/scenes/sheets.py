"""Scenes of what lies over the window, of empty states and of errors."""

from app.dialogs.settings import SettingsDialog
from app.scenes.stage import Stage
from app.scenes.table import scene
from app.scenes.views import SLIDE, analysed


@scene()
def first_page(stage: Stage) -> None:
    """The first page with its self-test."""
    stage.do("welcome")


@scene()
def empty(stage: Stage) -> None:
    """Nothing open yet."""
    stage.rest()


@scene()
def no_findings(stage: Stage) -> None:
    """An image on which no model ran."""
    stage.open(*SLIDE)


@scene()
def error_bar(stage: Stage) -> None:
    """A broken file among the others."""
    stage.open(*SLIDE)
    stage.open("slides", "broken.svs")


@scene()
def pixel_size(stage: Stage) -> None:
    """A file without a pixel size, and the question for it."""
    stage.open("slides", "aperio_tcga_no_mpp.svs")
    stage.do("pixel_size")


@scene()
def palette(stage: Stage) -> None:
    """Every command by its name."""
    stage.open(*SLIDE)
    stage.do("palette")


@scene()
def key_sheet(stage: Stage) -> None:
    """All keys."""
    stage.open(*SLIDE)
    stage.do("keys")


@scene()
def model_card(stage: Stage) -> None:
    """The card of the task's model."""
    stage.do("model_card")


@scene()
def report(stage: Stage) -> None:
    """What can be written."""
    analysed(stage)
    stage.do("report")


@scene()
def own_reading(stage: Stage) -> None:
    """The reader's own card."""
    analysed(stage)
    stage.do("own_reading")


@scene()
def guide(stage: Stage) -> None:
    """The guide."""
    stage.do("guide")


def _settings(stage: Stage, page: str) -> None:
    stage.do("settings")
    for dialog in stage.window.findChildren(SettingsDialog):
        dialog.page(page)
    stage.rest()


@scene()
def settings_keys(stage: Stage) -> None:
    """Keys can be chosen."""
    _settings(stage, "keys")


@scene()
def settings_models(stage: Stage) -> None:
    """Models and device."""
    _settings(stage, "models")


@scene()
def settings_learning(stage: Stage) -> None:
    """The settings: what is asked next."""
    _settings(stage, "learning")


@scene()
def settings_viewer(stage: Stage) -> None:
    """The viewer's settings."""
    _settings(stage, "viewer")
