import threading

import numpy as np

from app.rendering.images import to_array
from app.viewer.camera import Camera
from app.viewer.tile_grid import TileKey
from app.viewer.tile_layer import TileLayer
from app.viewer.tile_store import OVERVIEW, TileStore
from medcls_core.geometry import Box, Point, Size

SPECKLED = np.random.default_rng(0).integers(0, 256, (1200, 1500, 3), dtype=np.uint8)


class Keeper:
    """Somebody who keeps pictures beside the tiles."""


def test_tiles_arrive_with_the_images_pixels(runner, qtbot, image_of):
    store = TileStore(runner, image_of(SPECKLED))
    with qtbot.waitSignal(store.idle):
        store.want([TileKey(0, 1, 1), OVERVIEW])
    tile = store.get(TileKey(0, 1, 1))
    assert tile is not None
    np.testing.assert_array_equal(to_array(tile), SPECKLED[512:1024, 512:1024])
    assert store.overview is not None
    assert (store.overview.width(), store.overview.height()) == (1024, 819)
    store.close()


def test_nothing_is_asked_for_twice(runner, qtbot, image_of):
    source = image_of(SPECKLED)
    store = TileStore(runner, source)
    with qtbot.waitSignal(store.idle):
        store.want([TileKey(0, 0, 0), TileKey(0, 1, 0), OVERVIEW])
        store.want([TileKey(0, 0, 0), TileKey(0, 1, 0), OVERVIEW])
    assert len(source.reads) == 3
    store.close()


def test_what_is_seen_comes_before_the_whole_image_and_that_before_what_is_beside(runner, image_of):
    layer = TileLayer(TileStore(runner, image_of(SPECKLED)))
    wanted = layer.wanted(Camera(Point(200, 200), 1.0, Size(300, 300)))
    assert wanted[:2] == [TileKey(0, 0, 0), OVERVIEW]
    assert set(wanted[2:]) == {TileKey(0, 1, 0), TileKey(0, 0, 1), TileKey(0, 1, 1)}


def test_what_isnt_wanted_any_more_is_not_read(runner, qtbot, image_of):
    source = image_of(SPECKLED)
    gate = threading.Event()
    read = source.read
    source.read = lambda box, size: (gate.wait(10), read(box, size))[1]
    store = TileStore(runner, source)
    stale = [TileKey(0, column, row) for row in range(3) for column in range(3)]
    store.want(stale)
    store.want([TileKey(1, 0, 0)])
    with qtbot.waitSignal(store.idle):
        gate.set()
    # Two threads were reading when the reader moved on; what waited behind them gave up.
    assert len(source.reads) <= 3
    assert store.get(TileKey(1, 0, 0)) is not None
    assert store.get(TileKey(0, 2, 2)) is None
    store.close()


def test_the_oldest_tiles_are_forgotten_but_never_those_on_screen(runner, qtbot, image_of):
    store = TileStore(runner, image_of(SPECKLED), cache_mb=2)
    for wanted in ([TileKey(0, 0, 0)], [TileKey(0, 1, 0), TileKey(0, 0, 1), TileKey(0, 1, 1)]):
        with qtbot.waitSignal(store.idle):
            store.want(wanted)
    assert store.get(TileKey(0, 0, 0)) is None
    assert all(store.get(key) is not None for key in wanted)
    store.close()


def test_what_is_kept_beside_the_tiles_counts_too(runner, qtbot, image_of):
    store = TileStore(runner, image_of(SPECKLED), cache_mb=3)
    first, second = Keeper(), Keeper()
    tiles = [TileKey(0, 0, 0), TileKey(0, 1, 0)]
    with qtbot.waitSignal(store.idle):
        store.want(tiles)
    store.want([])
    store.make_room(first, 2**19)
    assert all(map(store.has, tiles)), "there is room for both"
    store.make_room(second, 2**20)
    assert sum(map(store.has, tiles)) == 1
    store.close()


def test_a_broken_place_is_told_once_and_not_asked_again(runner, qtbot, image_of):
    source = image_of(SPECKLED, broken=Box(600, 0, 900, 400))
    store = TileStore(runner, source)
    told = []
    store.failed.connect(told.append)
    keys = [TileKey(0, 0, 0), TileKey(0, 1, 0), TileKey(0, 2, 0)]
    with qtbot.waitSignal(store.idle):
        store.want(keys)
    count = len(source.reads)
    store.want(keys)
    assert runner.live() == 0
    assert len(source.reads) == count
    assert len(told) == 1
    assert store.get(TileKey(0, 0, 0)) is not None
    store.close()


def test_a_closed_store_says_when_nobody_reads_any_more(runner, qtbot, image_of):
    source = image_of(SPECKLED)
    gate = threading.Event()
    read = source.read
    source.read = lambda box, size: (gate.wait(10), read(box, size))[1]
    store = TileStore(runner, source)
    store.want([TileKey(0, 0, 0)])
    released = []
    store.released.connect(lambda: released.append(runner.live()))
    store.close()
    assert released == []
    with qtbot.waitSignal(store.released):
        gate.set()
    assert released == [0]
    assert store.get(TileKey(0, 0, 0)) is None


def test_overview_stands_beside_all_levels():
    assert OVERVIEW.level < 0
