"""What was drawn is in store, files, reports, later runs, and can be undone after a restart."""

import json

import pytest
from PySide6.QtWidgets import QApplication

from app.commands import draw, run_task, undoing, verdicts
from app.commands.export import export
from app.commands.export_kinds import ExportKind
from medcls_core.errors import StoreUnusable
from medcls_core.geometry import Box, Outline, Point
from medcls_core.store import findings, open_store, shapes, verifying
from tests.app.commands.drawing.conftest import area, draw_square, only, square


def test_the_changed_outline_is_in_the_store_and_in_the_files(opened, settle, tmp_path):
    finding = draw_square(opened, 100, 100, 60)
    draw.enclose(opened, [square(100, 100, 20)], draw.Mode.SUBTRACT)
    settle()
    export(opened, ExportKind.GEOJSON, tmp_path / "out.geojson")
    export(opened, ExportKind.CSV, tmp_path / "out.csv")
    settle()
    (feature,) = json.loads((tmp_path / "out.geojson").read_text())["features"]
    assert len(feature["geometry"]["coordinates"]) == 2
    assert feature["properties"]["measurements"]["Area µm^2"] == pytest.approx(3200 / 16)
    assert "200.000" in (tmp_path / "out.csv").read_text("utf-8-sig")
    with open_store(opened.settings.store_url) as store, store.session() as session:
        image = opened.images.current.uuid
        assert findings.as_found(session, image)[0].outline.area_l0 == 3600  # nothing is changed
        assert findings.find(session, finding).outline.area_l0 == 3200


def test_undo_and_redo_go_on_after_a_restart(opened, settle, restart):
    finding = draw_square(opened, 100, 100, 60)
    draw.reshape(opened, finding, square(100, 100, 40))
    opened.review.select(finding)
    verdicts.give_digit(opened, 2)
    draw.reshape(opened, finding, square(100, 100, 20))
    undoing.undo(opened)
    settle()
    assert area(opened, finding) == 1600

    again = restart()

    def undo() -> None:
        undoing.undo(again)
        while again.runner.live():  # what was done before the start comes from the store
            QApplication.processEvents()

    assert area(again, finding) == 1600
    undoing.redo(again)
    assert area(again, finding) == 400
    undo()
    undo()
    assert again.review.standing(finding).class_key == "mitosis"
    undo()
    assert area(again, finding) == 3600
    undo()
    assert again.review.items == ()
    undo()
    assert again.messages.log[-1].text == "Nothing to undo here."
    for _ in range(4):
        undoing.redo(again)
    assert area(again, finding) == 400
    assert again.review.standing(finding).class_key == "non_mitotic"
    undoing.redo(again)
    assert again.messages.log[-1].text == "Nothing to do again here."
    while again.runner.live():
        QApplication.processEvents()

    third = restart()
    assert area(third, finding) == 400
    with open_store(opened.settings.store_url) as store, store.session() as session:
        assert verifying.verify_chain(session).ok


def test_a_step_that_cannot_be_stored_is_taken_back_whole(opened, settle, monkeypatch):
    finding = draw_square(opened, 100, 100, 60)
    settle()

    def refuse(*_args: object) -> None:
        raise StoreUnusable("labels", "the disk is full")

    monkeypatch.setattr(shapes, "append", refuse)
    opened.review.select(finding)
    draw.part(opened, (Point(85, 50), Point(85, 150)))
    assert len(opened.review.items) == 2
    settle()
    assert only(opened).area_l0 == 3600
    assert opened.outlines.unsaved() == opened.review.unsaved() == 0


def test_a_run_after_drawing_finds_the_same_object_with_the_drawn_outline(opened, settle):
    run_task.run_task(opened)
    settle()
    finding = opened.review.queue[0]
    bounds = opened.review.item(finding).finding.outline.bounds
    draw.reshape(opened, finding, Outline.of_box(Box.around(bounds.center, 60)))
    settle()
    run_task.run_task(opened)
    settle()
    assert len(opened.review.items) == 4
    assert area(opened, finding) == 3600


def test_a_report_has_the_drawn_outlines_of_a_model_s_findings(
    opened, settle, tmp_path, monkeypatch
):
    run_task.run_task(opened)
    settle()
    finding = opened.review.queue[0]
    center = opened.review.item(finding).finding.outline.center
    draw.reshape(opened, finding, Outline.of_box(Box.around(center, 28)))
    settle()
    told = []
    monkeypatch.setattr(
        "medcls_core.reports.build_report", lambda _source, run, *_rest: told.append(run)
    )
    monkeypatch.setattr("medcls_core.reports.write_pdf", lambda *_: None)
    export(opened, ExportKind.PDF, tmp_path / "out.pdf")
    settle()
    (run,) = told
    scored = {each.finding.uuid: each for each in run.scored}
    assert scored[finding].finding.outline.area_l0 == pytest.approx(28**2)
    assert scored[finding].area_um2 == pytest.approx(28**2 / 16)
    assert sorted(each.area_um2 for each in run.scored)[:3] == [25.0] * 3  # the others as found
