"""Batches of whole images and of windows in them."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from medcls_core.data.augmentation import Variation
from medcls_core.data.image_batches import ImageBatches, LoadedImages, windows
from medcls_core.tasks.task import Scaling
from medcls_core.training.recipes import BREAST_HISTOLOGY_STAGED


def test_windows_lie_within_their_images_and_differ():
    places = torch.arange(12 * 20).reshape(1, 1, 12, 20).repeat(40, 1, 1, 1)
    cut = windows(places, 5, np.random.default_rng(0))
    assert cut.shape == (40, 1, 5, 5)
    tops, lefts = cut[:, 0, 0, 0] // 20, cut[:, 0, 0, 0] % 20
    assert (cut[:, 0, 4, 4] == (tops + 4) * 20 + lefts + 4).all()
    assert (int(tops.min()), int(tops.max())) == (0, 7)
    assert (int(lefts.min()), int(lefts.max())) == (0, 15)


def test_a_window_larger_than_the_image_is_the_image():
    image = torch.rand(2, 3, 6, 9)
    assert torch.equal(windows(image, 9, np.random.default_rng(0)), image)
    assert windows(image, 7, np.random.default_rng(0)).shape == (2, 3, 6, 7)


def test_every_epoch_draws_its_own_windows_and_the_same_ones_again():
    rng = np.random.default_rng(1)
    loaded = LoadedImages(
        rng.integers(0, 255, (4, 16, 16, 3), np.uint8), np.array([0, 1, 0, 1]), Scaling.UNIT
    )
    batches = ImageBatches(loaded, batch=4, seed=3, variation=Variation(flips=False), window_px=8)
    first, again, second = (next(iter(batches.epoch(number))).images for number in (0, 0, 1))
    assert first.shape == (4, 3, 8, 8)
    assert torch.equal(first, again)
    assert not torch.equal(first, second)


def test_late_layers_alone_see_no_windows():
    with pytest.raises(ValueError, match="window_px and crown_variants"):
        replace(BREAST_HISTOLOGY_STAGED, window_px=64)
