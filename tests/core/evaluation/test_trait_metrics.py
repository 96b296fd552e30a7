import pytest

from medcls_core.evaluation.traits import TraitAnswer, trait_metrics


def test_figures_of_a_trait_by_hand():
    answers = [
        TraitAnswer("a", True, 0.9),
        TraitAnswer("a", False, 0.6),
        TraitAnswer("b", True, 0.4),
        TraitAnswer("b", False, 0.1),
    ]
    auc, balanced, recall = trait_metrics(answers, "atypical", "made up")
    assert (auc.name, auc.value) == ("AUC of atypical", 0.75)
    assert (balanced.name, balanced.value) == ("balanced accuracy of atypical", 0.5)
    assert (recall.name, recall.value) == ("recall of atypical", 0.5)
    assert (auc.n, auc.unit, auc.data) == (4, "figures of 2 cases", "made up")
    assert auc.low is not None
    assert auc.high is not None
    assert auc.low <= auc.value <= auc.high


def test_chance_is_one_half_and_the_interval_says_so():
    answers = [TraitAnswer(str(i % 7), i % 3 == 0, (i * 37 % 100) / 100) for i in range(210)]
    auc, *_ = trait_metrics(answers, "atypical", "")
    assert auc.low < 0.5 < auc.high
    assert auc.value == pytest.approx(0.5, abs=0.1)
