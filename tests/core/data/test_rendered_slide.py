import json
from itertools import combinations
from math import hypot

import numpy as np
import pytest
import tifffile

from medcls_core.data.rendered.noise import generator, periodic_noise, sample_periodic
from medcls_core.data.rendered.optics import STAINS
from medcls_core.data.rendered.truth import LOOK_ALIKE_FORMS, MITOTIC_FORMS
from medcls_core.data.rendered_slide import SampleTruth, render_pixels, render_sample_slide
from medcls_core.geometry import Box, Size
from medcls_core.progress import Silent

SMALL = Size(1024, 1280)


@pytest.fixture(scope="module")
def slide(tmp_path_factory):
    path = tmp_path_factory.mktemp("slide") / "样本 slide.tiff"
    truth = render_sample_slide(path, size=SMALL, seed=3)
    with tifffile.TiffFile(path) as tiff:
        return path, truth, tiff.pages[0].asarray()


def haematoxylin(rgb):
    """Share of haematoxylin by un-mixing, float (H, W)."""
    density = -np.log10(np.clip(rgb.astype(float), 1, 255) / 245)
    return (density @ np.linalg.pinv(STAINS.astype(float)))[..., 0]


def test_the_file_is_a_tiled_pyramid_with_its_pixel_size(slide):
    path, truth, _ = slide
    with tifffile.TiffFile(path) as tiff:
        pages = list(tiff.pages)
        assert [page.shape[:2] for page in pages] == [(1280, 1024), (640, 512), (320, 256)]
        assert all(page.is_tiled for page in pages)
        numerator, denominator = pages[0].tags["XResolution"].value
        assert 10_000 / (numerator / denominator) == pytest.approx(truth.mpp, rel=1e-4)
    assert not list(path.parent.glob("*.part"))


def test_the_truth_lies_beside_the_slide(slide):
    path, truth, _ = slide
    written = json.loads(path.with_suffix(".truth.json").read_text("utf-8"))
    assert written["mpp"] == 0.25
    assert [tuple(cell["center"]) for cell in written["cells"]] == [c.center for c in truth.cells]
    assert written["size_l0"] == list(SMALL)


def test_planted_cells_lie_inside_and_apart(slide):
    _, truth, _ = slide
    assert len(truth.mitoses) >= 2
    assert len(truth.look_alikes) >= 2
    frame = Box(40, 40, SMALL.width - 80, SMALL.height - 80)
    assert all(frame.contains(cell.center) for cell in truth.cells)
    for one, other in combinations(truth.cells, 2):
        gap = hypot(one.center.x_l0 - other.center.x_l0, one.center.y_l0 - other.center.y_l0)
        assert gap * truth.mpp > 4 * 7.5  # no match radius can reach two of them


def test_every_planted_mitosis_is_the_darkest_chromatin_around_its_centre(slide):
    _, truth, rgb = slide
    blue = haematoxylin(rgb)
    elsewhere = np.percentile(blue, 97)
    for x, y in truth.mitoses:
        around = blue[int(y) - 30 : int(y) + 30, int(x) - 30 : int(x) + 30]
        assert np.sort(around.ravel())[-150:].mean() > max(0.75, elsewhere)


def test_the_slide_has_glass_and_tissue(slide):
    _, _, rgb = slide
    corner = rgb[:40, :40].reshape(-1, 3)
    assert corner.min() > 225
    tissue = (rgb.min(2) < 215).mean()
    assert 0.4 < tissue < 0.9


def test_the_same_seed_gives_the_same_slide_and_another_seed_another():
    first, truth = render_pixels(size=Size(1024, 1024), seed=5, progress=Silent())
    again, same = render_pixels(size=Size(1024, 1024), seed=5, progress=Silent())
    other, different = render_pixels(size=Size(1024, 1024), seed=6, progress=Silent())
    assert np.array_equal(first, again)
    assert truth == same
    assert not np.array_equal(first, other)
    assert truth.cells != different.cells


@pytest.mark.parametrize("size", [Size(512, 2048), Size(1024, 1100)])
def test_a_size_that_cannot_be_tiled_is_refused(size, tmp_path):
    with pytest.raises(ValueError, match="1024"):
        render_sample_slide(tmp_path / "no.tiff", size=size)
    assert not list(tmp_path.glob("*.tiff*"))


def test_forms_are_counted_on_the_right_side():
    assert not set(MITOTIC_FORMS) & set(LOOK_ALIKE_FORMS)
    assert SampleTruth(SMALL, 0.25, 1, ()).mitoses == ()


def test_periodic_noise_has_no_seam():
    tile = periodic_noise(generator(1), 64, 6, 20)
    x = np.array([[63.999, 0.0, 64.0]], np.float32)
    y = np.full((1, 3), 10.0, np.float32)
    left, middle, right = sample_periodic(tile, x, y)[0]
    assert left == pytest.approx(middle, abs=0.01)
    assert right == pytest.approx(middle, abs=1e-6)
    assert middle == pytest.approx(tile[10, 0], abs=1e-5)
