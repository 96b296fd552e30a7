"""Training the mitosis network: crops from patches and fields, mining, and the threshold."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torchvision.transforms.v2 import functional as transform

from medcls_core.data.mitosis_crops import (
    CropBatch,
    LabelledField,
    MitosisCrops,
    cut_around,
    labelled_patch,
)
from medcls_core.data.mitosis_patches import MitosisPatch
from medcls_core.data.mitosis_set import MitosisSet, read_fields
from medcls_core.data.pseudo_masks import grow_pseudo_mask, improve_pseudo_mask
from medcls_core.errors import InputInvalid
from medcls_core.inference import find_objects
from medcls_core.networks import build_network
from medcls_core.progress import Progress
from medcls_core.tasks import get_task
from medcls_core.tasks.reading import scale_input, scale_unit
from medcls_core.training.fit import EpochReport, fit
from medcls_core.training.recipe import MaskSampling, Recipe

CLASSES = ("non_mitotic", "mitosis")
MPP = 0.25
MINED_SCORE = 0.3
MINED_SPARE_PX = 32
"""A mined place is this much larger than a crop, so that it isn't always in the middle."""


def mitosis_network(recipe: Recipe, device: torch.device) -> nn.Module:
    """The recipe's network, initialised from its seed, channels last."""
    torch.manual_seed(recipe.seed)
    network = build_network(recipe.network, len(CLASSES))
    return network.to(device=device, memory_format=torch.channels_last)  # type: ignore[call-overload, no-any-return]


def train_mitosis(
    network: nn.Module,
    labelled: MitosisSet,
    validate: Callable[[nn.Module], float],
    recipe: Recipe,
    folder: Path,
    progress: Progress,
) -> Iterator[EpochReport]:
    """Train on the set's training part; `validate` scores a network on its validation part.

    Raises:
        Cancelled: from `progress`.
    """
    fields = read_fields(labelled.free_fields.train)
    sampling = mask_sampling(recipe)
    mined = mine_alarms(network, fields, sampling, progress) if sampling.mine else []
    crops = MitosisCrops(
        labelled.patches.train,
        fields,
        crop_px=sampling.crop_px,
        seed=recipe.seed,
        mined=mined,
        labels=partial(improved_patch, network) if sampling.improve else labelled_patch,
    )
    drawn = _ScaledCrops(crops, sampling.batches, recipe.batch)
    return fit(network, drawn, validate, recipe, folder, progress)


@dataclass(frozen=True, slots=True)
class _ScaledCrops:
    """The crops as network inputs, so many batches an epoch."""

    crops: MitosisCrops
    batches: int
    batch: int

    def __len__(self) -> int:
        return self.batches

    def epoch(self, number: int) -> Iterator[CropBatch]:
        scaling = get_task("mitosis").input.scaling
        for drawn in self.crops.epoch(number, batches=self.batches, batch=self.batch):
            yield CropBatch(scale_unit(drawn.images, scaling), drawn.targets)


def mask_sampling(recipe: Recipe) -> MaskSampling:
    """How the recipe draws crops.

    Raises:
        InputInvalid: if it doesn't say.
    """
    if recipe.mask is None:
        raise InputInvalid(f"recipe {recipe.name}", "a mask network needs its 'mask' settings")
    return recipe.mask


def fewer_batches(recipe: Recipe, batches: int) -> Recipe:
    """The same with `batches` an epoch.

    Raises:
        InputInvalid: if the recipe isn't of a mask network.
    """
    return replace(recipe, mask=replace(mask_sampling(recipe), batches=batches))


def improved_patch(network: nn.Module, patch: MitosisPatch) -> LabelledField:
    """The patch with the outlines that `network` gives its figures, where they are believable."""
    network.eval()
    rgb = patch.read()
    mask = np.zeros(rgb.shape[:2], np.bool_)
    if patch.centres_px:
        prob = _prob_map(network, rgb)
        for center in patch.centres_px:
            grown = grow_pseudo_mask(rgb, [center], patch.mpp)
            mask |= improve_pseudo_mask(prob, grown, center, patch.mpp)
    return LabelledField(rgb, mask)


def mine_alarms(
    network: nn.Module, fields: Sequence[LabelledField], sampling: MaskSampling, progress: Progress
) -> list[LabelledField]:
    """Places in mitosis-free fields where `network` sees mitoses, as scanned and as at 20x.

    Raises:
        Cancelled: from `progress`.
    """
    network.eval()
    mined: list[LabelledField] = []
    seen = [_at_20x(field) for field in fields] + list(fields)
    for done, field in enumerate(seen):
        progress.update(done, len(seen), "mining")
        found = find_objects(_prob_map(network, field.rgb), MINED_SCORE, MPP)
        mined += [cut_around(field, one.center, sampling.crop_px + MINED_SPARE_PX) for one in found]
    return mined


def _at_20x(field: LabelledField) -> LabelledField:
    """The field as a 20x scan shows it, enlarged to its own size."""
    rgb = torch.from_numpy(field.rgb.copy()).permute(2, 0, 1)
    height, width = field.mask.shape
    coarse = transform.resize(transform.resize(rgb, [height // 2, width // 2]), [height, width])
    return LabelledField(coarse.permute(1, 2, 0).contiguous().numpy(), field.mask)


def _prob_map(network: nn.Module, rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Probability of mitosis (H, W) for uint8 RGB (H, W, 3); the edge is mirrored to fit."""
    height, width = rgb.shape[:2]
    padded = np.pad(rgb, ((0, -height % 16), (0, -width % 16), (0, 0)), mode="symmetric")
    inputs = scale_input(padded[None], get_task("mitosis").input.scaling)
    device = next(network.parameters()).device
    with torch.inference_mode():
        logits = network(inputs.to(device).contiguous(memory_format=torch.channels_last))
    prob: NDArray[np.float32] = logits.softmax(1)[0, 1, :height, :width].cpu().numpy()
    return prob


@torch.no_grad()
def move_threshold(network: nn.Module, threshold: float) -> None:
    """Shift the last layer's bias so that a probability of `threshold` becomes one half.

    What is found stays the same, and the more probable class is the model's answer everywhere.
    """
    head = network.get_submodule("head")
    bias = head.get_parameter("bias")
    bias[CLASSES.index("mitosis")] += math.log((1 - threshold) / threshold)
