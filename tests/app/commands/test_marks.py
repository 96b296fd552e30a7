"""A reader's own marks: numbered for good, taken back with their read, the same everywhere."""

import csv
import json
import time

from PySide6.QtWidgets import QApplication

from app.commands import marks, open_images, run_task, undoing, verdicts
from app.commands.export import export
from app.commands.export_kinds import ExportKind
from app.commands.load_review import reload
from app.commands.pixel_size import set_pixel_size
from app.context import AppContext
from app.panels.queue import QueuePanel
from medcls_core.findings import Origin
from medcls_core.geometry import Point
from medcls_core.learning.queues import QueueOrder
from medcls_core.store import findings, open_store, reads


def numbers(context: AppContext) -> dict[str, int]:
    return {str(item.finding.uuid): item.number for item in context.review.items}


def test_a_number_stays_with_its_finding(analysed, settle, restart):
    marks.add_mark(analysed, Point(80, 10), "mitosis")  # above everything that the model found
    settle()
    assert analysed.review.selected.number == 5
    before = numbers(analysed)
    assert sorted(before.values()) == [1, 2, 3, 4, 5]
    assert numbers(restart()) == before
    run_task.run_task(analysed)
    settle()
    assert numbers(analysed) == before
    analysed.review.sort(QueueOrder.PLACE)
    assert analysed.review.item(analysed.review.queue[0]).number == 5


def test_running_again_after_a_restart_adds_nothing_and_keeps_verdicts(analysed, settle, restart):
    verdicts.accept(analysed)
    read = analysed.review.queue[0]
    settle()
    before = numbers(analysed)
    again = restart()
    run_task.look_up_models(again)
    run_task.run_task(again)
    start = time.monotonic()
    while again.runner.live() and time.monotonic() - start < 60:
        QApplication.processEvents()
    assert numbers(again) == before
    assert again.review.standing(read).class_key == "mitosis"
    assert len(again.overlay.maps) > 0


def test_what_a_model_finds_where_a_mark_was_taken_back_is_the_model_s_own(
    context, settle, picture
):
    analysed = context
    run_task.look_up_models(context)
    open_images.open_paths(context, [picture])
    settle()
    set_pixel_size(context, 0.25)
    settle()
    marks.add_mark(analysed, Point(40, 40), "mitosis")  # where the fake model finds one too
    settle()
    undoing.undo(analysed)
    settle()
    run_task.run_task(analysed)
    settle()
    assert {item.finding.origin for item in analysed.review.items} == {Origin.MODEL}
    assert len(analysed.review.items) == 4


def test_tables_and_report_have_the_window_s_numbers(analysed, settle, tmp_path, monkeypatch):
    marks.add_mark(analysed, Point(80, 10), "mitosis")
    settle()
    for kind in (ExportKind.CSV, ExportKind.GEOJSON):
        export(analysed, kind, tmp_path / f"out.{kind.value}")
        settle()
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        table = {line["uuid"]: int(line["number"]) for line in csv.DictReader(file)}
    features = json.loads((tmp_path / "out.geojson").read_text())["features"]
    assert table == numbers(analysed)
    assert {one["id"]: one["properties"]["number"] for one in features} == numbers(analysed)
    said = []
    monkeypatch.setattr("medcls_core.reports.write_pdf", lambda report, *_: said.append(report))
    export(analysed, ExportKind.PDF, tmp_path / "out.pdf")
    settle()
    (report,) = said
    assert {str(crop.finding): crop.number for crop in report.crops} == numbers(analysed)


def test_undoing_a_mark_takes_it_out_of_sight_and_out_of_every_file(
    window, analysed, settle, tmp_path, monkeypatch
):
    marks.add_mark(analysed, Point(80, 10), "mitosis")
    mark = analysed.review.selected.finding.uuid
    settle()
    undoing.undo(analysed)
    rows = window.findChild(QueuePanel)._model
    assert rows.rowCount() == 4  # in the same moment, before anything is on disk
    assert analysed.review.selected is None
    assert mark not in analysed.review.queue
    assert len(analysed.review.items) == 4
    assert analysed.review.counts()["mitosis"] == (4, 0)
    assert analysed.messages.log[-1].text == "Mark 5 taken back."
    settle()
    image = analysed.images.current.uuid
    with open_store(analysed.settings.store_url) as store, store.session() as session:
        assert len(findings.of_image(session, image)) == 5  # nothing is ever deleted
        assert len(reads.of_image(session, image)) == 2
    export(analysed, ExportKind.CSV, tmp_path / "out.csv")
    settle()
    assert str(mark) not in (tmp_path / "out.csv").read_text("utf-8-sig")
    said = []
    monkeypatch.setattr("medcls_core.reports.write_pdf", lambda report, *_: said.append(report))
    export(analysed, ExportKind.PDF, tmp_path / "out.pdf")
    settle()
    assert mark not in {crop.finding for crop in said[0].crops}
    assert said[0].progress.added == 0


def test_a_mark_taken_back_stays_away_and_its_number_is_not_given_again(analysed, settle, restart):
    marks.add_mark(analysed, Point(80, 10), "mitosis")
    settle()
    undoing.undo(analysed)
    settle()
    again = restart()
    assert sorted(numbers(again).values()) == [1, 2, 3, 4]
    marks.add_mark(analysed, Point(80, 20), "mitosis")
    assert analysed.review.selected.number == 6
    settle()
    assert analysed.review.selected.number == 6


def test_the_first_undo_of_a_mark_s_second_verdict_keeps_the_mark(analysed, settle):
    marks.add_mark(analysed, Point(80, 10), "mitosis")
    mark = analysed.review.selected.finding.uuid
    verdicts.give_digit(analysed, 2)
    undoing.undo(analysed)
    assert analysed.review.standing(mark).class_key == "mitosis"
    assert analysed.review.selected.finding.uuid == mark
    undoing.undo(analysed)
    assert not analysed.review.is_in_force(mark)
    settle()


def test_another_reader_sees_a_mark_until_it_is_taken_back(analysed, settle):
    marks.add_mark(analysed, Point(80, 10), "mitosis")
    mark = analysed.review.selected.finding.uuid
    settle()
    for reader, seen in (("Dr. Other", True), ("Dr. Test", True)):
        analysed.settings.reader = reader
        reload(analysed)
        settle()
        assert analysed.review.is_in_force(mark) is seen
    undoing.undo(analysed)
    settle()
    analysed.settings.reader = "Dr. Other"
    reload(analysed)
    settle()
    assert not analysed.review.is_in_force(mark)


def test_a_mark_that_cannot_be_undone_on_disk_comes_back(analysed, settle, monkeypatch):
    from medcls_core.errors import StoreUnusable  # noqa: PLC0415

    marks.add_mark(analysed, Point(80, 10), "mitosis")
    mark = analysed.review.selected.finding.uuid
    settle()

    def refuse(*_args: object) -> None:
        raise StoreUnusable("labels", "the disk is full")

    monkeypatch.setattr(reads, "append_all", refuse)
    undoing.undo(analysed)
    assert not analysed.review.is_in_force(mark)
    settle()
    assert analysed.review.is_in_force(mark)
