"""Training a network that answers about whole images: cells, fields, regions of interest."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from medcls_core.data.image_batches import ImageBatches, LoadedImages, Prepare, load_images
from medcls_core.data.labelled import LabelledImage
from medcls_core.images import MacenkoNormaliser
from medcls_core.networks import build_network, load_starting_weights
from medcls_core.networks.starting import Init
from medcls_core.progress import Progress
from medcls_core.tasks import InputContract, Task
from medcls_core.tasks.reading import mean_of_mirrored, scale_unit
from medcls_core.training.fit import EpochReport, fit
from medcls_core.training.losses import LOSSES
from medcls_core.training.recipe import Recipe

WATCH_BATCH = 16


def classifier_network(
    recipe: Recipe, classes: Sequence[str], init: Init | None, device: torch.device
) -> nn.Module:
    """The recipe's network for `classes`, initialised from its seed and then from `init`.

    Raises:
        WeightsMismatch: if the starting weights can't be used.
        StartingWeightsUnreachable: if "imagenet" can't be had here.
    """
    torch.manual_seed(recipe.seed)
    network = build_network(recipe.network, len(classes))
    if init is not None:
        load_starting_weights(network, init)
    return network.to(device=device, memory_format=torch.channels_last)  # type: ignore[call-overload, no-any-return]


def load_for(
    items: Sequence[LabelledImage], classes: Sequence[str], task: Task, recipe: Recipe
) -> LoadedImages:
    """The images as the recipe wants them: at its size, with the task's stain normalisation.

    Raises:
        InputInvalid: if there are none, or one has an unknown label.
        ImageUnreadable: if a file is missing or damaged.
    """
    prepare: Prepare | None = MacenkoNormaliser().normalise if task.input.stain_normalised else None
    return load_images(items, classes, contract_of(task, recipe), prepare)


def contract_of(task: Task, recipe: Recipe) -> InputContract:
    """The task's input, at the recipe's size where it has one of its own."""
    if recipe.size_px is None:
        return task.input
    width, height = recipe.size_px
    return InputContract(width, height, task.input.mpp, task.input.scaling)


def train_classifier(
    network: nn.Module,
    train: LoadedImages,
    watched: LoadedImages,
    recipe: Recipe,
    folder: Path,
    progress: Progress,
) -> Iterator[EpochReport]:
    """Train on `train`; the score is minus the loss on `watched`, higher is better.

    Raises:
        Cancelled: from `progress`.
    """
    batches = ImageBatches(
        train,
        batch=recipe.batch,
        seed=recipe.seed,
        variation=recipe.variation,
        balanced=recipe.balanced,
    )

    def score(watching: nn.Module) -> float:
        targets = torch.from_numpy(watched.targets)
        return -float(LOSSES[recipe.loss](logits_of(watching, watched), targets))

    return fit(network, batches, score, recipe, folder, progress)


def logits_of(network: nn.Module, loaded: LoadedImages, *, mirrored: bool = False) -> Tensor:
    """Logits (N, C), float32 on the CPU, of a network in eval mode; see `mean_of_mirrored`."""

    def answer(inputs: Tensor) -> Tensor:
        logits: Tensor = mean_of_mirrored(network, inputs) if mirrored else network(inputs)
        return logits

    device = next(network.parameters()).device
    with torch.inference_mode():
        answers = [answer(some.to(device)).float().cpu() for some in inputs_of(loaded)]
    return torch.cat(answers)


def inputs_of(loaded: LoadedImages, batch: int = WATCH_BATCH) -> Iterator[Tensor]:
    """The images as they are, scaled, float (<= batch, 3, H, W), in their order."""
    for start in range(0, len(loaded.targets), batch):
        some = torch.from_numpy(loaded.pixels[start : start + batch]).permute(0, 3, 1, 2)
        scaled = scale_unit(some.float() / 255, loaded.scaling)
        yield scaled.contiguous(memory_format=torch.channels_last)
