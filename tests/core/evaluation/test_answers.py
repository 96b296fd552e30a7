import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from medcls_core.evaluation.answers import Answer, AnswerArrays
from medcls_core.tasks.reading import probabilities

logits = st.lists(st.floats(-30, 30), min_size=1, max_size=6).map(tuple)


@given(logits, st.floats(0.1, 10))
def test_probs_are_those_the_program_shows(values, temperature):
    shown = probabilities(torch.tensor([values], dtype=torch.float64), temperature)[0]
    assert Answer("a", "u", "", 0, values).probs(temperature) == pytest.approx(shown.tolist())


def test_a_single_logit_is_that_of_the_second_class():
    answer = Answer("a", "u", "", 1, (math.log(3),))
    assert answer.probs() == pytest.approx((0.25, 0.75))
    assert answer.choice == 1
    assert Answer("a", "u", "", 1, (-0.1,)).choice == 0


def test_where_every_image_is_its_own_unit_the_units_are_the_names():
    answers = [Answer("a", "same", "", 0, (1, 0)), Answer("b", "same", "", 0, (1, 0))]
    assert AnswerArrays.of(answers, "image").units.tolist() == ["a", "b"]
    assert AnswerArrays.of(answers, "patient").units.tolist() == ["same", "same"]


def test_no_answers_are_refused():
    with pytest.raises(ValueError, match="at least one answer"):
        AnswerArrays.of([], "image")
