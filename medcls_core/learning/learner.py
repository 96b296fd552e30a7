"""One recipe on one set of images, trained on any part of it and asked about any other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from torch import nn

from medcls_core.data.image_batches import LoadedImages
from medcls_core.data.labelled import LabelledImage
from medcls_core.errors import InputInvalid
from medcls_core.evaluation.answers import Answer
from medcls_core.language import Text
from medcls_core.networks.starting import Init
from medcls_core.progress import Progress
from medcls_core.tasks import Task
from medcls_core.training.classifier import (
    classifier_network,
    inputs_of,
    load_for,
    logits_of,
    train_classifier,
)
from medcls_core.training.crown import (
    KeptMaps,
    crown_answers,
    crown_logits,
    in_two_parts,
    keep_maps,
    maps_of,
    train_crown,
)
from medcls_core.training.ema import keep_some
from medcls_core.training.fit import BEST, EpochReport
from medcls_core.training.norms import measure_norms
from medcls_core.training.recipe import Loss, Recipe

Places = Sequence[int] | NDArray[np.int64]
Tell = Callable[[str, EpochReport], None]


@dataclass(frozen=True, slots=True)
class Setup:
    """What a learner is made of besides its images.

    Attributes:
        task: the question.
        recipe: the settings.
        classes: class keys in the order of the network's outputs.
        init: starting weights; None starts from chance.
        device: where to train.
    """

    task: Task
    recipe: Recipe
    classes: tuple[str, ...]
    init: Init | None
    device: torch.device


_NO_TEACHERS = Text(
    "teachers need kept maps (crown_variants) and cross entropy",
    "教师网络需要保留特征图（crown_variants）和交叉熵损失",
)


class Learner:
    """Holds the images, or the maps that the recipe's trunk gives of them, in memory.

    Args:
        items: labelled images.
        setup: how it learns.
        progress: told while images are read and maps made; may cancel.
        weights: how often each image is drawn for once that one of weight 1 is; None: all alike.

    Raises:
        InputInvalid: if there are no images, one has an unknown label, or the recipe has teachers
            without kept maps.
        ImageUnreadable: if a file is missing or damaged.
        Cancelled: from `progress`.
    """

    def __init__(
        self,
        items: Sequence[LabelledImage],
        setup: Setup,
        progress: Progress,
        weights: Sequence[float] | None = None,
    ) -> None:
        self.items = tuple(items)
        self.setup = setup
        self._progress = progress
        loaded = load_for(items, setup.classes, setup.task, setup.recipe)
        counting = None if weights is None else np.array(weights, np.float64)
        self._loaded = replace(loaded, weights=counting)
        self._kept: KeptMaps | None = None
        recipe = setup.recipe
        if recipe.teachers and not (recipe.crown_variants and recipe.loss is Loss.CROSS_ENTROPY):
            raise InputInvalid(f"recipe {recipe.name}", _NO_TEACHERS)
        if recipe.crown_variants:
            self._kept = keep_maps(
                self.fresh(), self._loaded, recipe.variation, recipe.crown_variants, progress
            )

    def fresh(self, teacher: int | None = None) -> nn.Module:
        """The network before training, or that of a teacher by its number from 0."""
        setup, recipe = self.setup, self._recipe_of(teacher)
        return classifier_network(recipe, setup.classes, setup.init, setup.device)

    def _recipe_of(self, teacher: int | None) -> Recipe:
        """The recipe with a teacher's seed, or with the first that no teacher has."""
        recipe = self.setup.recipe
        number = recipe.teachers if teacher is None else teacher
        return replace(recipe, seed=recipe.seed + number)

    def train(self, learnt: Places, watched: Places, folder: Path, tell: Tell) -> nn.Module:
        """A network trained on the images at `learnt`, stopped and chosen by those at `watched`.

        Args:
            learnt: places in `items`.
            watched: others.
            folder: of checkpoint, best weights and curves; a stopped run goes on from it.
            tell: told every epoch, with the folder's name.

        Raises:
            Cancelled: from the learner's progress.
        """
        network = self.fresh()
        start = {name: weights.clone() for name, weights in network.state_dict().items()}
        recipe = self._recipe_of(None)
        if self._kept is not None:
            learning, watching = self._kept.at(learnt), self._kept.at(watched)
            learning = self._taught(learning, watching, folder, tell)
            reports = train_crown(network, learning, watching, recipe, folder, self._progress)
        else:
            reports = train_classifier(
                network,
                _images_at(self._loaded, learnt),
                _images_at(self._loaded, watched),
                recipe,
                folder,
                self._progress,
            )
        for report in reports:
            tell(folder.name, report)
        network.load_state_dict(load_file(folder / BEST))
        keep_some(network, start, recipe.keep_start)
        if recipe.norms_anew:
            self._measure_norms(network, learnt)
        return network.eval()

    def _taught(self, learning: KeptMaps, watching: KeptMaps, folder: Path, tell: Tell) -> KeptMaps:
        """`learning` with what the recipe's teachers say of it, once they have learnt it."""
        answers = []
        for number in range(self.setup.recipe.teachers):
            recipe, network = self._recipe_of(number), self.fresh(number)
            place = folder / f"teacher{number + 1}"
            for report in train_crown(network, learning, watching, recipe, place, self._progress):
                tell(f"{folder.name}/{place.name}", report)
            network.load_state_dict(load_file(place / BEST))
            answers.append(crown_answers(network.eval(), learning))
        return replace(learning, taught=torch.stack(answers).mean(0)) if answers else learning

    def _measure_norms(self, network: nn.Module, learnt: Places) -> None:
        recipe = self.setup.recipe
        mixed = np.random.default_rng(recipe.seed).permutation(learnt)
        whole = mixed[: max(1, len(mixed) // recipe.batch) * recipe.batch]
        frozen = recipe.stages[-1].frozen
        if self._kept is not None:
            maps = maps_of(self._kept.at(whole), batch=recipe.batch)
            measure_norms(network, in_two_parts(network).crown, maps, frozen)
        else:
            images = inputs_of(_images_at(self._loaded, whole), recipe.batch)
            measure_norms(network, network, images, frozen)

    def ask(self, network: nn.Module, places: Places) -> list[Answer]:
        """What `network` says of the images at `places`."""
        mirrored = self.setup.recipe.mirrored
        if self._kept is None or mirrored:
            logits = logits_of(network, _images_at(self._loaded, places), mirrored=mirrored)
        else:
            logits = crown_logits(network, self._kept.at(places))
        targets = self._loaded.targets
        return [
            Answer(
                self.items[place].name,
                self.items[place].unit,
                self.items[place].subset,
                int(targets[place]),
                tuple(row),
            )
            for place, row in zip(places, logits.tolist(), strict=True)
        ]


def _images_at(loaded: LoadedImages, places: Places) -> LoadedImages:
    some: NDArray[np.int64] = np.asarray(places, np.int64)
    weights = None if loaded.weights is None else loaded.weights[some]
    return LoadedImages(loaded.pixels[some], loaded.targets[some], loaded.scaling, weights)
