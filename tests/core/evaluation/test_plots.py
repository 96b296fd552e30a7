from dataclasses import dataclass

import numpy as np
import pytest
from matplotlib import rcParams
from PIL import Image

from medcls_core.errors import OutputUnwritable
from medcls_core.evaluation.answers import Answer
from medcls_core.evaluation.calibration import reliability_bins
from medcls_core.evaluation.plots import draw_confusion, draw_curves, draw_reliability
from medcls_core.language import Language, Text

LABELS = (Text("Benign", "良性"), Text("Malignant", "恶性"))


@dataclass(frozen=True)
class Epoch:
    epoch: int
    loss: float
    score: float


def reliability(path, language):
    answers = [Answer(str(n), "", "", n % 2, (n / 5 - 2,)) for n in range(20)]
    draw_reliability(path, reliability_bins(answers), "Mammography", language)


def confusion(path, language):
    draw_confusion(path, np.array([[60, 4], [9, 30]]), LABELS, "Mammography", language)


def curves(path, language):
    draw_curves(path, [Epoch(n, 1 / n, 1 - 1 / n) for n in range(1, 9)], "Recipe", language)


@pytest.mark.parametrize("draw", [reliability, confusion, curves])
def test_pictures_are_lettered_in_either_language(draw, tmp_path):
    # A glyph that the font lacks is a warning, and warnings are errors here.
    before = dict(rcParams)
    pixels = []
    for language in Language:
        draw(tmp_path / "picture.png", language)
        with Image.open(tmp_path / "picture.png") as image:
            pixels.append(np.asarray(image.convert("L").resize((300, 300))))
    assert all(one.std() > 10 for one in pixels)
    assert (pixels[0] != pixels[1]).any()
    assert [path.name for path in tmp_path.glob("*.*")] == ["picture.png"]
    assert dict(rcParams) == before


def test_the_darkest_cell_is_the_largest_share(tmp_path):
    path = tmp_path / "picture.png"
    draw_confusion(path, np.array([[100, 0], [0, 0]]), LABELS, "One class only")
    with Image.open(path) as image:
        red = np.asarray(image.convert("RGB"))[..., 0]
    assert (red < 20).sum() > red.size / 20


def test_a_single_epoch_and_no_epoch_are_drawn(tmp_path):
    for rows in ([Epoch(1, 0.5, 0.5)], [Epoch(1, 0.5, float("nan"))], []):
        draw_curves(tmp_path / "picture.png", rows, "Recipe")
        assert (tmp_path / "picture.png").exists()


def test_a_refused_path_is_said(tmp_path):
    (tmp_path / "a file").touch()
    for folder in ("no such folder", "a file"):
        with pytest.raises(OutputUnwritable):
            curves(tmp_path / folder / "picture.png", Language.ENGLISH)
