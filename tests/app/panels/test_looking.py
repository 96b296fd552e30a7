"""Where one looked: gathered by the window, kept in the store, veiled on the map."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt

from app.commands import coverage, open_images
from app.commands.pixel_size import set_pixel_size
from app.context import AppContext
from medcls_core.geometry import Point
from medcls_core.language import percent
from medcls_core.store import looks, open_store


class Clock:
    """Seconds that pass when the test says so."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(context: AppContext) -> Clock:
    clock = Clock()
    context.coverage._clock = clock
    return clock


@pytest.fixture
def slide(tmp_path: Path) -> Path:
    """Tissue all over, 3000 x 2000."""
    path = tmp_path / "slide.png"
    noise = np.random.default_rng(1).integers(90, 180, (200, 300, 3), dtype=np.uint8)
    Image.fromarray(noise).resize((3000, 2000)).save(path)
    return path


@pytest.fixture
def opened(window, context: AppContext, clock, settle, slide) -> AppContext:  # noqa: ARG001
    open_images.open_paths(context, [slide])
    settle()
    set_pixel_size(context, 0.25)
    settle()
    window.slide.view.resize(600, 400)
    return context


def kept(context: AppContext):
    image = context.images.current
    with open_store(context.settings.store_url) as store, store.session() as session:
        return looks.of_image(session, image.uuid, context.settings.reader)


def look(window, clock, place, seconds, power=10.0):
    window.slide.view.center_on(place, objective=power)
    clock.now += seconds


def test_looks_reach_the_ledger_with_place_power_and_time(window, opened, clock, settle):
    coverage.keep_looks(opened)
    settle()
    before = len(kept(opened))
    look(window, clock, Point(1000, 800), 2.5)
    coverage.keep_looks(opened)
    settle()
    (seen,) = kept(opened)[before:]
    assert seen.seconds == pytest.approx(2.5)
    assert seen.downsample == pytest.approx(4.0)
    assert seen.box == window.slide.view.view_box()


def test_leaving_the_image_keeps_what_was_not_kept_yet(window, opened, clock, settle, picture):
    coverage.keep_looks(opened)
    settle()
    image, before = opened.images.current, len(kept(opened))
    look(window, clock, Point(1000, 800), 1.0)
    open_images.open_paths(opened, [picture])
    settle()
    assert opened.images.current.uuid != image.uuid
    with open_store(opened.settings.store_url) as store, store.session() as session:
        assert len(looks.of_image(session, image.uuid, opened.settings.reader)) == before + 1


def test_closing_the_window_keeps_it_too(window, opened, clock, settle):
    coverage.keep_looks(opened)
    settle()
    before = len(kept(opened))
    look(window, clock, Point(1000, 800), 1.0)
    window.close()
    assert len(kept(opened)) == before + 1


def test_nothing_is_kept_where_the_reader_does_not_want_it(window, opened, clock, settle):
    coverage.keep_looks(opened)
    settle()
    opened.settings.coverage = False
    settle()
    before = len(kept(opened))
    look(window, clock, Point(1000, 800), 3.0)
    coverage.keep_looks(opened)
    settle()
    assert len(kept(opened)) == before
    coverage.toggle_veil(opened)
    assert "privacy page" in opened.messages.log[-1].text
    assert not opened.coverage.veiled


def test_the_gallery_in_front_of_the_slide_hides_it(window, opened, clock, settle):
    look(window, clock, Point(1000, 800), 1.0)
    opened.gallery.show(shown=True)
    coverage.keep_looks(opened)
    settle()
    before = len(kept(opened))
    clock.now += 5.0
    coverage.keep_looks(opened)
    settle()
    assert len(kept(opened)) == before


def test_veil_darkens_the_map_where_nothing_was_seen(window, opened, clock, qtbot, settle):
    view, small = window.slide.view, window.slide.view._furniture.map
    look(window, clock, Point(600, 1000), 2.0)
    coverage.keep_looks(opened)
    settle()
    qtbot.keyClick(view, Qt.Key.Key_T)
    settle()
    assert small.is_veiled
    darkness = small._veil
    seen = darkness.pixelColor(darkness.width() // 5, darkness.height() // 2).alpha()
    unseen = darkness.pixelColor(darkness.width() - 2, darkness.height() // 2).alpha()
    assert seen == 0
    assert unseen > 60
    share = opened.coverage.seen(10.0)
    assert 0 < share < 1
    assert f"{percent(share).en} of tissue seen at 10×" in window._status._facts["coverage"].text()
    qtbot.keyClick(view, Qt.Key.Key_T)
    assert not small.is_veiled


def test_next_unseen_field_visits_all_tissue_and_then_says_so(window, opened, clock, qtbot, settle):
    view = window.slide.view
    for _ in range(40):
        qtbot.keyClick(view, Qt.Key.Key_N)
        settle()
        if any(message.text.startswith("All tissue") for message in opened.messages.log):
            break
        assert view.camera.downsample == pytest.approx(4.0)
        clock.now += 1.0
    assert "All tissue was seen at 10× or higher." in opened.messages.log[-1].text
    assert opened.coverage.seen(10.0) > 0.95


def test_what_was_seen_before_a_restart_counts(window, opened, clock, settle, picture, slide):
    look(window, clock, Point(600, 1000), 2.0)
    coverage.keep_looks(opened)
    settle()
    open_images.open_paths(opened, [picture])
    settle()
    open_images.open_paths(opened, [slide])
    settle()
    coverage.find_tissue(opened, lambda: None)
    settle()
    assert opened.coverage.seen(10.0) > 0.1
