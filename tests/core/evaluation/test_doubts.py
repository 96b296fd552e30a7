"""What a card gives reason to doubt."""

from dataclasses import replace

import pytest

from medcls_core.evaluation.doubts import COMPOSED, doubts
from medcls_core.evaluation.figure_names import AUC, MACRO_AUC
from medcls_core.networks import Metric, bundled_model


def _auc(name: str, low: float | None) -> Metric:
    return Metric(name, 0.59, low, 0.71, 86, "patients", "mias_roi")


@pytest.mark.parametrize("name", [AUC, MACRO_AUC])
def test_an_interval_that_reaches_chance_is_said_with_its_figures(name):
    card = replace(bundled_model("mitosis").card, metrics=(_auc(name, 0.46),))
    (doubt,) = doubts(card)
    assert "0.59" in doubt.sentence.en
    assert "0.46" in doubt.sentence.zh
    assert doubts(replace(card, metrics=(_auc(name, 0.51),))) == ()
    assert doubts(replace(card, metrics=(_auc(name, None),))) == ()


def test_composed_cells_come_before_chance():
    card = replace(bundled_model("mitosis").card, metrics=(_auc(AUC, 0.46),), composed=True)
    first, second = doubts(card)
    assert first == COMPOSED
    assert second.short.en == "near chance"


def test_the_bundled_mammography_model_says_that_it_is_near_chance():
    assert [doubt.short.en for doubt in doubts(bundled_model("mammography").card)] == [
        "near chance"
    ]
