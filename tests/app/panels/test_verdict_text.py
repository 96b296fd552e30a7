"""What the verdict panel says of a finding."""

from dataclasses import replace

from app.panels.verdict_text import origin_line


def test_what_a_card_gives_reason_to_doubt_stands_beside_the_answer(analysed):
    item, task, models = analysed.review.selected, analysed.review.task, analysed.models
    assert origin_line(item, task, models).endswith(" · 9.9-test")
    doubted = replace(models.version.card, composed=True)
    models.know({task.key: {"": replace(models.version, card=doubted)}}, {})
    assert origin_line(item, task, models).endswith(" · 9.9-test · composed cells")
