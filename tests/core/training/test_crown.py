from dataclasses import replace

import numpy as np
import pytest
import torch

from medcls_core.training.crown import KeptMaps, MapBatches, maps_of
from medcls_core.training.recipes import CERVICAL_HERLEV

MAPS = torch.arange(2 * 6 * 4 * 4).reshape(1, 6, 2, 4, 4).half()
KEPT = KeptMaps(MAPS, np.arange(6), torch.arange(6))
RECIPE = replace(CERVICAL_HERLEV, batch=6, balanced=False)


def positions(one):
    """A map in the eight positions of a square."""
    turned = [one.rot90(quarters, (1, 2)) for quarters in range(4)]
    return [*turned, *(each.flip(2) for each in turned)]


def drawn(batches, epochs):
    """Classes and maps of every image of so many epochs, and the place it was turned to."""
    for number in range(epochs):
        for batch in batches.epoch(number):
            for one, target in zip(batch.images, batch.targets, strict=True):
                known = positions(MAPS[0, int(target)].float())
                yield next(place for place, each in enumerate(known) if torch.equal(each, one))


def test_turned_maps_are_in_all_positions_of_a_square():
    assert set(drawn(MapBatches(KEPT, RECIPE), 60)) == set(range(8))


def test_maps_stay_as_they_are_where_the_recipe_does_not_turn_them():
    assert set(drawn(MapBatches(KEPT, replace(RECIPE, crown_turned=False)), 8)) == {0}


def test_maps_that_are_no_squares_keep_their_sides():
    wide = replace(KEPT, maps=MAPS[..., :2, :])
    shapes = {
        tuple(batch.images.shape[2:])
        for number in range(20)
        for batch in MapBatches(wide, RECIPE).epoch(number)
    }
    assert shapes == {(2, 4)}


@pytest.mark.parametrize("turned", [False, True])
def test_an_epoch_is_the_same_every_time(turned):
    batches = MapBatches(KEPT, replace(RECIPE, crown_turned=turned))
    first, second = (next(iter(batches.epoch(3))).images for _ in range(2))
    assert torch.equal(first, second)


def test_parts_share_the_maps_and_know_their_own_images():
    part = replace(KEPT, weights=np.arange(6.0)).at([4, 1, 5]).at([2, 0])
    assert part.maps is MAPS
    assert part.targets.tolist() == [5, 4]
    assert part.weights is not None
    assert part.weights.tolist() == [5, 4]
    assert torch.equal(next(maps_of(part)), MAPS[0, [5, 4]].float())
    for batch in MapBatches(part, replace(RECIPE, batch=2, crown_turned=False)).epoch(0):
        for one, target in zip(batch.images, batch.targets, strict=True):
            assert torch.equal(one, MAPS[0, int(target)].float())


def test_teachers_give_half_of_what_is_learnt():
    two = replace(KEPT, maps=MAPS.repeat(2, 1, 1, 1, 1), targets=torch.tensor([0, 1, 2] * 2))
    taught = torch.stack([torch.full((6, 4), 0.25), torch.eye(4)[[3] * 6]])
    part = replace(two, taught=taught).at([5, 0])
    seen = {
        tuple(row)
        for number in range(20)
        for batch in MapBatches(part, replace(RECIPE, batch=2)).epoch(number)
        for row in batch.targets.tolist()
    }
    assert seen == {
        (0.125, 0.125, 0.625, 0.125),
        (0.0, 0.0, 0.5, 0.5),
        (0.625, 0.125, 0.125, 0.125),
        (0.5, 0.0, 0.0, 0.5),
    }
