import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from app.viewer.camera import Spot
from app.viewer.turn import Turn
from medcls_core.geometry import Size

WIDGET = Size(101, 60)
TURNS = [Turn(quarters, mirrored) for quarters in range(4) for mirrored in (False, True)]


def corners():
    """Red upper left, green upper right, blue lower left, white lower right."""
    tissue = np.zeros((300, 400, 3), np.uint8)
    tissue[:150, :200], tissue[:150, 200:] = (255, 0, 0), (0, 255, 0)
    tissue[150:, :200], tissue[150:, 200:] = (0, 0, 255), (255, 255, 255)
    return tissue


@pytest.mark.parametrize("turn", TURNS)
def test_places_of_the_widget_come_back(turn):
    for place in (QPointF(0, 0), QPointF(101, 60), QPointF(30.5, 11)):
        spot = turn.to_view(place, WIDGET)
        back = turn.transform(WIDGET).map(QPointF(*spot))
        assert (back.x(), back.y()) == pytest.approx((place.x(), place.y()))
        size = turn.view_size(WIDGET)
        assert 0 <= spot.x <= size.width
        assert 0 <= spot.y <= size.height


@pytest.mark.parametrize("turn", TURNS)
def test_whole_pixels_stay_whole(turn):
    place = turn.transform(WIDGET).map(QPointF(7, 5))
    assert (place.x() % 1, place.y() % 1) == (0, 0)


def test_turning_is_clockwise_for_the_reader_even_when_mirrored():
    assert Turn().turned(1).transform(Size(10, 10)).map(QPointF(0, 0)) == QPointF(10, 0)
    mirrored = Turn().flipped()
    assert mirrored.transform(Size(10, 10)).map(QPointF(0, 0)) == QPointF(10, 0)
    assert mirrored.turned(1).transform(Size(10, 10)).map(QPointF(0, 0)) == QPointF(10, 10)
    for turn in TURNS:
        assert turn.turned(4) == turn
        assert turn.flipped().flipped() == turn


def colors_at_corners(view):
    picture = view.grab_image()
    frame = view.rect().center()
    spots = [QPoint(-20, -20), QPoint(20, -20), QPoint(-20, 20), QPoint(20, 20)]
    names = {(255, 0, 0): "red", (0, 255, 0): "green", (0, 0, 255): "blue", (255,) * 3: "white"}
    shown = [picture.pixelColor(frame + spot) for spot in spots]
    return [names[color.red(), color.green(), color.blue()] for color in shown]


def test_tissue_turns_and_mirrors_and_clicks_follow(view, settle, image_of, qtbot):
    view.set_source(image_of(corners()))
    settle()
    assert colors_at_corners(view) == ["red", "green", "blue", "white"]
    view.turn_by(1)
    settle()
    assert colors_at_corners(view) == ["blue", "red", "white", "green"]
    assert "turned 90°" in view.notes
    view.mirror()
    settle()
    assert colors_at_corners(view) == ["red", "blue", "green", "white"]
    places = []
    view.clicked.connect(lambda spot: places.append(view.camera.to_l0(Spot(*spot))))
    place = view.rect().center() + QPoint(-20, 20)  # green: right half, upper half
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
    assert places[0].x_l0 > 200
    assert places[0].y_l0 < 150


def test_dragging_moves_the_tissue_with_the_hand(view, settle, image_of):
    view.set_source(image_of(corners()))
    view.set_scale(4.0)
    view.turn_by(1)
    settle()
    before = view.camera.center
    view.pan(40, 0)  # to the right on a picture turned clockwise is up in the scan
    assert view.camera.center.y_l0 < before.y_l0
    assert view.camera.center.x_l0 == pytest.approx(before.x_l0)


def test_another_image_is_upright_again(view, image_of):
    view.set_source(image_of(corners()))
    view.turn_by(1)
    view.set_source(image_of(corners()))
    assert view.turn.is_upright
    assert view.notes == ()
