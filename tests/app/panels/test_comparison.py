"""Two linked views: one place, one set of tiles, one selection; nothing when turned off."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from app.commands import open_images, run_task, undoing
from app.commands.pixel_size import set_pixel_size
from app.panels.side_content import RAW, SHOWN, offers
from medcls_core.findings import Verdict
from medcls_core.geometry import Point
from medcls_core.networks.card import ModelVersion


@pytest.fixture
def reviewed(window, context, picture, settle):
    run_task.look_up_models(context)
    open_images.open_paths(context, [picture])
    settle()
    set_pixel_size(context, 0.25)
    settle()
    run_task.run_task(context)
    settle()
    return window


@pytest.fixture
def pair(reviewed, qtbot):
    reviewed.actions_by_key["compare"].trigger()
    comparison = reviewed.slide.comparison
    qtbot.waitUntil(lambda: comparison.other.view.width() > 50)
    assert reviewed.actions_by_key["compare"].isChecked()
    return comparison.other.view, comparison.main.view


def _same_place(pair) -> bool:
    left, right = pair
    return (
        left.camera.center == right.camera.center
        and left.camera.scale == pytest.approx(right.camera.scale)
        and left.turn == right.turn
    )


def _wheel(view, notches: int) -> None:
    middle = QPointF(view.width() / 3, view.height() / 3)
    event = QWheelEvent(
        middle,
        view.mapToGlobal(middle),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


@pytest.mark.parametrize("leader", [0, 1])
def test_cameras_stay_equal_whichever_moves(pair, leader, qtbot, settle):
    view = pair[leader]
    view.look_at(Point(70, 90), 3.0)
    assert _same_place(pair)
    view.pan(31, -17)
    assert _same_place(pair)
    _wheel(view, 2)
    qtbot.waitUntil(lambda: view.goal is view.camera)
    assert _same_place(pair)
    view.turn_by(1)
    view.mirror()
    assert _same_place(pair)
    assert pair[1 - leader].notes == view.notes
    view.zoom_fit()
    assert pair[1 - leader].place is None
    settle()


def test_both_show_the_same_tiles_and_read_them_once(pair, settle, context):
    left, right = pair
    settle()
    assert left._store is right._store
    assert left.is_sharp
    assert right.is_sharp
    assert left.source is context.images.current.source


def test_the_left_is_as_scanned_and_the_right_as_usual(pair, reviewed):
    left, right = pair
    comparison = reviewed.slide.comparison
    assert (comparison.other.shown, comparison.main.shown) == (RAW, SHOWN)
    assert not left._overlays.marks._index.marks
    assert len(right._overlays.marks._index.marks) == 4
    assert left._overlays.shown_method is None


def test_a_heatmap_can_be_put_beside_another(pair, reviewed, context):
    left, _ = pair
    other = reviewed.slide.comparison.other
    keys = [key for key, _ in offers(context)]
    assert "heat:probability" in keys
    other.box.setCurrentIndex(other.box.findData("heat:probability"))
    other.box.activated.emit(other.box.currentIndex())
    assert left._overlays.shown_method == "probability"


def test_two_models_are_compared_over_the_same_image(pair, reviewed, context):
    first = context.analyses.find(context.images.current.uuid, "mitosis")
    card = replace(
        first.model.card, version="2", weights=replace(first.model.card.weights, sha256="6b" * 32)
    )
    second = replace(first, model=ModelVersion(card, first.model.folder), scored=first.scored[:1])
    context.analyses.keep(context.images.current.uuid, second)
    context.overlay.changed.emit()
    names = dict(offers(context))
    assert names[f"model:{'5a' * 32}"] == "Model: bundled, 9.9-test"
    assert names[f"model:{'6b' * 32}"] == "Model: bundled, 2"
    for side, sha in (
        (reviewed.slide.comparison.other, "5a" * 32),
        (reviewed.slide.comparison.main, "6b" * 32),
    ):
        side.box.setCurrentIndex(side.box.findData(f"model:{sha}"))
        side.box.activated.emit(side.box.currentIndex())
    left, right = pair
    assert len(left._overlays.marks._index.marks) == 4
    assert len(right._overlays.marks._index.marks) == 1


def test_verdict_keys_and_the_selection_are_the_same_in_both(pair, reviewed, context, settle):
    finding = context.review.queue[0]
    context.review.visit(finding)
    assert pair[0]._overlays.marks.selected == pair[1]._overlays.marks.selected == finding
    assert _same_place(pair)
    reviewed.actions_by_key["reject"].trigger()
    settle()
    assert context.review.standing(finding).verdict is Verdict.REJECT
    undoing.undo(context)
    settle()


@pytest.mark.usefixtures("pair")
def test_turned_off_it_costs_nothing_and_the_image_is_still_there(reviewed, context, settle):
    comparison = reviewed.slide.comparison
    reviewed.actions_by_key["compare"].trigger()
    assert comparison.other is None
    assert not reviewed.actions_by_key["compare"].isChecked()
    assert comparison.main.head.isHidden()
    assert comparison.main.view.source is context.images.current.source
    assert len(comparison.main.view._overlays.marks._index.marks) == 4
    settle()


def test_another_image_comes_to_both(pair, context, tmp_path, settle):
    from PIL import Image  # noqa: PLC0415

    Image.new("RGB", (300, 100), "white").save(tmp_path / "b.png")
    open_images.open_paths(context, [tmp_path / "b.png"])
    settle()
    assert pair[0].source is pair[1].source is context.images.current.source
    assert _same_place(pair)


def test_without_an_image_there_is_nothing_to_compare(window, context):
    window.slide.comparison.toggle()
    assert window.slide.comparison.other is None
    assert not window.actions_by_key["compare"].isChecked()
    assert context.messages.log[-1].text == "Open an image first."


def test_colours_by_profile_are_shown_where_the_reader_stands(reviewed, context, settle):
    view = reviewed.slide.view
    view.look_at(Point(70, 90), 3.0)
    view.turn_by(1)
    before = (view.place, view.turn)
    context.settings.icc = True
    settle()
    assert (view.place, view.turn) == before
    assert len(view._overlays.marks._index.marks) == 4
    context.settings.cache_mb = 64
    assert view._store._budget == 64 * 2**20
