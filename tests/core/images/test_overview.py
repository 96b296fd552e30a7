import numpy as np
import pytest

from medcls_core.geometry import Size
from medcls_core.images.array_source import ArraySource
from medcls_core.images.overview import is_quick, read_overview, small_overview


@pytest.fixture
def image(tmp_path):
    pixels = np.random.default_rng(3).integers(0, 256, (1500, 2000, 3), dtype=np.uint8)
    return ArraySource(tmp_path / "made-up.png", pixels, pixel_size=None, format_name="made up")


@pytest.fixture
def reads(monkeypatch):
    """The sizes that were asked for."""
    asked, read = [], ArraySource.read

    def counted(source, box, size):
        asked.append(size)
        return read(source, box, size)

    monkeypatch.setattr(ArraySource, "read", counted)
    return asked


def test_the_overview_is_read_once_as_long_as_the_image_is_open(image, reads):
    first = read_overview(image)
    assert first.shape == (768, 1024, 3)
    assert read_overview(image) is first
    assert small_overview(image, 256).shape == (192, 256, 3)
    assert reads == [Size(1024, 768)]


def test_the_small_one_shows_what_the_kept_one_shows(image):
    small, kept = small_overview(image, 64), read_overview(image)
    means = kept.reshape(48, 16, 64, 16, 3).mean(axis=(1, 3))
    assert np.abs(small.astype(float) - means).mean() < 12  # of noise of 255


def test_other_sizes_are_read_as_they_are_asked_for(image, reads):
    assert read_overview(image, 100).shape == (75, 100, 3)
    assert reads == [Size(100, 75)]


def test_nobody_writes_into_what_others_see(image):
    with pytest.raises(ValueError, match="read-only"):
        read_overview(image)[0, 0] = 0


@pytest.mark.parametrize(
    ("downsamples", "quick"), [((1.0,), False), ((1.0, 4.0), True), ((1.0, 30.0), False)]
)
def test_a_coarse_level_makes_an_overview_quick(image, monkeypatch, downsamples, quick):
    monkeypatch.setattr(ArraySource, "level_downsamples", downsamples)
    assert is_quick(image, 192) is quick
