"""A hand with a mouse over the slide of the real window, and what it draws."""

import math

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from app.commands import marks
from app.context import AppContext
from app.viewer.view_rects import point_to_view
from medcls_core.findings import Origin
from medcls_core.geometry import Box, Outline, Point

NONE, SHIFT, ALT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
)


TURNS = pytest.mark.parametrize(
    ("quarters", "mirrored"), [(0, False), (1, False), (2, True), (3, True)]
)


@pytest.fixture
def opened(window, opened: AppContext) -> AppContext:
    """The picture, opened in the window."""
    del window
    return opened


class Hand:
    """A mouse over the slide view, told level-0 places."""

    def __init__(self, view, qtbot) -> None:
        self.view = view
        self._qtbot = qtbot

    def at(self, x: float, y: float) -> QPoint:
        spot = point_to_view(self.view.camera, Point(x, y))
        turned = self.view.turn.transform(self.view._widget_size()).map(spot)
        return turned.toPoint()

    def click(self, x: float, y: float, held=NONE) -> None:
        self._qtbot.mouseClick(self.view, Qt.MouseButton.LeftButton, held, self.at(x, y))

    def press(self, x: float, y: float, held=NONE) -> None:
        self._qtbot.mousePress(self.view, Qt.MouseButton.LeftButton, held, self.at(x, y))

    def move(self, x: float, y: float, held=NONE) -> None:
        place = QPointF(self.at(x, y))
        QApplication.sendEvent(
            self.view,
            QMouseEvent(
                *(QEvent.Type.MouseMove, place, QPointF(self.view.mapToGlobal(place))),
                *(Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton, held),
            ),
        )

    def release(self, x: float, y: float, held=NONE) -> None:
        self._qtbot.mouseRelease(self.view, Qt.MouseButton.LeftButton, held, self.at(x, y))

    def drag(self, *places: tuple[float, float], held=NONE) -> None:
        self.press(*places[0], held)
        for place in places[1:]:
            self.move(*place, held)
        self.release(*places[-1], held)

    def key(self, key: Qt.Key, held=NONE) -> None:
        self._qtbot.keyClick(self.view, key, held)


@pytest.fixture
def hand(window, opened, qtbot) -> Hand:
    del opened
    return Hand(window.slide.view, qtbot)


def ring(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    turns = [2 * math.pi * step / 24 for step in range(24)]
    return [(x + radius * math.cos(turn), y + radius * math.sin(turn)) for turn in turns]


def square(x: float, y: float, side: float) -> Outline:
    return Outline.of_box(Box.around(Point(x, y), side))


def draw_square(context: AppContext, x: float, y: float, side: float) -> Outline:
    marks.add_outlines(context, [square(x, y, side)], "mitosis")
    return context.review.selected.finding.uuid


def area(context: AppContext, finding) -> float:
    return context.review.item(finding).finding.outline.area_l0


def only(context: AppContext) -> Outline:
    (item,) = context.review.items
    assert item.finding.origin is Origin.READER
    assert context.review.standing(item.finding.uuid).class_key == "mitosis"
    return item.finding.outline
