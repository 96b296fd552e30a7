import numpy as np
import pytest

from medcls_core.images import MacenkoNormaliser, StainEstimate, estimate_stains
from medcls_core.images.stain import DEFAULT_TARGET

LABORATORY = StainEstimate((0.65, 0.70, 0.29), (0.07, 0.99, 0.11), (1.6, 0.8))


def stained(target, size=96):
    """A made-up field of nuclei in stroma, mixed from known stains."""
    rng = np.random.default_rng(3)
    haematoxylin = rng.gamma(0.6, 0.4, (size, size)) * target.strengths[0] / 1.6
    eosin = rng.gamma(0.8, 0.3, (size, size)) * target.strengths[1] / 1.2
    stains = np.array([target.haematoxylin, target.eosin])
    stains /= np.linalg.norm(stains, axis=1, keepdims=True)
    density = haematoxylin[:, :, None] * stains[0] + eosin[:, :, None] * stains[1]
    return np.clip(np.rint(240 * np.exp(-density)), 0, 255).astype(np.uint8)


def angle(one, other):
    cosine = np.dot(one, other) / np.linalg.norm(one) / np.linalg.norm(other)
    return np.degrees(np.arccos(np.clip(cosine, -1, 1)))


def test_estimates_the_stains_it_was_made_from():
    found = estimate_stains(stained(LABORATORY))
    assert angle(found.haematoxylin, LABORATORY.haematoxylin) < 8
    assert angle(found.eosin, LABORATORY.eosin) < 10


def test_the_target_becomes_the_look():
    tile = stained(LABORATORY)
    normal = MacenkoNormaliser().normalise(tile)
    assert normal.shape == tile.shape
    assert normal.dtype == np.uint8
    before, after = estimate_stains(tile), estimate_stains(normal)
    assert angle(after.eosin, DEFAULT_TARGET.eosin) < angle(before.eosin, DEFAULT_TARGET.eosin)
    assert angle(after.haematoxylin, DEFAULT_TARGET.haematoxylin) < 8


def test_two_laboratories_come_closer():
    one, other = stained(LABORATORY), stained(DEFAULT_TARGET)
    normaliser = MacenkoNormaliser()
    apart = np.abs(one.mean(axis=(0, 1)) - other.mean(axis=(0, 1))).sum()
    closer = normaliser.normalise(one).mean(axis=(0, 1))
    together = np.abs(closer - normaliser.normalise(other).mean(axis=(0, 1))).sum()
    assert together < apart / 2


def test_fit_takes_the_look_of_a_picture():
    normaliser = MacenkoNormaliser().fit(stained(LABORATORY))
    assert angle(normaliser.target.eosin, LABORATORY.eosin) < 10
    assert normaliser.fit(np.full((64, 64, 3), 250, np.uint8)).target == normaliser.target


@pytest.mark.parametrize("value", [255, 245, 230])
def test_glass_passes_through(value):
    tile = np.full((64, 64, 3), value, np.uint8)
    np.testing.assert_array_equal(MacenkoNormaliser().normalise(tile), tile)
    assert estimate_stains(tile) is None


@pytest.mark.parametrize("colour", [(0, 0, 0), (120, 60, 140), (255, 0, 0)])
def test_a_single_colour_does_no_harm(colour):
    tile = np.full((64, 64, 3), colour, np.uint8)
    np.testing.assert_array_equal(MacenkoNormaliser().normalise(tile), tile)


def test_a_few_dark_specks_pass_through():
    tile = np.full((64, 64, 3), 244, np.uint8)
    tile[3:6, 3:6] = (90, 40, 120)
    np.testing.assert_array_equal(MacenkoNormaliser().normalise(tile), tile)


@pytest.mark.real_data
def test_a_real_field_keeps_its_structure(real_data):
    from medcls_core.images import open_image, read_overview  # noqa: PLC0415

    field = min((real_data("fields") / "breast_he_field").iterdir())
    rgb = read_overview(open_image(field), 400)
    normal = MacenkoNormaliser().normalise(rgb)
    before, after = rgb.mean(axis=2).ravel(), normal.mean(axis=2).ravel()
    assert np.corrcoef(before, after)[0, 1] > 0.95
    assert normal.std() > 10
