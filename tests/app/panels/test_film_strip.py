"""The film strip under the slide, and the next single cell read before it is asked for."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt

from app.commands import gallery, navigate, open_images, run_all, verdicts
from app.panels.film_strip import SIDE, FilmStrip
from app.panels.gallery_tile import FRAME
from app.theme import GRID
from medcls_core.findings import Verdict
from medcls_core.learning.queues import QueueOrder
from tests.app.commands.test_run_all import OneCell, cells

__all__ = ["cells"]  # a fixture


@pytest.fixture
def strip(window) -> FilmStrip:
    return window.findChild(FilmStrip)


def test_the_strip_shows_the_queue_and_a_click_goes_there(analysed, strip, qtbot, settle):
    assert [tile.finding for tile in strip.tiles()] == list(analysed.review.queue)
    assert [tile.current for tile in strip.tiles()] == [True, False, False, False]
    settle()
    assert all(tile.picture is not None for tile in strip.tiles())
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(72 * 2 + 40, 40))
    assert analysed.review.selected.finding.uuid == analysed.review.queue[2]
    analysed.review.sort(QueueOrder.PLACE)
    assert [tile.finding for tile in strip.tiles()] == list(analysed.review.queue)


def test_a_flag_is_painted_on_the_tile_of_its_finding(analysed, strip, settle):
    settle()
    crop = QRect(GRID // 2 + FRAME, GRID // 2 + FRAME, SIDE, SIDE)
    bare = strip.grab(crop).toImage()
    verdicts.give(analysed, Verdict.FLAG)
    settle()
    assert strip.grab(crop).toImage() != bare


def test_the_strip_makes_room_for_the_gallery_and_comes_back(analysed, strip):
    assert strip.isVisible()
    gallery.toggle_gallery(analysed)
    assert not strip.isVisible()
    gallery.toggle_gallery(analysed)
    assert strip.isVisible()
    navigate.step(analysed, 1)


class TestSingleCells:
    """Where an image is one cell the strip shows images, and the next one is ready."""

    @pytest.fixture
    def analyst(self) -> OneCell:
        return OneCell()

    def test_the_strip_shows_images(self, strip, cells, qtbot, settle):
        run_all.run_all(cells)
        settle()
        tiles = strip.tiles()
        assert [tile.name for tile in tiles] == [f"cell{number}.png" for number in range(4)]
        assert all(tile.picture is not None for tile in tiles)
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(72 * 3 + 40, 40))
        settle()
        assert cells.images.wanted == 3

    @pytest.mark.usefixtures("window")
    def test_the_next_cell_is_on_screen_in_the_same_turn_of_the_loop(self, cells, settle):
        run_all.run_all(cells)
        settle()
        open_images.show_image(cells, 0)
        settle()
        verdicts.accept(cells)
        assert cells.images.current.path.name == "cell1.png"  # nobody waited for anything
        assert cells.review.selected is not None
        settle()

    @pytest.mark.usefixtures("window")
    def test_what_was_read_ahead_is_dropped_when_its_verdict_changes(self, cells, settle):
        run_all.run_all(cells)
        settle()
        gallery.toggle_gallery(cells)
        settle()
        open_images.show_image(cells, 0)
        settle()
        cells.gallery.choose(cells.gallery.shown, cells.gallery.shown[0])
        verdicts.accept(cells)
        settle()
        gallery.toggle_gallery(cells)
        open_images.step_image(cells, 1)
        settle()
        assert cells.images.current.path.name == "cell1.png"
        assert cells.review.reviewed() == 1
