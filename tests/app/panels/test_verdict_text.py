"""What the verdict panel says of a finding."""

from dataclasses import replace

from app.panels.verdict_text import origin_line
from medcls_core.networks.card import ConformalSets, Metric


def test_what_a_card_gives_reason_to_doubt_stands_beside_the_answer(analysed):
    item, task, models = analysed.review.selected, analysed.review.task, analysed.models
    assert origin_line(item, task, models).endswith(" · 9.9-test")
    doubted = replace(models.version.card, composed=True)
    models.know({task.key: {"": replace(models.version, card=doubted)}}, {})
    assert origin_line(item, task, models).endswith(" · 9.9-test · composed cells")


def test_a_model_that_is_unsure_names_the_classes_it_cannot_decide_between(analysed):
    item, task, models = analysed.review.selected, analysed.review.task, analysed.models
    prediction = item.prediction
    coverage = Metric("coverage of sets", 0.9, 0.88, 0.92, 99, "images", "made")
    for threshold, unsure in ((0.99, False), (0.0, True)):
        sets = ConformalSets(0.9, threshold, 99, coverage, 1.5)
        card = replace(models.version.card, sets=sets)
        models.know({task.key: {"": replace(models.version, card=card)}}, {})
        said = origin_line(item, task, models)
        assert ("Unsure: " in said) is unsure
    assert sets.of(prediction.classes, prediction.probs)[0] == prediction.top_class
    assert "(one of these is right in 90 % of such cells)" in said
