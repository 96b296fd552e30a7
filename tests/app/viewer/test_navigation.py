import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from app.viewer.camera import Spot
from medcls_core.geometry import Box, Point

TISSUE = np.full((3000, 4000, 3), 200, np.uint8)


@pytest.fixture
def shown(view, image_of):
    """A view that shows tissue."""
    view.set_source(image_of(TISSUE))
    return view


def turn_wheel(view, spot: QPointF, notches: int, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    event = QWheelEvent(
        spot,
        view.mapToGlobal(spot),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


@pytest.mark.parametrize("notches", [1, 6, -2])
def test_the_wheel_keeps_what_is_under_the_cursor(view, settle, image_of, notches):
    view.set_source(image_of(TISSUE))
    settle()
    spot = Spot(250, 410)
    point = view.camera.to_l0(spot)
    scales, places = [view.camera.scale], []
    view.viewChanged.connect(lambda *_: scales.append(view.camera.scale))
    view.viewChanged.connect(lambda *_: places.append(view.camera.to_view(point)))
    turn_wheel(view, QPointF(*spot), notches)
    settle()
    assert scales[-1] / scales[0] == pytest.approx(max(1.25**notches, 0.5), rel=1e-6)
    assert len(scales) > 2, "the zoom jumped"
    assert all(abs(place.x - spot.x) <= 1 and abs(place.y - spot.y) <= 1 for place in places)


def test_notches_turned_quickly_add_up(view, settle, image_of):
    view.set_source(image_of(TISSUE))
    settle()
    before = view.camera.scale
    for _ in range(4):
        turn_wheel(view, QPointF(300, 300), 1)
    settle()
    assert view.camera.scale == pytest.approx(before * 1.25**4)


def test_shift_makes_the_wheel_fine_and_ctrl_sets_the_opacity(view, settle, image_of, qtbot):
    view.set_source(image_of(TISSUE))
    settle()
    before = view.camera.scale
    turn_wheel(view, QPointF(300, 300), 1, Qt.KeyboardModifier.ShiftModifier)
    settle()
    assert view.camera.scale == pytest.approx(before * 1.25**0.25)
    with qtbot.waitSignal(view.heatmapOpacityChanged) as told:
        turn_wheel(view, QPointF(300, 300), 1, Qt.KeyboardModifier.ControlModifier)
    assert told.args[0] == pytest.approx(0.55)
    assert view.camera.scale == pytest.approx(before * 1.25**0.25)


def test_dragging_takes_the_image_along(view, settle, image_of, qtbot):
    view.set_source(image_of(TISSUE))
    view.look_at(Point(2000, 1500), 0.5)
    settle()
    point = view.camera.to_l0(Spot(400, 300))
    clicks = []
    view.clicked.connect(clicks.append)
    for button in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
        view.look_at(Point(2000, 1500), 0.5)
        qtbot.mousePress(view, button, pos=QPoint(400, 300))
        qtbot.mouseMove(view, QPoint(480, 330))
        qtbot.mouseMove(view, QPoint(500, 350))
        qtbot.mouseRelease(view, button, pos=QPoint(500, 350))
        spot = view.camera.to_view(point)
        assert (spot.x, spot.y) == (500, 350)
    assert clicks == []
    settle()


def test_a_press_without_a_move_is_a_click(view, settle, image_of, qtbot):
    view.set_source(image_of(TISSUE))
    settle()
    with qtbot.waitSignal(view.clicked) as told:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(10, 20))
    assert told.args[0] == Spot(10, 20)


@pytest.mark.parametrize(
    ("key", "modifiers", "way"),
    [
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, (64, 0)),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier, (0, -64)),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier, (-450, 0)),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier, (0, 350)),
    ],
)
def test_arrows_pan(shown, qtbot, key, modifiers, way):
    shown.look_at(Point(2000, 1500), 0.5)
    qtbot.keyClick(shown, key, modifiers)
    assert shown.camera.center == Point(2000 + way[0] / 0.5, 1500 + way[1] / 0.5)


def test_steps_of_zoom_add_up_and_fit_shows_all(view, settle, image_of, qtbot):
    view.set_source(image_of(TISSUE))
    settle()
    fit = view.camera
    view.zoom_step(1.5)
    view.zoom_step(1.5)
    settle()
    assert view.camera.scale == pytest.approx(fit.scale * 1.5**2)
    view.zoom_step(1.5**-2)
    settle()
    assert view.camera.scale == pytest.approx(fit.scale)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    view.zoom_fit()
    settle()
    assert view.camera == fit


def test_fit_stays_fit_when_the_window_grows_and_a_place_stays_the_middle(view, settle, image_of):
    view.set_source(image_of(TISSUE))
    view.resize(500, 400)
    whole = Box(0, 0, 4000, 3000)
    assert view.view_box().intersection(whole) == whole
    view.look_at(Point(1000, 700), 1.0)
    view.resize(700, 600)
    assert view.view_box().center.x_l0 == pytest.approx(1000, abs=1)
    assert view.view_box().center.y_l0 == pytest.approx(700, abs=1)
    assert view.camera.scale == 1.0
    settle()


def test_objective_power_is_true_power(view, settle, image_of):
    view.set_source(image_of(TISSUE))  # 0.25 um/px, so 40x is 1:1
    view.zoom_to_objective(10)
    assert view.camera.scale == 0.25
    view.center_on(Point(123, 456), objective=40)
    assert view.camera.scale == 1.0
    assert view.camera.center == Point(123, 456)
    settle()


def test_one_cant_get_lost(view, settle, image_of):
    view.set_source(image_of(TISSUE))
    for _ in range(100):
        view.pan(500, 500)
    assert view.camera.center == Point(4000, 3000)
    view.zoom_by(1e-9)
    assert view.camera.scale * 4000 > 400
    view.zoom_by(1e9)
    assert view.camera.scale == 8.0
    settle()


def test_the_cursors_place_is_told_and_taken_back(view, settle, image_of, qtbot):
    view.set_source(image_of(TISSUE))
    settle()
    with qtbot.waitSignal(view.cursorMoved) as told:
        qtbot.mouseMove(view, QPoint(200, 300))
    assert told.args[0] == view.camera.to_l0(Spot(200, 300))


def test_without_an_image_every_input_is_harmless(view, qtbot):
    turn_wheel(view, QPointF(100, 100), 3)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_H, Qt.Key.Key_Space):
        qtbot.keyClick(view, key)
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(50, 50))
    view.zoom_fit()
    view.zoom_by(2)
    view.zoom_to_objective(20)
    assert not view.grab_image().isNull()


@pytest.mark.parametrize("fitted", [False, True])
def test_what_is_on_screen_stays_there_while_a_message_takes_room(
    view, settle, image_of, qtbot, fitted
):
    host, message = QWidget(), QLabel("saved")
    message.setFixedHeight(40)
    column = QVBoxLayout(host)
    column.addWidget(message)
    column.addWidget(view, 1)
    message.hide()
    host.resize(900, 700)
    host.show()
    qtbot.waitExposed(host)
    view.set_source(image_of(TISSUE))
    settle()
    if not fitted:
        view.look_at(Point(1500, 1200), 0.5)

    def row_of(y_l0: float) -> float:
        top = view.mapTo(host, QPoint(0, 0)).y()
        return top + view.height() / 2 + (y_l0 - view.camera.center.y_l0) * view.camera.scale

    place, rows = view.place, (row_of(0), row_of(3000))
    message.show()
    qtbot.waitUntil(lambda: view.height() < 660)
    assert (row_of(0), row_of(3000)) == pytest.approx(rows)
    assert view.place == place
    message.hide()
    qtbot.waitUntil(lambda: view.height() > 660)
    assert (row_of(0), row_of(3000)) == pytest.approx(rows)
    assert view.place == place
    host.layout().removeWidget(view)
    view.setParent(None)
    view.show()
    host.deleteLater()
