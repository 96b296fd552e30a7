"""The gallery of single cells: images without a finding are labelled there."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt

from app.commands import gallery, open_images, run_task, undoing, verdicts
from app.context import AppContext
from app.panels.image_list_model import second_line
from app.state import ToolKind
from medcls_core.findings import Verdict
from medcls_core.learning.queues import Reading, Wanted
from medcls_core.store import images, open_store, reads


@pytest.fixture
def cells(context: AppContext, window, tmp_path: Path, settle) -> AppContext:  # noqa: ARG001
    """Three single cells that nobody analysed, in the open gallery."""
    for number in range(3):
        noise = np.random.default_rng(number).integers(90, 180, (60, 50, 3), dtype=np.uint8)
        Image.fromarray(noise).save(tmp_path / f"cell {number}.png")
    run_task.look_up_models(context)
    run_task.choose_task(context, "cervical")
    open_images.open_paths(context, sorted(tmp_path.glob("cell *.png")))
    settle()
    gallery.show_gallery(context, shown=True)
    settle()
    return context


def test_images_without_a_finding_are_shown_where_the_filter_asks_for_them(cells, page, qtbot):
    assert (cells.gallery.count, cells.gallery.without_finding, cells.gallery.shown) == (0, 3, ())
    assert cells.gallery.counts().reading == {Reading.NO_FINDING: 3}
    assert not page.images_button.isHidden()
    qtbot.mouseClick(page.images_button, Qt.MouseButton.LeftButton)
    assert len(cells.gallery.shown) == page.view.model().rowCount() == 3
    assert page._count.text() == "Images without finding: 3"
    words = page.view.model().index(1, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert words == "cell 1.png\nNo finding in this image yet"
    qtbot.waitUntil(lambda: page.view.crops.crop(cells.gallery.shown[2]) is not None)


def test_a_folder_of_cells_is_labelled_in_the_gallery_and_undone_as_one(cells, page, settle, qtbot):
    gallery.filter_by(cells, Wanted(reading=Reading.NO_FINDING))
    page.view.selectAll()
    qtbot.keyClick(page.view, Qt.Key.Key_1)
    settle()
    key = cells.review.task.classes[0].key
    with open_store(cells.settings.store_url) as store, store.session() as session:
        known = images.all(session)
        said = [read for each in known for read in reads.of_image(session, each.uuid, "cervical")]
    assert len(known) == 3
    assert [(read.verdict, read.class_key) for read in said] == [(Verdict.CORRECT, key)] * 3
    gallery.filter_by(cells, Wanted())
    assert (len(cells.gallery.shown), cells.gallery.without_finding) == (3, 0)
    assert cells.review.standing(cells.review.queue[0]).class_key == key, "the slide knows it too"
    name = cells.review.task.classes[0].name.en
    assert [second_line(entry) for entry in cells.images.entries] == [f"✓ {name}"] * 3
    undoing.undo(cells)
    settle()
    assert (cells.gallery.count, cells.gallery.without_finding) == (0, 3)
    assert not any(entry.read or entry.answer for entry in cells.images.entries)
    undoing.redo(cells)
    settle()
    assert (cells.gallery.count, cells.gallery.without_finding) == (3, 0)


def test_what_was_labelled_is_known_after_a_restart_and_the_rest_still_without(cells, settle):
    gallery.filter_by(cells, Wanted(reading=Reading.NO_FINDING))
    cells.gallery.choose(cells.gallery.shown[1:2], cells.gallery.shown[1])
    verdicts.give_digit(cells, 2)
    settle()
    gallery.forget(cells)
    settle()
    assert (cells.gallery.count, cells.gallery.without_finding) == (1, 2)


def test_where_objects_are_looked_for_an_image_gets_no_verdict(cells, settle):
    run_task.choose_task(cells, "mitosis")
    settle()
    gallery.filter_by(cells, Wanted(reading=Reading.NO_FINDING))
    cells.gallery.choose(cells.gallery.shown[:1], cells.gallery.shown[0])
    verdicts.give_digit(cells, 1)
    assert cells.messages.log[-1].text.startswith("Here the objects in an image get a verdict")
    settle()
    assert cells.gallery.without_finding == 3


def test_a_digit_names_a_single_cell_on_the_slide_too_and_goes_on(cells, window, qtbot, settle):
    gallery.show_gallery(cells, shown=False)
    assert verdicts.asks_of_image(cells)
    first = cells.images.current
    qtbot.keyClick(window.slide.view, Qt.Key.Key_3)
    settle()
    assert cells.images.current.path != first.path
    with open_store(cells.settings.store_url) as store, store.session() as session:
        (said,) = reads.of_image(session, first.uuid, "cervical")
    assert said.class_key == cells.review.task.classes[2].key
    undoing.undo(cells)
    settle()
    undoing.undo(cells)
    settle()
    assert verdicts.asks_of_image(cells)


def test_tools_are_shown_and_taken_only_where_there_is_a_slide(window, context, picture, settle):
    assert window.slide.strip.isHidden()
    window.actions_by_key["polygon"].trigger()
    assert context.drawing.tool is None
    assert not window.actions_by_key["polygon"].isChecked()
    assert context.messages.log[-1].text.startswith("Open an image first")
    open_images.open_paths(context, [picture])
    settle()
    assert window.slide.strip.isVisible()
    gallery.show_gallery(context, shown=True)
    assert window.slide.strip.isHidden()
    window.actions_by_key["polygon"].trigger()
    assert not context.gallery.is_open, "one draws on the slide"
    assert context.drawing.tool is ToolKind.POLYGON
    assert window.slide.strip.isVisible()
    gallery.show_gallery(context, shown=True)
    settle()
