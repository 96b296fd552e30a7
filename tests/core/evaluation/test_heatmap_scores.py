"""Heatmaps of networks whose reasons are known, scored against chance and randomised."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from medcls_core.evaluation.heatmap_curves import draw_heatmap_curves
from medcls_core.evaluation.heatmap_sanity import Remainder, forget
from medcls_core.evaluation.heatmap_scores import (
    MethodFigures,
    affordable,
    explain_examples,
    method_figures,
    score_heatmaps,
)
from medcls_core.evaluation.intervals import Interval
from medcls_core.explain import EvidenceMethod
from medcls_core.geometry import Size
from medcls_core.inference import Predictor
from medcls_core.language import Language, Text
from medcls_core.networks import ModelCard, ModelVersion, Weights, bundled_model
from medcls_core.progress import Silent
from medcls_core.reports.words import METHODS
from medcls_core.tasks import all_tasks, get_task

TEXT = Text("for tests", "仅供测试")
CPU = torch.device("cpu")


def card(task: str, classes: tuple[str, ...]) -> ModelCard:
    weights = Weights("weights.safetensors", "5" * 64, None, 0.5)
    facts = {"intended_use": TEXT, "data": (), "licence": TEXT, "metrics": (), "limits": ()}
    return ModelCard(task, "1", "x", classes, weights, recipe="", seed=0, **facts)


class SeesBright(nn.Module):
    """Malignant where it is very bright, which a blur takes away; a map of stride 23."""

    def __init__(self, sign: float = 1.0) -> None:
        super().__init__()
        self.classifier = nn.Linear(3, 2)
        with torch.no_grad():
            self.classifier.weight.copy_(torch.tensor([[-1.0] * 3, [1.0] * 3]) * sign * 20)
            self.classifier.bias.copy_(torch.tensor([1.0, -1.0]) * sign * 3)

    def features(self, images: Tensor) -> Tensor:
        return nn.functional.avg_pool2d(torch.relu(images - 0.9) * 10, 23)

    def forward(self, images: Tensor) -> Tensor:
        logits: Tensor = self.classifier(self.features(images).mean((2, 3)))
        return logits


@dataclass(frozen=True)
class Spot:
    """A dark square with one bright spot somewhere."""

    number: int

    @property
    def name(self) -> str:
        return f"spot {self.number}"

    @property
    def unit(self) -> str:
        return f"patient {self.number // 2}"

    label = "malignant"
    subset = ""

    def read(self) -> np.ndarray:
        rng = np.random.default_rng(self.number)
        rgb = np.full((299, 299, 3), 5, np.uint8)
        y, x = rng.integers(0, 200, 2)
        rgb[y : y + 99, x : x + 99] = 250
        return rgb


@pytest.fixture(scope="module")
def sees_bright() -> Predictor:
    model = ModelVersion(card("mammography", ("benign", "malignant")), Path())
    return Predictor(SeesBright(), get_task("mammography"), model, CPU)


@pytest.fixture(scope="module")
def spots(sees_bright):
    return explain_examples(sees_bright, [Spot(number) for number in range(6)], Silent())


def test_a_true_heatmap_gains_and_its_interval_is_by_patient(sees_bright, spots):
    assert all(one.right for one in spots)
    scores = score_heatmaps(sees_bright, spots, Silent())
    (figures,) = method_figures(scores, "patient")
    assert figures.method is EvidenceMethod.GRAD_CAM
    assert (figures.images, figures.units) == (6, 3)
    assert figures.deletion_gain.low > 0.05
    assert figures.insertion_gain.low > 0.05
    assert figures.deletion_gain.value == pytest.approx(
        figures.deletion_chance.value - figures.deletion.value
    )
    assert figures.insertion_gain.value == pytest.approx(
        figures.insertion.value - figures.insertion_chance.value
    )
    assert method_figures(scores, "image")[0].units == 6


def test_a_false_heatmap_is_told_to_be_worse_than_chance(sees_bright, spots):
    for one in spots:
        for evidence in one.explained.maps:
            evidence.values[:] = 1 - evidence.values
    try:
        (figures,) = method_figures(score_heatmaps(sees_bright, spots, Silent()), "patient")
    finally:
        for one in spots:
            for evidence in one.explained.maps:
                evidence.values[:] = 1 - evidence.values
    assert figures.deletion_gain.high < 0
    assert figures.insertion_gain.high < 0


def test_a_single_patient_gives_no_interval(sees_bright, spots):
    scores = score_heatmaps(sees_bright, spots[:2], Silent())
    (figures,) = method_figures(scores, "patient")
    assert figures.deletion_gain.value > 0
    assert np.isnan(figures.deletion_gain.low)
    last = [one for one in forget(sees_bright, spots[:2], "patient", Silent()) if one.is_last]
    assert {one.follows_weights for one in last} == {None}


def test_scores_are_the_same_for_the_same_seed(sees_bright, spots):
    one, same = (score_heatmaps(sees_bright, spots[:1], Silent(), seed=4) for _ in range(2))
    other = score_heatmaps(sees_bright, spots[:1], Silent(), seed=5)
    assert one == same
    assert one[0].heat == other[0].heat
    assert one[0].chance != other[0].chance


def test_fewer_images_of_large_inputs_are_scored():
    counts = {task.key: affordable(task) for task in all_tasks()}
    assert counts["mitosis"] == 40
    assert counts["micronucleus"] == counts["cervical"] == 24
    assert counts["breast_histology"] == 8
    assert 8 < counts["mammography"] < 24


def test_curves_are_drawn(tmp_path, sees_bright, spots):
    names = {str(method): text for method, text in METHODS.items()}
    scores = score_heatmaps(sees_bright, spots[:2], Silent())
    draw_heatmap_curves(tmp_path / "c.png", scores, names, "X", Language.CHINESE)
    assert (tmp_path / "c.png").stat().st_size > 5000


@dataclass(frozen=True)
class Nucleus:
    """A made-up patch: a dark, ragged plate in pale tissue (a mitosis), or tissue alone."""

    number: int
    label: str = "mitosis"
    side: int = 120  # no multiple of 16: the network pads it

    @property
    def name(self) -> str:
        return f"nucleus {self.number}"

    unit = "case"
    subset = ""

    def read(self) -> np.ndarray:
        rng = np.random.default_rng(self.number)
        y, x = np.mgrid[: self.side, : self.side]
        rgb = np.array([225, 165, 200]) + rng.normal(0, 6, (self.side, self.side, 1))
        if self.label == "mitosis":
            top, left = rng.integers(40, 80, 2)
            ragged = 1 + 0.15 * rng.normal(size=(self.side, self.side))
            plate = ((y - top) / 7) ** 2 + ((x - left) / 16) ** 2 < ragged
            rgb[plate] = (50, 25, 95)
        return rgb.clip(0, 255).astype(np.uint8)


@pytest.fixture(scope="module")
def mitosis() -> Predictor:
    return Predictor.load(get_task("mitosis"), bundled_model("mitosis"), CPU)


def test_the_bundled_mitosis_model_deletes_inside_its_mask(mitosis):
    examples = explain_examples(mitosis, [Nucleus(0), Nucleus(1, "non_mitotic")], Silent())
    found, nothing = (one.explained for one in examples)
    assert found.size == Size(120, 120)
    assert found.rgb.shape == (128, 128, 3)
    assert found.shows_object
    assert found.mask is not None
    assert not found.mask[120:].any()
    assert not found.mask[:, 120:].any()
    assert not nothing.shows_object
    scores = score_heatmaps(mitosis, examples, Silent())
    assert {one.name for one in scores} == {"nucleus 0"}
    by_method = {one.method: one for one in scores}
    assert EvidenceMethod.MASK not in by_method
    cam = by_method[EvidenceMethod.GRAD_CAM]
    assert cam.heat.deletion_area < cam.chance.deletion_area - 0.05
    assert cam.heat.insertion_area > cam.chance.insertion_area + 0.05
    assert cam.heat.deletion[0] > 0.5  # the mean over the mask that it drew itself


def test_the_bundled_mitosis_model_s_grad_cam_follows_its_weights(mitosis):
    examples = explain_examples(mitosis, [Nucleus(number) for number in range(4)], Silent())
    before = {name: value.clone() for name, value in mitosis.network.state_dict().items()}
    remainders = forget(mitosis, examples, "image", Silent())
    after = mitosis.network.state_dict()
    assert all(torch.equal(value, after[name]) for name, value in before.items())
    last = {one.method: one for one in remainders if one.is_last}
    assert last[EvidenceMethod.GRAD_CAM].images == 4
    assert last[EvidenceMethod.GRAD_CAM].follows_weights is True
    assert last[EvidenceMethod.PROBABILITY].follows_weights is True
    assert {one.forgotten for one in remainders if not one.is_last} < {
        one.forgotten for one in remainders
    }


def test_a_map_that_no_weight_has_made_fails(mitosis, monkeypatch):
    examples = explain_examples(mitosis, [Nucleus(number) for number in range(3)], Silent())
    drawn = {id(one.explained): one.explained.maps for one in examples}
    monkeypatch.setattr(
        "medcls_core.evaluation.heatmap_sanity.heatmaps_of",
        lambda _, explained: drawn[id(explained)],
    )
    remainders = forget(mitosis, examples, "image", Silent())
    assert {one.follows_weights for one in remainders} == {False}


@pytest.mark.parametrize(
    ("low", "high", "follows"), [(-0.1, 0.2, True), (0.6, 0.9, False), (0.3, 0.7, None)]
)
def test_what_an_interval_does_not_tell_is_not_said(low, high, follows):
    interval = Interval((low + high) / 2, low, high)
    remainder = Remainder(EvidenceMethod.GRAD_CAM, 1, 8, interval, interval)
    assert remainder.follows_weights is follows


def test_nothing_is_compared_where_nothing_was_found(mitosis):
    examples = explain_examples(mitosis, [Nucleus(1, "non_mitotic")], Silent())
    assert forget(mitosis, examples, "image", Silent()) == []
    assert score_heatmaps(mitosis, examples, Silent()) == []
    figures: list[MethodFigures] = method_figures([], "image")
    assert figures == []
