"""Scenes of the desks: single cells, the gallery of crops, own reads."""

from app.commands import verdicts
from app.scenes.stage import Stage
from app.scenes.table import scene
from app.scenes.views import FIELD_MPP, analysed

CELLS = (
    "carcinoma_in_situ/carcinoma_in_situ_030.jpg",
    "carcinoma_in_situ/carcinoma_in_situ_031.jpg",
    "carcinoma_in_situ/carcinoma_in_situ_032.jpg",
)


def cells(stage: Stage) -> None:
    """Single cells of Herlev with the model's answers."""
    stage.open("herlev", *CELLS)
    stage.do("run_all")


@scene("cervical")
def single_cell(stage: Stage) -> None:
    """A single cell fills the desk."""
    cells(stage)


@scene("cervical")
def single_cell_read(stage: Stage) -> None:
    """The next cell, after two verdicts by keys."""
    cells(stage)
    verdicts.accept(stage.context)
    stage.rest()
    verdicts.give_digit(stage.context, 2)
    stage.rest()


@scene("cervical")
def gallery_of_cells(stage: Stage) -> None:
    """Crops of all listed images."""
    cells(stage)
    stage.do("gallery")


@scene()
def gallery_of_findings(stage: Stage) -> None:
    """Crops of the findings of a field."""
    analysed(stage)
    stage.do("gallery")


@scene()
def what_teaches_most(stage: Stage) -> None:
    """The queue of what the model would learn most from, over two fields."""
    for name in ("breast_he_region/1008.jpg", "breast_he_region/1015.jpg"):
        stage.open("fields", name, mpp=FIELD_MPP)
        stage.run()
    stage.do("ask_next")


@scene("cervical")
def gallery_of_what_teaches(stage: Stage) -> None:
    """The same of single cells, side by side."""
    cells(stage)
    stage.do("gallery", "ask_next")


@scene("breast_histology")
def tissue_tile(stage: Stage) -> None:
    """A field as one question: benign or malignant?"""
    stage.open("fields", "breast_he_field/10015.jpg")
    stage.run()
