"""Large flat images become pyramids, once."""

import os

import numpy as np
import pytest
from PIL import Image

from medcls_core.geometry import Box, Size
from medcls_core.images import open_image, pyramid_cache
from medcls_core.images.array_source import ArraySource
from medcls_core.images.cached_files import trim
from medcls_core.images.openslide_source import OpenSlideSource


@pytest.fixture
def large(tmp_path, monkeypatch, made_rgb):
    monkeypatch.setattr("medcls_core.images.flat_source.LARGE_SIDE_PX", 800)
    path = tmp_path / "大图 🔬.png"
    Image.fromarray(made_rgb).save(path, dpi=(50_800, 50_800))
    return path


def cached():
    return sorted(pyramid_cache.cache_folder().glob("*"))


def test_made_once_and_used_again(large, made_rgb, monkeypatch):
    source = open_image(large)
    assert isinstance(source, OpenSlideSource)
    assert source.path == large
    assert source.format_name == "PNG"
    assert source.pixel_size.mpp == pytest.approx(0.5, rel=1e-3)
    assert len(cached()) == 1
    assert cached()[0].suffix == ".tif"
    monkeypatch.setattr("medcls_core.images.flat_source.decode_flat", None)  # must not be needed
    again = open_image(large, mpp=0.3)
    assert again.pixel_size.mpp == 0.3
    np.testing.assert_array_equal(
        again.read(Box(900, 900, 50, 50), Size(50, 50)), made_rgb[900:950, 900:950]
    )


def test_an_edited_image_gets_its_own(large, made_rgb):
    open_image(large).close()
    changed = 255 - made_rgb
    Image.fromarray(changed).save(large)
    shown = open_image(large).read(Box(0, 0, 9, 9), Size(9, 9))
    np.testing.assert_array_equal(shown, changed[:9, :9])


def test_a_damaged_pyramid_is_made_anew(large, made_rgb):
    open_image(large).close()
    (pyramid,) = cached()
    pyramid.write_bytes(b"II*\0garbage")
    for _ in range(2):
        shown = open_image(large).read(Box(0, 0, 9, 9), Size(9, 9))
        np.testing.assert_array_equal(shown, made_rgb[:9, :9])
    assert isinstance(open_image(large), OpenSlideSource)


def test_without_room_it_is_read_from_memory(large, made_rgb, monkeypatch):
    monkeypatch.setattr(pyramid_cache, "KEEP_FREE_BYTES", 10**18)
    source = open_image(large)
    assert isinstance(source, ArraySource)
    np.testing.assert_array_equal(source.read(Box(0, 0, 9, 9), Size(9, 9)), made_rgb[:9, :9])
    assert cached() == []


def test_a_failed_write_leaves_nothing(large, monkeypatch):
    def fail(path, _rgb):
        path.write_bytes(b"half")
        raise OSError("disk full")

    monkeypatch.setattr(pyramid_cache, "write_pyramid", fail)
    assert isinstance(open_image(large), ArraySource)
    assert cached() == []


def test_least_recently_used_go_first(tmp_path):
    folder = tmp_path / "cache"
    folder.mkdir()
    for age, name in enumerate(["new", "middle", "old"]):
        path = folder / f"{name}.tif"
        path.write_bytes(b"x" * 100)
        os.utime(path, (10**9 - age, 10**9 - age))
    (folder / "killed.part").write_bytes(b"x")
    os.utime(folder / "killed.part", (10**9, 10**9))
    trim(folder, ".tif", 250)
    assert sorted(path.name for path in folder.iterdir()) == ["middle.tif", "new.tif"]
    trim(folder, ".tif", 50, spare=folder / "middle.tif")
    assert [path.name for path in folder.iterdir()] == ["middle.tif"]
