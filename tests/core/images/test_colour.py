"""Colours by the scanner's ICC profile: for the screen alone, and only where there is one."""

from pathlib import Path

import numpy as np
import pytest
from PIL import ImageCms

from medcls_core.geometry import Size
from medcls_core.images import open_image
from medcls_core.images.array_source import ArraySource
from medcls_core.images.colour import profile_name, to_srgb
from medcls_core.images.levelled import Facts, LevelledSource
from medcls_core.images.levels import levels_of


class _Profiled(LevelledSource):
    def close(self) -> None: ...

    def _fetch(self, index, window): ...


def _with(profile: bytes | None) -> _Profiled:
    facts = Facts(Path("a.svs"), levels_of([Size(8, 8)]), None, None, "made up", profile)
    return _Profiled(facts)


def test_an_image_without_a_profile_is_shown_as_scanned():
    source = ArraySource(
        Path("a.png"), np.zeros((4, 4, 3), np.uint8), pixel_size=None, format_name="PNG"
    )
    assert to_srgb(source) is None
    assert profile_name(source) is None


@pytest.mark.parametrize("damaged", [b"", b"no profile at all", b"\0" * 200])
def test_a_damaged_profile_is_no_profile(damaged):
    assert to_srgb(_with(damaged)) is None


def test_srgb_pixels_stay_what_they_are():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    convert = to_srgb(_with(srgb))
    rgb = np.random.default_rng(0).integers(0, 255, (16, 16, 3), dtype=np.uint8)
    assert convert is not None
    assert np.abs(convert(rgb).astype(int) - rgb).max() <= 1


def test_another_profile_changes_what_is_shown():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # The scanner's red is this profile's blue.
    swapped = srgb.replace(b"rXYZ", b"none").replace(b"bXYZ", b"rXYZ").replace(b"none", b"bXYZ")
    convert = to_srgb(_with(swapped))
    rgb = np.full((4, 4, 3), (250, 60, 60), np.uint8)
    assert convert is not None
    shown = convert(rgb)
    assert shown.shape == rgb.shape
    assert shown[0, 0, 2] > shown[0, 0, 0] + 100
    assert tuple(rgb[0, 0]) == (250, 60, 60)


@pytest.mark.real_data
def test_a_real_slide_names_its_profile(real_data):
    (path,) = real_data("slides").rglob("aperio_tcga_no_mpp.svs")
    source = open_image(path, mpp=0.25)
    try:
        assert "sRGB" in str(profile_name(source))
        assert to_srgb(source) is not None
    finally:
        source.close()
