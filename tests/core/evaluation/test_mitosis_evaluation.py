from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from medcls_core.data.mitosis_crops import LabelledField
from medcls_core.data.mitosis_patches import MitosisPatch
from medcls_core.evaluation.mitosis import (
    alarm_metrics,
    answer_fields,
    answer_patches,
    choose_threshold,
    patch_metrics,
)
from medcls_core.inference import Predictor
from medcls_core.language import Text
from medcls_core.networks import ModelCard, ModelVersion, Weights
from medcls_core.progress import Silent
from medcls_core.tasks import get_task

PINK, PURPLE = (235, 190, 215), (60, 40, 110)


class FiresOnDark(nn.Module):
    """Logit of mitosis high where red is low; a purple disc is a figure, pink isn't."""

    def forward(self, images):
        darkness = -8 * images[:, :1] - 2
        return torch.cat([torch.zeros_like(darkness), darkness], 1)


def disc(shape, center, radius=10):
    rows, columns = np.indices(shape)
    return np.hypot(columns + 0.5 - center[0], rows + 0.5 - center[1]) < radius


def field(side, *centers):
    rgb = np.full((side, side, 3), PINK, np.uint8)
    for center in centers:
        rgb[disc((side, side), center)] = PURPLE
    return rgb


@pytest.fixture
def predictor():
    text = Text("made up", "虚构")
    card = ModelCard(
        task="mitosis",
        version="0",
        network="mcsa_unet",
        classes=("non_mitotic", "mitosis"),
        weights=Weights("none.safetensors", "0" * 64, 0.25, 0.5),
        intended_use=text,
        data=(),
        licence=text,
        recipe="none",
        seed=None,
        metrics=(),
        limits=(),
    )
    version = ModelVersion(card, Path())
    return Predictor(FiresOnDark(), get_task("mitosis"), version, torch.device("cpu"))


class DrawnPatch(MitosisPatch):
    """A patch without a file."""

    def read(self):
        drawn = [(64.0, 64.0)] if self.case != "missed" else []
        return field(128, *drawn, *([(20.0, 20.0)] if self.case == "alarm" else []))


def patch(case, *, hard=False):
    return DrawnPatch(
        path=Path(case),
        case=case,
        hard_negative=hard,
        atypical=None,
        centres_px=() if hard else ((64.0, 64.0),),
        mpp=0.25,
    )


def test_known_truth_gives_known_figures(predictor):
    cases = [patch("right"), patch("missed"), patch("alarm"), patch("hard", hard=True)]
    metrics = {
        m.name: m for m in patch_metrics(answer_patches(predictor, cases, Silent()), 0.5, "d")
    }
    assert metrics["precision at 7.5 um"].value == pytest.approx(2 / 3, abs=1e-4)
    assert metrics["recall at 7.5 um"].value == pytest.approx(2 / 3, abs=1e-4)
    assert metrics["F1 at 7.5 um"].n == 3
    assert metrics["F1 at 7.5 um"].low < metrics["F1 at 7.5 um"].value
    assert metrics["hard negatives called mitosis"].value == 1.0


def test_a_perfect_answer_on_a_few_cases_is_not_called_certain(predictor):
    cases = [patch(f"right {number}") for number in range(3)]
    answers = answer_patches(predictor, cases, Silent())
    metrics = {metric.name: metric for metric in patch_metrics(answers, 0.5, "d")}
    for name in ("precision at 7.5 um", "recall at 7.5 um"):
        assert metrics[name].value == 1
        assert metrics[name].low == pytest.approx(3 / (3 + 1.959964**2), abs=1e-4)  # Wilson, 3 of 3
        assert metrics[name].high == 1
    for metric in metrics.values():
        assert metric.low is None or metric.low < metric.high


def test_one_case_has_no_interval(predictor):
    answers = answer_patches(predictor, [patch("right")], Silent())
    assert all(metric.low is None for metric in patch_metrics(answers, 0.5, "d"))


def test_the_mask_is_compared_with_the_pseudo_mask(predictor):
    metrics = {
        metric.name: metric
        for metric in patch_metrics(answer_patches(predictor, [patch("right")], Silent()), 0.5, "d")
    }
    assert 0.85 < metrics["Dice against pseudo-masks"].value <= 1.0


def test_alarms_count_per_area_whatever_the_field_size(predictor):
    fields = [LabelledField(field(300, (50, 50), (150, 80)), np.zeros((300, 300), bool))]
    answers = answer_fields(predictor, fields, 0.25, Silent())
    (metric,) = alarm_metrics({"drawn": answers}, 0.5)
    area_mm2 = (300 * 0.25e-3) ** 2
    assert metric.value == pytest.approx(2 / area_mm2, abs=1e-3)
    assert metric.low < metric.value < metric.high


def test_alarms_raise_the_threshold(predictor):
    good = answer_patches(predictor, [patch("right")], Silent())
    quiet = choose_threshold(good, [])
    score = good[0].candidates[0].score
    noisy = answer_fields(
        predictor, [LabelledField(field(128, (64, 64)), np.zeros((128, 128), bool))], 0.25, Silent()
    )
    assert good[0].counts(quiet).f1 == 1.0
    lower = [type(noisy[0])(noisy[0].area_mm2, (score - 0.2,) * 3)]
    assert choose_threshold(good, lower) > score - 0.2
