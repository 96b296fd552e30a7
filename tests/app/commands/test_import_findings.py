"""Importing what was drawn in QuPath into the open image's label store."""

import json

import pytest

from app.commands import undoing
from app.commands.import_findings import import_findings
from app.state import Tone
from app.translation import install_language
from medcls_core.findings import Verdict
from medcls_core.language import Language


def drawn(corner, class_name, **properties):
    far = corner + 20
    border = [[corner, corner], [far, corner], [far, far], [corner, far], [corner, corner]]
    return {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [border]},
        "properties": {
            "objectType": "annotation",
            "classification": {"name": class_name},
            **properties,
        },
    }


@pytest.fixture
def told(tmp_path):
    features = [
        drawn(10, "Mitotic figure"),
        drawn(50, "核分裂象"),
        drawn(90, "Tumor"),
        drawn(130, "Mitotic figure", objectType="detection"),
        drawn(9000, "Mitotic figure", name="far"),
        {"type": "Feature", "geometry": None},
    ]
    path = tmp_path / "drawn.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def test_what_was_drawn_is_on_the_slide_with_its_answers(opened, settle, told):
    import_findings(opened, told)
    settle()
    assert len(opened.review.items) == 4
    said = [(read.verdict, read.class_key, read.reader) for read in opened.review.reads]
    assert said == [(Verdict.CORRECT, "mitosis", "Dr. Test")] * 2
    message = opened.messages.log[-1]
    assert message.tone is Tone.ERROR  # it stays until it is read
    assert message.text == (
        "drawn.geojson: findings that came: 4, with an answer of yours: 2. "
        "Classes that the task doesn't know, kept without an answer: Tumor. "
        "Left out: 2 (feature 6: it has no geometry; far: it lies outside of the image)."
    )


def test_reasons_are_told_in_chinese(opened, settle, told, qapp):
    install_language(qapp, Language.CHINESE)
    import_findings(opened, told)
    settle()
    assert "第 6 个要素：没有几何形状；far：位于图像之外" in opened.messages.log[-1].text


def test_a_second_import_says_that_all_is_there(opened, settle, told):
    for _ in range(2):
        import_findings(opened, told)
        settle()
    assert len(opened.review.items) == 4
    assert "findings that came: 0" in opened.messages.log[-1].text
    assert "There already: 4." in opened.messages.log[-1].text


def test_answers_of_an_import_are_taken_back_at_once(opened, settle, told):
    import_findings(opened, told)
    settle()
    undoing.undo(opened)
    settle()
    assert opened.review.reviewed() == 0


def test_so_they_are_after_a_restart(opened, settle, told, restart, qtbot):
    import_findings(opened, told)
    settle()
    again = restart()
    undoing.undo(again)
    qtbot.waitUntil(lambda: again.runner.live() == 0, timeout=90_000)
    assert again.review.reviewed() == 0


def test_without_an_image_it_says_so(context, told):
    import_findings(context, told)
    assert "Open an image first" in context.messages.log[-1].text


def test_another_file_is_one_sentence(opened, settle, tmp_path):
    path = tmp_path / "no.geojson"
    path.write_text("{")
    import_findings(opened, path)
    settle()
    assert "not GeoJSON" in opened.messages.log[-1].text
    assert opened.review.items == ()
