"""Two linked views: one place, one set of tiles, one selection; nothing when turned off."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from app.commands import load_review, open_images, undoing
from app.panels.side_content import MISSING, RAW, SHOWN, offers
from medcls_core.findings import Verdict
from medcls_core.geometry import Point
from medcls_core.networks.card import ModelVersion
from medcls_core.store import models, open_store, predictions, reading_rules
from medcls_core.store.blinding import ReadingRule


@pytest.fixture
def reviewed(window, analysed):
    del analysed
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


def test_a_second_view_comes_and_goes_where_the_reader_stands(reviewed, settle):
    comparison = reviewed.slide.comparison
    view = comparison.main.view
    view.look_at(Point(70, 90), 3.0)
    reviewed.actions_by_key["compare"].trigger()
    settle()
    assert view.place == (Point(70, 90), 3.0)
    assert comparison.other.view.place == view.place
    reviewed.actions_by_key["compare"].trigger()
    settle()
    assert view.place == (Point(70, 90), 3.0)


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
    keys = [offer.key for offer in offers(context)]
    assert "heat:probability" in keys
    other.box.setCurrentIndex(other.box.findData("heat:probability"))
    other.box.activated.emit(other.box.currentIndex())
    assert left._overlays.shown_method == "probability"


def names(context) -> dict[str, str]:
    return {offer.key: offer.text for offer in offers(context)}


def second_model(context) -> None:
    """Another version answered the image on an earlier day."""
    image, first = context.images.current.uuid, context.analyses.find
    run = first(image, "mitosis")
    weights = replace(run.model.card.weights, sha256="6b" * 32)
    card = replace(run.model.card, version="2", weights=weights)
    said = replace(run.scored[0].prediction, model_sha256="6b" * 32)
    with open_store(context.settings.store_url) as store, store.session() as session:
        models.remember(session, ModelVersion(card, run.model.folder))
        predictions.add(session, [said])


def choose(side, key: str) -> None:
    side.box.setCurrentIndex(side.box.findData(key))
    side.box.activated.emit(side.box.currentIndex())


def test_two_models_are_compared_over_the_same_image_even_of_an_earlier_day(
    reviewed, context, settle
):
    second_model(context)
    context.analyses.forget(context.images.current.uuid)  # as after a restart
    reviewed.actions_by_key["compare"].trigger()
    settle()
    comparison = reviewed.slide.comparison
    assert names(context)[f"model:{'5a' * 32}"] == "Model: bundled, 9.9-test"
    assert names(context)[f"model:{'6b' * 32}"] == "Model: 2"
    choose(comparison.other, f"model:{'5a' * 32}")
    choose(comparison.main, f"model:{'6b' * 32}")
    assert len(comparison.other.view._overlays.marks._index.marks) == 4
    assert len(comparison.main.view._overlays.marks._index.marks) == 1
    load_review.reload(context)
    settle()
    assert comparison.main.shown == f"model:{'6b' * 32}"


@pytest.mark.usefixtures("pair")
def test_what_can_not_be_chosen_says_why(reviewed, context, settle):
    box = reviewed.slide.comparison.other.box
    line = box.findData(MISSING)
    assert box.itemText(line) == "One model only: choose another in its card, then R"
    assert not box.model().item(line).isEnabled()
    assert names(context)[MISSING] == box.itemText(line)
    with open_store(context.settings.store_url) as store, store.session() as session:
        reading_rules.choose(session, context.settings.reader, ReadingRule(own_first=1.0))
    load_review.reload(context)
    settle()
    assert not any(key.startswith("model:") for key in names(context))
    assert names(context)[MISSING] == "No model yet; waiting for your own read: 4"


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
