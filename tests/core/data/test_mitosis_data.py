import json

import numpy as np
import pytest
import torch
from PIL import Image

from medcls_core.data.augmentation import StainJitter, jitter_stain, turn
from medcls_core.data.mitosis_crops import (
    LabelledField,
    MitosisCrops,
    cut_around,
    mitosis_free_field,
)
from medcls_core.data.mitosis_patches import read_mitosis_patches
from medcls_core.data.pseudo_masks import grow_pseudo_mask, improve_pseudo_mask
from medcls_core.data.splits import Part, part_of, split_by_unit
from medcls_core.errors import InputInvalid


def draw_patch(side=128, center=(64, 64), radius=12):
    rgb = np.full((side, side, 3), (235, 190, 215), np.uint8)
    rows, columns = np.indices((side, side))
    rgb[np.hypot(columns - center[0], rows - center[1]) < radius] = (60, 40, 110)
    return rgb


@pytest.fixture
def folder(tmp_path):
    rows = ["file,case,kind,atypical,phase,mitosis_centres_px,mpp"]
    for index in range(6):
        Image.fromarray(draw_patch()).save(tmp_path / f"{index}.png")
        centres = json.dumps([[64.0, 64.0]])
        rows.append(f'{index}.png,case{index // 2},mitosis,True,x,"{centres}",0.25')
    Image.fromarray(draw_patch(80, (40, 40))).save(tmp_path / "hard.png")
    rows.append("hard.png,case0,hard_negative,,,,0.25")
    (tmp_path / "manifest.csv").write_text("\n".join(rows), "utf-8")
    return tmp_path


def test_the_manifest_is_read(folder):
    patches = read_mitosis_patches(folder)
    assert len(patches) == 7
    assert patches[0].centres_px == ((64.0, 64.0),)
    assert patches[0].atypical is True
    assert patches[6].hard_negative
    assert patches[6].centres_px == ()


def test_a_missing_manifest_is_one_sentence(tmp_path):
    with pytest.raises(InputInvalid, match="manifest cannot be read"):
        read_mitosis_patches(tmp_path)


def test_a_garbled_row_is_named(folder):
    manifest = folder / "manifest.csv"
    manifest.write_text(manifest.read_text().replace("[[64.0, 64.0]]", "[[64.0", 1))
    with pytest.raises(InputInvalid, match="a row cannot be understood"):
        read_mitosis_patches(folder)


def test_no_case_is_torn_apart(folder):
    split = split_by_unit(read_mitosis_patches(folder), lambda patch: patch.case, seed=0)
    cases = [{patch.case for patch in part} for part in (split.train, split.validation, split.test)]
    assert sum(len(part) for part in cases) == len(set().union(*cases)) == 3


def test_parts_have_their_shares():
    parts = [part_of(f"case {index}", 0) for index in range(4000)]
    assert 0.66 < parts.count(Part.TRAIN) / 4000 < 0.74
    assert 0.17 < parts.count(Part.TEST) / 4000 < 0.23


def test_the_pseudo_mask_covers_the_dark_figure_and_nothing_else():
    mask = grow_pseudo_mask(draw_patch(), [(64, 64)], 0.25)
    truth = draw_patch()[..., 0] < 100
    assert 2 * (mask & truth).sum() / (mask.sum() + truth.sum()) > 0.9


def test_both_plates_of_a_telophase_belong_to_the_mask():
    rgb = draw_patch(center=(50, 64), radius=6)
    other = draw_patch(center=(78, 64), radius=6)
    rgb[other[..., 0] < 100] = other[other[..., 0] < 100]
    mask = grow_pseudo_mask(rgb, [(64, 64)], 0.25)
    assert mask[64, 48]
    assert mask[64, 80]
    assert not mask[64, 64]


def test_no_centres_no_mask():
    assert not grow_pseudo_mask(draw_patch(), [], 0.25).any()


def test_black_padding_is_never_a_figure():
    rgb = draw_patch()
    rgb[90:] = 0
    assert not grow_pseudo_mask(rgb, [(64, 64)], 0.25)[92:].any()


def test_every_epoch_can_be_drawn_again_and_figures_lie_off_centre(folder):
    field = mitosis_free_field(folder / "hard.png")
    big = type(field)(np.tile(field.rgb, (2, 2, 1)), np.tile(field.mask, (2, 2)))
    crops = MitosisCrops(read_mitosis_patches(folder), [big], crop_px=96, seed=5)
    first, again = (list(crops.epoch(2, batches=3, batch=8)) for _ in range(2))
    assert all(torch.equal(a.images, b.images) for a, b in zip(first, again, strict=True))
    assert first[0].images.shape == (8, 3, 96, 96)
    assert first[0].images.min() >= 0
    assert first[0].images.max() <= 1
    where = [t.nonzero().float().mean(0) for b in first for t in b.targets if t.any()]
    assert torch.stack(where).std() > 8
    assert any(not t.any() for b in first for t in b.targets)


def test_a_mined_place_lies_inside_its_field_and_is_drawn(folder):
    rgb = np.zeros((200, 300, 3), np.uint8)
    rgb[190, 290] = 255
    field = LabelledField(rgb, np.zeros((200, 300), np.bool_))
    place = cut_around(field, (290, 190), 128)
    assert place.rgb.shape == (128, 128, 3)
    assert place.rgb[118, 118].tolist() == [255, 255, 255]
    assert cut_around(field, (100, 100), 128).mask.shape == (128, 128)

    red = np.full((128, 128, 3), (250, 10, 10), np.uint8)
    mined = [LabelledField(red, np.zeros((128, 128), np.bool_))]
    plain = StainJitter(0, 0, 0, 0, 1)
    patches = read_mitosis_patches(folder)
    crops = MitosisCrops(patches, [], crop_px=96, seed=5, mined=mined, jitter=plain)
    batch = next(iter(crops.epoch(1, batches=1, batch=32)))
    is_red = (batch.images.mean((2, 3)) - torch.tensor([0.98, 0.04, 0.04])).abs().max(1).values
    assert 2 <= int((is_red < 0.02).sum()) <= 20


def test_a_crop_at_20x_has_lost_its_finest_detail():
    stripes = torch.zeros(30, 3, 64, 64)
    stripes[..., ::2] = 1
    seen = jitter_stain(stripes.clone(), StainJitter(0, 0, 0, 0, 2.2), np.random.default_rng(1))
    spread = seen.std((1, 2, 3))
    assert 5 <= int((spread < 0.3).sum()) <= 16


def test_no_jitter_changes_nothing_and_jitter_keeps_shape_of_the_tissue():
    image = torch.from_numpy(draw_patch()).permute(2, 0, 1)[None].float() / 255
    rng = np.random.default_rng(0)
    same = jitter_stain(image, StainJitter(0, 0, 0, 0, 1), rng)
    assert torch.allclose(same, image, atol=1e-5)
    changed = jitter_stain(image, StainJitter(), rng)
    assert (changed - image).abs().mean() > 0.005
    assert changed[0, :, 64, 64].mean() < changed[0, :, 5, 5].mean()


def test_eight_symmetries_are_eight():
    image = torch.arange(9).reshape(1, 3, 3)
    assert len({tuple(turn(image, s).flatten().tolist()) for s in range(8)}) == 8


def square(side, at=32):
    mask = np.zeros((64, 64), np.bool_)
    mask[at - side // 2 : at + side // 2, at - side // 2 : at + side // 2] = True
    return mask


@pytest.mark.parametrize(
    ("own", "believed"), [(square(18), True), (square(6), False), (square(40), False)]
)
def test_a_networks_outline_is_believed_at_half_to_twice_the_grown_area(own, believed):
    grown = square(20)
    improved = improve_pseudo_mask(own.astype(np.float32), grown, (32, 32), 0.25)
    assert np.array_equal(improved, own if believed else grown)


def test_a_networks_outline_of_another_figure_is_not_this_ones():
    grown, other = square(8), square(8, at=12)
    improved = improve_pseudo_mask(other.astype(np.float32), grown, (32, 32), 0.25)
    assert 20 * 2**0.5 * 0.25 < 7.5  # near enough: these are the two plates of one figure
    assert np.array_equal(improved, other)
    improved = improve_pseudo_mask(other.astype(np.float32), grown, (32, 32), 0.5)
    assert np.array_equal(improved, grown)


def test_two_plates_of_a_network_are_one_figure_and_holes_are_filled():
    plates = square(8, at=20) | square(8, at=44)
    hollow = square(12) & ~square(4)
    both = improve_pseudo_mask(plates.astype(np.float32), square(12), (32, 32), 0.25)
    assert np.array_equal(both, plates)
    full = improve_pseudo_mask(hollow.astype(np.float32), square(12), (32, 32), 0.25)
    assert np.array_equal(full, square(12))
