import itertools

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from medcls_core.geometry import Box, Point, Size
from medcls_core.images import TissueMask
from medcls_core.inference.sweep import (
    LARGE_TILES,
    SMALL_TILES,
    PeakMap,
    Raster,
    Strip,
    Sweep,
    Tiling,
    cheapest_sweep,
)
from medcls_core.progress import Cancelled, Silent

SMALL = Tiling(tile_px=64, overlap_px=24, margin_px=8)


class Blurred(nn.Module):
    """Sees 7 pixels in each direction: less than the tiling's margin."""

    def __init__(self) -> None:
        super().__init__()
        self.blur = nn.Conv2d(3, 3, 15, padding=7, groups=3, bias=False)
        self.head = nn.Conv2d(3, 2, 1)

    def forward(self, images: Tensor) -> Tensor:
        logits: Tensor = self.head(self.blur(images) * 5)
        return logits


def _noise(made_up, width: int, height: int, mpp: float = 0.25):
    rng = np.random.default_rng(1)
    places = rng.uniform((0, 0, 2), (width, height, 9), (width * height // 600, 3))
    return made_up((width, height), places.tolist(), mpp)


def _whole(sweep: Sweep) -> np.ndarray:
    strips = list(sweep.strips(Silent()))
    for above, below in itertools.pairwise(strips):
        assert above.y_px + len(above.prob) == below.y_px
    assert strips[0].y_px == 0
    return np.concatenate([strip.prob for strip in strips])


@pytest.mark.parametrize("tiling", [Tiling(), SMALL, Tiling(64, 32, 0), Tiling(128, 64, 20)])
def test_windows_add_up_to_one(tiling: Tiling):
    window, stride, tile = tiling.window(), tiling.stride_px, tiling.tile_px
    side = 3 * stride + tile
    total = np.zeros((side, side))
    for row, column in itertools.product(range(4), range(4)):
        y, x = row * stride, column * stride
        total[y : y + tile, x : x + tile] += window
    lead = tiling.lead_px
    assert np.allclose(total[lead:-lead, lead:-lead], 1, atol=1e-6)
    assert 0.99 < window.max() <= 1
    if tiling.margin_px:
        assert not window[: tiling.margin_px].any()


@pytest.mark.parametrize("length", [1, 63, 64, 65, 200, 1000])
def test_tiles_cover_all_and_none_is_idle(length: int):
    count = SMALL.count(length)
    line = np.zeros(SMALL.tile_px + count * SMALL.stride_px)
    for number in range(count):
        start = number * SMALL.stride_px
        line[start : start + SMALL.tile_px] += SMALL.window()[SMALL.tile_px // 2]
    covered = line[SMALL.lead_px : SMALL.lead_px + length]
    assert np.allclose(covered, 1, atol=1e-6)
    assert (count - 1) * SMALL.stride_px - SMALL.lead_px + SMALL.margin_px < length


def test_nonsense_tilings_are_refused():
    for overlap, margin in [(40, 8), (16, 8), (16, -1)]:
        with pytest.raises(ValueError, match="overlap"):
            Tiling(64, overlap, margin)


@pytest.mark.parametrize("region", [Box(0, 0, 300, 210), Box(41, 33, 150, 170), Box(90, 80, 7, 9)])
@pytest.mark.parametrize("batch", [1, 5])
def test_seams_are_invisible(made_up, predictor_of, region: Box, batch: int):
    """A network that sees no farther than the margin gives the same map tiled and untiled."""
    source, predictor = _noise(made_up, 300, 210), predictor_of(Blurred())
    raster = Raster.over(region, 1.0)
    swept = _whole(Sweep(source, predictor, raster, None, SMALL, batch))
    width, height = raster.size_px
    context = source.read(
        raster.box(-16, -16, width + 32, height + 32), Size(width + 32, height + 32)
    )
    untiled = predictor.predict_objects(context[None])[0, 16:-16, 16:-16]
    assert swept.shape == untiled.shape
    assert untiled.std() > 0.01
    assert np.abs(swept - untiled).max() < 1e-5


def test_the_raster_follows_the_tasks_pixel_size(made_up, fires_on_purple):
    """A scan at 0.5 um per pixel is read at twice its size for a network of 0.25."""
    source = made_up((120, 100), [(60.0, 50.0, 10.0)], 0.5)
    raster = Raster.over(Box(20, 10, 80, 80), 0.5)
    assert raster.size_px == Size(160, 160)
    swept = _whole(Sweep(source, fires_on_purple, raster, None, SMALL))
    y, x = np.nonzero(swept > 0.5)
    assert raster.point(x.mean() + 0.5, y.mean() + 0.5) == pytest.approx((60, 50), abs=0.1)
    assert len(x) == pytest.approx(np.pi * 20**2, rel=0.03)


def test_a_raster_that_divides_almost_evenly_gains_no_pixel():
    assert Raster.over(Box(0, 0, 300, 100), 0.1 * 3).size_px == Size(1000, 334)


def test_glass_is_left_out(made_up, fires_on_purple):
    source = made_up((400, 400), [(100.0, 100.0, 8.0), (300.0, 300.0, 8.0)])
    left = np.zeros((40, 40), bool)
    left[:, :20] = True
    tissue = TissueMask(left, Box(0, 0, 400, 400))
    all_of_it = Sweep(source, fires_on_purple, Raster.over(Box(0, 0, 400, 400), 1), None, SMALL)
    half = Sweep(source, fires_on_purple, Raster.over(Box(0, 0, 400, 400), 1), tissue, SMALL)
    everywhere, swept = _whole(all_of_it), _whole(half)
    assert half.tiles < 0.7 * all_of_it.tiles
    assert np.allclose(swept[:, :200], everywhere[:, :200], atol=1e-6)
    assert swept[300, 300] == 0
    assert everywhere[300, 300] > 0.9


def test_progress_counts_tiles_and_cancels_between_batches(made_up, fires_on_purple):
    class Counting:
        def __init__(self) -> None:
            self.told: list[tuple[int, int]] = []

        def update(self, done: int, total: int, message: str = "") -> None:
            assert message == "sweep"
            self.told.append((done, total))
            if done >= 4:
                raise Cancelled

    source, progress = _noise(made_up, 300, 300), Counting()
    sweep = Sweep(source, fires_on_purple, Raster.over(Box(0, 0, 300, 300), 1), None, SMALL, 2)
    with pytest.raises(Cancelled):
        list(sweep.strips(progress))
    assert [done for done, _ in progress.told] == [0, 2, 4]
    assert len({total for _, total in progress.told}) == 1
    assert sweep.tiles == 4


def test_progress_ends_at_the_total(made_up, fires_on_purple):
    told: list[tuple[int, int]] = []

    class Listening:
        def update(self, done: int, total: int, message: str = "") -> None:  # noqa: ARG002
            told.append((done, total))

    sweep = Sweep(
        _noise(made_up, 90, 90), fires_on_purple, Raster.over(Box(0, 0, 90, 90), 1), None, SMALL
    )
    list(sweep.strips(Listening()))
    assert told[-1] == (sweep.tiles, sweep.tiles)


def test_strips_stay_small(made_up, fires_on_purple):
    sweep = Sweep(
        _noise(made_up, 80, 900), fires_on_purple, Raster.over(Box(0, 0, 80, 900), 1), None, SMALL
    )
    assert max(len(strip.prob) for strip in sweep.strips(Silent())) <= SMALL.tile_px


@pytest.mark.parametrize("heights", [(100,), (33, 33, 34), (7,) * 14 + (2,)])
def test_peak_map_keeps_the_highest_and_its_place(heights: tuple[int, ...]):
    rng = np.random.default_rng(0)
    prob = rng.uniform(0, 1, (100, 75)).astype(np.float32)
    raster = Raster(Point(10.0, 20.0), 2.0, Size(75, 100))
    peaks = PeakMap(raster, longest=25)
    y = 0
    for height in heights:
        peaks.add(Strip(y, prob[y : y + height]))
        y += height
    assert peaks.cell_px == 4
    assert peaks.values.shape == (25, 19)
    expected = np.zeros((25, 76), np.float32)
    padded = np.pad(prob, ((0, 0), (0, 1)))
    expected = padded.reshape(25, 4, 19, 4).max((1, 3))
    assert np.array_equal(peaks.values, expected)
    assert peaks.box_l0 == Box(10.0, 20.0, 19 * 4 * 2.0, 25 * 4 * 2.0)


def test_a_large_region_gets_a_coarser_picture():
    peaks = PeakMap(Raster(Point(0, 0), 1.0, Size(100_000, 30_000)))
    assert max(peaks.values.shape) <= 2048


def test_sweeping_needs_no_gradients(made_up, fires_on_purple):
    assert not torch.is_inference_mode_enabled()
    sweep = Sweep(
        _noise(made_up, 80, 80), fires_on_purple, Raster.over(Box(0, 0, 80, 80), 1), None, SMALL
    )
    list(sweep.strips(Silent()))
    assert all(weight.grad is None for weight in fires_on_purple.network.parameters())


def test_small_regions_get_small_tiles_and_large_ones_large(made_up, fires_on_purple):
    source = _noise(made_up, 50, 50)
    small = Raster.over(Box(0, 0, 128, 128), 1)
    large = Raster.over(Box(0, 0, 5000, 5000), 1)
    assert cheapest_sweep(source, fires_on_purple, small, None, 8).tiling is SMALL_TILES
    assert cheapest_sweep(source, fires_on_purple, large, None, 8).tiling is LARGE_TILES


def test_a_batch_of_large_tiles_needs_no_more_memory(made_up, predictor_of):
    class Watcher(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.pixels: list[int] = []

        def forward(self, images: Tensor) -> Tensor:
            self.pixels.append(len(images) * images.shape[2] * images.shape[3])
            return images[:, :2]

    raster = Raster.over(Box(0, 0, 1100, 300), 1)
    for tiling in (SMALL_TILES, LARGE_TILES, Tiling(128, 32, 8)):
        network = Watcher()
        source = _noise(made_up, 50, 50)
        list(Sweep(source, predictor_of(network), raster, None, tiling, 4).strips(Silent()))
        assert 0 < max(network.pixels) <= 4 * 256**2
