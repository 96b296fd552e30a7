import numpy as np
import pytest
from PIL import Image

from medcls_core.data.sources.cut import Cut, moved_inside, pixel_square
from medcls_core.errors import ImageUnreadable
from medcls_core.geometry import Box, Point, Size


@pytest.fixture
def field(tmp_path, coordinates):
    path = tmp_path / "图像 1.png"
    Image.fromarray(coordinates(100, 80)).save(path)
    return path


def cut(path, box, side):
    return Cut(path, box, side, "a", "mitosis", "case 1")


def test_the_box_is_read_pixel_for_pixel(field, coordinates):
    rgb = cut(field, Box(20, 30, 16, 16), 16).read()
    np.testing.assert_array_equal(rgb, coordinates(100, 80)[30:46, 20:36])


def test_beyond_the_image_it_is_white(field):
    rgb = cut(field, Box(90, -5, 20, 20), 20).read()
    assert (rgb[:5] == 255).all()
    assert (rgb[:, 10:] == 255).all()
    assert tuple(rgb[5, 0]) == (90, 0, 0)


def test_the_side_is_the_width_and_the_shape_stays(field):
    assert cut(field, Box(0, 0, 80, 40), 20).read().shape == (10, 20, 3)


def test_the_file_is_closed_again(field, monkeypatch):
    closed = []
    real = Cut.read.__globals__["open_image"]

    def spying(path):
        source = real(path)
        close = source.close
        monkeypatch.setattr(source, "close", lambda: (closed.append(path), close()))
        return source

    monkeypatch.setitem(Cut.read.__globals__, "open_image", spying)
    cut(field, Box(0, 0, 8, 8), 8).read()
    assert closed == [field]


def test_a_missing_image_is_one_sentence(tmp_path):
    with pytest.raises(ImageUnreadable, match="no such file"):
        cut(tmp_path / "gone.png", Box(0, 0, 8, 8), 8).read()


@pytest.mark.parametrize(("x", "left"), [(149, 0), (535, 386), (536, 387), (150.0, 1)])
def test_an_odd_square_has_its_centre_149_pixels_from_its_corner(x, left):
    assert pixel_square(Point(x, x), 299) == Box(left, left, 299, 299)


def test_a_box_is_moved_inside_where_it_fits():
    assert moved_inside(Box(-5, 30, 20, 20), Size(100, 40)) == Box(0, 20, 20, 20)
    assert moved_inside(Box(-5, 3, 20, 20), Size(10, 40)) == Box(-5, 3, 20, 20)
