"""The gallery: ten thousand crops of which only those in sight are read, verdicts to many."""

from pathlib import Path
from uuid import UUID, uuid4

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QComboBox

from app.commands import gallery, open_images, run_all, run_task, undoing, verdicts
from app.commands.load_review import reload
from app.context import AppContext
from app.panels.class_list import ClassListPanel
from app.panels.gallery_view import GalleryView
from app.state import GalleryImage, Item
from medcls_core.findings import Finding, Origin, Prediction, Read, Verdict
from medcls_core.geometry import Box, Outline, Point, Size
from medcls_core.learning.queues import QueueOrder, Reading, Wanted
from medcls_core.store import open_store, reads
from tests.app.conftest import SHA

MANY = 10_000


CLASSES = ("non_mitotic", "mitosis")


def items(task: str, count: int) -> list[Item]:
    """Findings in a row, ever less probable."""
    made = []
    for number in range(count):
        outline = Outline.of_box(Box.around(Point(20 + number % 200, 20 + number // 200), 12))
        finding = Finding(UUID(int=number + 1), task, outline, Origin.MODEL, SHA)
        prob = 1 - number / count
        said = Prediction(finding.uuid, task, SHA, CLASSES, (1 - prob, prob))
        made.append(Item(finding, said, number + 1))
    return made


@pytest.fixture
def many(context: AppContext, picture: Path, window, settle) -> AppContext:
    """Ten thousand findings of one image in the open gallery."""
    gallery.show_gallery(context, shown=True)
    image = GalleryImage(picture, uuid4(), 0, Size(240, 200), 0.25)
    context.gallery.begin(context.models.task, context.settings.reader)
    context.gallery.note(picture)
    context.gallery.put(image, items("mitosis", MANY), [])
    context.gallery.arrange()
    settle()
    assert window.slide.gallery.isVisible()
    return context


def test_the_list_of_classes_counts_what_the_gallery_holds(many, window, settle):
    counts = window.findChild(ClassListPanel)._counts["mitosis"]
    window.findChild(ClassListPanel)._count()
    assert int(counts[0].text()) == len(many.gallery.shown)
    gallery.show_gallery(many, shown=False)
    settle()
    assert counts[0].text() == "0"  # no image is open


def wait_for_crops(view: GalleryView, qtbot) -> None:
    seen = view.in_sight()
    first, last = (
        view.model().index(row, 0).data(Qt.ItemDataRole.UserRole) for row in (seen[0], seen[-1])
    )
    qtbot.waitUntil(
        lambda: view.crops.crop(first) is not None and view.crops.crop(last) is not None,
        timeout=60_000,
    )
    qtbot.waitUntil(lambda: view.crops.reading == 0, timeout=60_000)


def kept(view: GalleryView) -> list[int]:
    """The rows whose crops were read."""
    return [row for row in range(MANY) if view.crops.crop(UUID(int=row + 1)) is not None]


def test_only_what_is_in_sight_and_a_page_around_it_is_read(many, view, qtbot):
    assert len(many.gallery.shown) == view.model().rowCount() == MANY
    wait_for_crops(view, qtbot)
    seen = view.in_sight()
    assert kept(view) == list(range(2 * len(seen)))
    view.scrollToBottom()
    wait_for_crops(view, qtbot)
    assert set(view.in_sight()) <= set(kept(view))
    assert len(kept(view)) <= 4 * len(seen)
    assert MANY - 1 in view.in_sight()


@pytest.mark.usefixtures("many")
def test_what_the_grid_shows_is_what_in_sight_says(view, settle):
    view.scrollTo(view.model().index(MANY // 2, 0))
    settle()
    rect = view.viewport().rect()
    shown = [
        row for row in range(MANY) if view.visualRect(view.model().index(row, 0)).intersects(rect)
    ]
    assert shown == list(view.in_sight())


def test_verdicts_to_thousands_are_one_read_each_and_one_undo(many, view, monkeypatch, qtbot):
    view.selectAll()
    assert len(many.gallery.chosen) == MANY
    stored: list[int] = []

    def append_all(_session: object, news: list[reads.NewRead]) -> list[Read]:
        stored.append(len(news))
        return [read_of(new) for new in news]

    monkeypatch.setattr(reads, "append_all", append_all)
    qtbot.keyClick(view, Qt.Key.Key_X)
    assert many.gallery.counts().reading == {Reading.REJECTED: MANY}
    assert many.gallery.unsaved() == MANY
    qtbot.waitUntil(lambda: many.gallery.unsaved() == 0, timeout=90_000)
    assert stored == [MANY]


def read_of(new: reads.NewRead) -> Read:
    fields = {name: getattr(new, name) for name in reads.NewRead.__slots__}
    return Read(**fields, time_utc=reads.now_utc(), previous_hash="", hash="5a")


@pytest.fixture
def fields(context: AppContext, tmp_path: Path, window, settle) -> AppContext:
    """Three images, each with the four findings of the fake model, in the open gallery."""
    folder = tmp_path / "视野"
    folder.mkdir()
    for number in range(3):
        pixels = np.random.default_rng(number).integers(90, 255, (200, 240, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(folder / f"field{number}.tif", dpi=(101_600, 101_600))
    run_task.look_up_models(context)
    open_images.open_paths(context, [folder])
    settle()
    run_all.run_all(context)
    settle()
    gallery.toggle_gallery(context)
    settle()
    assert window.slide.gallery.isVisible()
    return context


def stored(context: AppContext) -> list[Verdict]:
    """Every standing verdict on disk."""
    with open_store(context.settings.store_url) as store, store.session() as session:
        return [
            read.verdict for read in reads.current(reads.of_reader(session, "Dr. Test")).values()
        ]


def test_all_findings_of_all_listed_images_are_there(fields, page, view):
    assert page.isVisible()
    assert [fields.gallery.entry(each).image.rank for each in fields.gallery.shown] == [
        rank for rank in range(3) for _ in range(4)
    ]
    assert view.model().rowCount() == 12


def test_a_verdict_to_many_is_saved_as_one_and_undone_as_one(fields, view, qtbot, settle, window):
    view.selectAll()
    qtbot.keyClick(view, Qt.Key.Key_2)
    settle()
    assert stored(fields) == [Verdict.CORRECT] * 12
    assert fields.messages.log[-1].text == "12 verdicts saved."
    assert window.slide.bar.text == "12 verdicts saved."
    assert fields.review.reviewed() == 4  # the image on the slide knows of it
    qtbot.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert stored(fields) == []
    assert fields.review.reviewed() == 0
    assert fields.gallery.counts().reading == {Reading.OPEN: 12}
    assert fields.messages.log[-1].text == "12 verdicts taken back."


def test_after_a_restart_many_verdicts_are_still_one_step(fields, view, qtbot, settle):
    view.selectAll()
    qtbot.keyClick(view, Qt.Key.Key_A)
    settle()
    assert stored(fields) == [Verdict.ACCEPT] * 12
    fields.trail.clear()  # what a new process knows
    gallery.toggle_gallery(fields)
    reload(fields)
    settle()
    undoing.undo(fields)
    settle()
    assert stored(fields) == []


def test_looking_up_again_finds_the_verdicts(fields, view, qtbot, settle):
    view.selectAll()
    qtbot.keyClick(view, Qt.Key.Key_U)
    settle()
    gallery.forget(fields)
    settle()
    assert fields.gallery.counts().reading == {Reading.CANNOT_TELL: 12}


def test_one_verdict_goes_on_to_the_next_and_nothing_jumps(fields, view, qtbot, settle):
    fields.gallery.filter(Wanted(reading=Reading.OPEN))
    first, second = fields.gallery.shown[:2]
    fields.gallery.visit(first)
    qtbot.keyClick(view, Qt.Key.Key_A)
    settle()
    assert fields.gallery.chosen == (second,)
    assert view.currentIndex().row() == 1
    assert len(fields.gallery.shown) == 12
    assert fields.gallery.stale == 1
    fields.gallery.arrange()
    assert first not in fields.gallery.shown
    assert fields.gallery.chosen == (second,)


def test_enter_opens_the_finding_and_coming_back_keeps_the_choice(fields, view, qtbot, settle):
    last = fields.gallery.shown[-2]
    fields.gallery.visit(last)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    settle()
    assert not fields.gallery.is_open
    assert fields.images.wanted == 2
    assert fields.review.selected.finding.uuid == last
    gallery.toggle_gallery(fields)
    settle()
    assert fields.gallery.chosen == (last,)
    assert view.currentIndex().row() == 10


def test_a_verdict_on_the_slide_is_seen_in_the_gallery(fields, settle):
    gallery.toggle_gallery(fields)
    verdicts.accept(fields)
    settle()
    gallery.toggle_gallery(fields)
    settle()
    assert fields.gallery.counts().reading == {Reading.OPEN: 11, Reading.ACCEPTED: 1}


def test_a_filter_that_takes_nothing_says_so_and_can_be_cleared(fields, page):
    page.view.selectAll()
    fields.gallery.filter(Wanted(flagged=True))
    assert not page.view.isVisible()
    assert page.empty_title == "No finding matches the filters"
    assert fields.gallery.chosen == ()  # no key gives a verdict to what isn't seen
    page.findChild(QComboBox)  # the filter row stays
    page.help_button.click()
    assert page.view.isVisible()
    assert fields.gallery.wanted.is_all


def test_orders_of_all_images_together(fields):
    fields.gallery.sort(QueueOrder.LEAST_SURE)
    scores = [fields.gallery.queue_item(each).score for each in fields.gallery.shown]
    assert scores == sorted(scores)


def test_another_readers_verdicts_are_seen_but_none_given_in_that_name(fields, view, qtbot, settle):
    view.selectAll()
    qtbot.keyClick(view, Qt.Key.Key_A)
    settle()
    fields.settings.reader = "Dr. Other"
    settle()
    assert fields.gallery.readers() == ["Dr. Other", "Dr. Test"]
    fields.gallery.show_reader("Dr. Test")
    assert fields.gallery.shown == ()  # own reads come first
    fields.gallery.show_reader("Dr. Other")
    fields.gallery.visit(fields.gallery.shown[0])
    qtbot.keyClick(view, Qt.Key.Key_X)
    settle()
    fields.gallery.show_reader("Dr. Test")
    assert fields.gallery.counts().reading == {Reading.ACCEPTED: 1}
    view.selectAll()
    qtbot.keyClick(view, Qt.Key.Key_X)
    settle()
    assert "Dr. Test" in fields.messages.log[-1].text
    assert stored(fields) == [Verdict.ACCEPT] * 12


def test_arrows_and_shift_choose(fields, view, qtbot):
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
    view.selectionModel().setCurrentIndex(view.model().index(1, 0), flags)
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert fields.gallery.chosen == fields.gallery.shown[1:4]
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert fields.gallery.chosen == (fields.gallery.shown[2],)
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(fields.gallery.chosen) == 12


def test_a_file_that_went_away_says_so_in_its_tile(fields, view, qtbot):
    view.crops.forget()
    for entry in fields.images.entries:
        if entry.path != fields.images.current.path:
            entry.path.unlink()
    view.scrollToTop()
    view.set_side(64)
    gone = [each for each in fields.gallery.shown if fields.gallery.entry(each).image.rank > 0]
    qtbot.waitUntil(lambda: all(map(view.crops.is_unreadable, gone)), timeout=60_000)
    assert view.viewport().grab().toImage().isNull() is False
