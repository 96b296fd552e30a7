import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from medcls_core.evaluation.ranking import auc_by_draw, log_odds


def test_auc_by_hand_with_a_tie():
    scores = np.array([0.1, 0.4, 0.4, 0.8])
    positive = np.array([False, True, False, True])
    # pairs: .4>.1, .4=.4, .8>.1, .8>.4
    assert auc_by_draw(np.ones((1, 4)), scores, positive) == pytest.approx([3.5 / 4])


@given(st.data())
def test_weighted_auc_agrees_with_scikit_learn(data):
    count = data.draw(st.integers(2, 25))
    column = lambda of: np.array(data.draw(st.lists(of, min_size=count, max_size=count)))  # noqa: E731
    scores, weights = column(st.integers(-4, 4)).astype(float), column(st.integers(1, 3))
    positive = column(st.booleans())
    positive[:2] = [True, False]
    expected = roc_auc_score(positive, scores, sample_weight=weights)
    assert auc_by_draw(weights[None].astype(float), scores, positive) == pytest.approx([expected])


def test_a_draw_without_negatives_has_no_auc():
    weights = np.array([[1.0, 0.0], [1.0, 1.0]])
    area = auc_by_draw(weights, np.array([1.0, 0.0]), np.array([True, False]))
    assert np.isnan(area[0])
    assert area[1] == 1


def test_sure_answers_are_still_ranked():
    logits = np.array([[0.0, 40.0], [0.0, 50.0]])
    assert log_odds(logits, 1).tolist() == [40, 50]
