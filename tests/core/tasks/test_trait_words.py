import pytest

from medcls_core.findings import Trait
from medcls_core.tasks import get_task, trait_words


@pytest.mark.parametrize(
    ("prob", "en", "zh"),
    [
        (0.712, "looks atypical, 71 %", "形态不典型，71%"),
        (0.2, "looks typical, 80 %", "形态典型，80%"),
    ],
)
def test_a_trait_is_said_with_the_probability_of_what_is_said(prob, en, zh):
    (words,) = trait_words((Trait("atypical", prob),), get_task("mitosis"))
    assert (words.en, words.zh) == (en, zh)


def test_a_trait_that_the_task_does_not_know_is_left_out():
    assert trait_words((Trait("atypical", 0.9),), get_task("cervical")) == ()
