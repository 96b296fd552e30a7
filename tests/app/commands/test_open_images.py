"""Opening: lists, broken files, switching, marks, exports."""

import json
from pathlib import Path

import pytest
from PIL import Image

from app.commands import marks, open_images, run_task
from app.commands.export import export
from app.commands.export_kinds import ExportKind
from app.context import AppContext
from app.panels.image_list_model import second_line
from app.translation import install_language
from medcls_core.findings import Origin
from medcls_core.geometry import Point
from medcls_core.language import Language
from medcls_core.store import findings, open_store


def test_a_folder_lists_its_images_and_opens_the_first(context: AppContext, settle, tmp_path: Path):
    for name in ("b.png", "a.png"):
        Image.new("RGB", (60, 50), "white").save(tmp_path / name)
    open_images.open_paths(context, [tmp_path])
    settle()
    names = [entry.path.name for entry in context.images.entries]
    assert sorted(names) == ["a.png", "b.png"]
    assert context.images.current.path.name == names[0]
    assert all(entry.thumbnail is not None for entry in context.images.entries)
    open_images.step_image(context, 1)
    settle()
    assert context.images.current.path.name == names[1]


def test_the_line_of_an_image_speaks_the_language_of_the_window(
    context: AppContext, settle, picture: Path, qapp
):
    open_images.open_paths(context, [picture])
    settle()
    (entry,) = context.images.entries
    assert second_line(entry).endswith("pixel size unknown")
    install_language(qapp, Language.CHINESE)
    assert second_line(entry).endswith("像素尺寸未知")


def test_a_broken_file_says_its_sentence_and_keeps_the_list(
    context: AppContext, settle, picture: Path, tmp_path: Path
):
    broken = tmp_path / "broken.png"
    broken.write_text("no picture")
    open_images.open_paths(context, [picture, broken])
    settle()
    open_images.show_image(context, 1)
    settle()
    assert context.images.current is None
    assert "broken.png" in context.messages.log[-1].text
    problem = context.images.entries[1].problem
    assert problem is not None
    assert problem.say(Language.ENGLISH) != problem.say(Language.CHINESE)
    open_images.show_image(context, 0)
    settle()
    assert context.images.current.path == picture


def test_the_red_sentence_goes_when_another_image_opens(window, context, settle, picture, tmp_path):
    broken = tmp_path / "broken.png"
    broken.write_text("no picture")
    open_images.open_paths(context, [picture, broken])
    settle()
    open_images.show_image(context, 1)
    settle()
    assert "broken.png" in window.slide.bar.text
    open_images.show_image(context, 0)
    settle()
    assert window.slide.bar.text == ""
    assert "broken.png" in context.messages.log[-1].text


def test_of_several_places_the_good_ones_open_and_one_message_names_the_bad(
    window, context, settle, picture, tmp_path
):
    open_images.open_paths(context, [tmp_path / "gone.svs", picture])
    settle()
    assert context.images.current.path == picture
    assert "gone.svs" in window.slide.bar.text
    assert len(context.messages.log) == 1
    other = tmp_path / "other.png"
    Image.new("RGB", (60, 50), "white").save(other)
    open_images.open_paths(context, [tmp_path / "gone.svs", other, tmp_path / "away.svs"])
    settle()
    assert context.images.current.path == other
    assert window.slide.bar.text == "Not opened: gone.svs, away.svs"
    assert len(context.messages.log) == 2


def test_a_place_without_images_says_so(context: AppContext, settle, tmp_path: Path):
    (tmp_path / "empty").mkdir()
    open_images.open_paths(context, [tmp_path / "empty"])
    settle()
    assert "No images found" in context.messages.log[-1].text


def test_only_the_image_chosen_last_is_shown(context: AppContext, settle, tmp_path: Path):
    for number in range(5):
        Image.new("RGB", (40, 40), (number, 0, 0)).save(tmp_path / f"{number}.png")
    open_images.open_paths(context, sorted(tmp_path.glob("*.png")))
    settle()
    for index in (1, 2, 3, 4):
        open_images.show_image(context, index)
    settle()
    assert context.images.current.path.name == "4.png"


def test_a_mark_becomes_a_stored_finding_of_the_reader(context, settle, picture):
    open_images.open_paths(context, [picture])
    settle()
    marks.add_mark(context, Point(50, 60), "mitosis")
    settle()
    (item,) = context.review.items
    assert item.finding.origin is Origin.READER
    assert item.finding.outline.center == Point(50, 60)
    assert context.review.standing(item.finding.uuid).class_key == "mitosis"
    with open_store(context.settings.store_url) as store, store.session() as session:
        stored = findings.of_image(session, context.images.current.uuid)
    assert [each.uuid for each in stored] == [item.finding.uuid]


def test_a_mark_outside_of_the_image_is_no_mark(context, settle, picture):
    open_images.open_paths(context, [picture])
    settle()
    marks.add_mark(context, Point(-5, 60), "mitosis")
    settle()
    assert context.review.items == ()


@pytest.mark.parametrize("kind", [ExportKind.GEOJSON, ExportKind.CSV, ExportKind.PDF])
def test_reports_are_written_and_said(analysed, settle, tmp_path, kind):
    target = tmp_path / f"out.{kind.value}"
    export(analysed, kind, target)
    settle()
    assert analysed.messages.log[-1].text == f"Written: {target.name}"
    if kind is ExportKind.GEOJSON:
        assert len(json.loads(target.read_text())["features"]) == 4
    elif kind is ExportKind.CSV:
        assert len(target.read_text("utf-8-sig").splitlines()) == 5
    else:
        assert target.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(("name", "signs"), [("", None), ("Dr. Test", "Dr. Test")])
def test_only_a_name_that_was_given_signs(analysed, settle, picture, monkeypatch, name, signs):
    analysed.settings.reader = name
    said = []
    monkeypatch.setattr("medcls_core.reports.write_pdf", lambda report, *_: said.append(report))
    export(analysed, ExportKind.PDF, picture.with_name("out.pdf"))
    settle()
    assert [report.reading.signed_by for report in said] == [signs]


def test_a_report_without_a_run_says_what_to_do(context, settle, picture, tmp_path):
    run_task.look_up_models(context)
    open_images.open_paths(context, [picture])
    settle()
    export(context, ExportKind.PDF, tmp_path / "out.pdf")
    settle()
    assert context.messages.log[-1].text == "Report: run the task on this image first."
    assert not (tmp_path / "out.pdf").exists()
