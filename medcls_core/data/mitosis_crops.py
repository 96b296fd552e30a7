"""Training crops for the mitosis network: figures off centre, look-alikes, mitosis-free fields."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from medcls_core.data.augmentation import StainJitter, jitter_stain, turn
from medcls_core.data.mitosis_patches import MitosisPatch
from medcls_core.data.pseudo_masks import grow_pseudo_mask
from medcls_core.errors import InputInvalid

MARGIN_PX = 28
"""Mirrored border: lets a figure in a patch's centre end up near a crop's edge."""

SHARES = (0.5, 0.1, 0.2, 0.2)
"""Chance of a figure, a hard negative, a place in a mitosis-free field, a mined place."""


@dataclass(frozen=True, slots=True)
class LabelledField:
    """uint8 RGB (H, W, 3) and its bool mask of mitoses (H, W)."""

    rgb: NDArray[np.uint8]
    mask: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class CropBatch:
    """Images float (N, 3, S, S) in [0, 1] and class maps long (N, S, S), 1 is mitosis."""

    images: Tensor
    targets: Tensor


def labelled_patch(patch: MitosisPatch) -> LabelledField:
    """The patch with its pseudo-mask."""
    rgb = patch.read()
    return LabelledField(rgb, grow_pseudo_mask(rgb, patch.centres_px, patch.mpp))


def mitosis_free_field(path: Path) -> LabelledField:
    """A field taken as free of mitoses (MoNuSeg's fields hold few if any)."""
    with Image.open(path) as image:
        rgb = np.asarray(image.convert("RGB"))
    return LabelledField(rgb, np.zeros(rgb.shape[:2], np.bool_))


def cut_around(field: LabelledField, center_px: tuple[float, float], side: int) -> LabelledField:
    """The part of `field` of `side` pixels around (x, y), moved inside where it would stick out."""
    left, top = (
        int(min(max(0, at - side / 2), length - side))
        for at, length in zip(center_px, field.mask.shape[::-1], strict=True)
    )
    place = np.s_[top : top + side, left : left + side]
    return LabelledField(field.rgb[place], field.mask[place])


class MitosisCrops:
    """Draws batches of augmented crops; every epoch is the same for the same seed.

    Args:
        patches: training patches, figures and hard negatives.
        fields: fields without mitoses.
        crop_px: side of a crop.
        seed: of every epoch together with the epoch's number.
        mined: places where an earlier model was wrong, cut from the fields by `cut_around`.
        labels: gives a patch its mask.
    """

    def __init__(  # noqa: PLR0913  (the last five are named)
        self,
        patches: Sequence[MitosisPatch],
        fields: Sequence[LabelledField],
        *,
        crop_px: int,
        seed: int,
        mined: Sequence[LabelledField] = (),
        labels: Callable[[MitosisPatch], LabelledField] = labelled_patch,
        jitter: StainJitter = StainJitter(),  # noqa: B008  (frozen)
    ) -> None:
        figures = [patch for patch in patches if not patch.hard_negative]
        self._figures = [_padded(labels(patch)) for patch in figures]
        self._hard = [_padded(labels(p)) for p in patches if p.hard_negative]
        self._weights = _case_weights([patch.case for patch in figures])
        self._others = (self._hard, list(fields), list(mined))
        self._kinds = _present_shares((self._figures, *self._others), SHARES)
        self._crop_px = crop_px
        self._seed = seed
        self._jitter = jitter

    def epoch(self, number: int, *, batches: int, batch: int) -> Iterator[CropBatch]:
        """The batches of epoch `number`."""
        rng = np.random.default_rng((self._seed, number))
        for _ in range(batches):
            drawn = [self._draw(rng) for _ in range(batch)]
            images = torch.stack([image for image, _ in drawn])
            targets = torch.stack([target for _, target in drawn])
            yield CropBatch(jitter_stain(images, self._jitter, rng), targets)

    def _draw(self, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
        kind = int(rng.choice(len(SHARES), p=self._kinds))
        if kind == 0:
            field = self._figures[int(rng.choice(len(self._figures), p=self._weights))]
        else:
            several = self._others[kind - 1]
            field = several[int(rng.integers(len(several)))]
        return _random_crop(field, self._crop_px, rng)


def _present_shares(
    sources: Sequence[Sequence[LabelledField]], shares: Sequence[float]
) -> NDArray[np.float64]:
    """Chance of each source; one that is empty leaves its chance to the others.

    Raises:
        InputInvalid: if all are empty.
    """
    weights = np.array(
        [share if source else 0.0 for source, share in zip(sources, shares, strict=True)]
    )
    if not weights.any():
        raise InputInvalid("training data", "the training part of the split holds no images")
    present: NDArray[np.float64] = weights / weights.sum()
    return present


def _case_weights(cases: Sequence[str]) -> NDArray[np.float64]:
    """Chance of each patch: a case counts by the square root of its number of patches."""
    counts = Counter(cases)
    weights = np.array([counts[case] ** -0.5 for case in cases])
    shares: NDArray[np.float64] = weights / weights.sum()
    return shares


def _padded(field: LabelledField) -> LabelledField:
    height, width = field.mask.shape
    # Short patches (hard negatives) are mirrored up to the size of the others.
    down, across = (MARGIN_PX + max(0, 128 - side) // 2 for side in (height, width))
    rgb = np.pad(field.rgb, ((down, down), (across, across), (0, 0)), mode="symmetric")
    return LabelledField(rgb, np.pad(field.mask, ((down, down), (across, across))))


def _random_crop(
    field: LabelledField, side: int, rng: np.random.Generator
) -> tuple[Tensor, Tensor]:
    top = int(rng.integers(field.mask.shape[0] - side + 1))
    left = int(rng.integers(field.mask.shape[1] - side + 1))
    place = np.s_[top : top + side, left : left + side]
    symmetry = int(rng.integers(8))
    rgb = torch.from_numpy(field.rgb[place].astype(np.float32) / 255).permute(2, 0, 1)
    mask = torch.from_numpy(field.mask[place].astype(np.int64))
    return turn(rgb, symmetry).contiguous(), turn(mask, symmetry).contiguous()
