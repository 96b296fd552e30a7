"""A training recipe as a value, and as a JSON file."""

import json
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from cattrs import BaseValidationError
from cattrs.preconf.json import make_converter

from medcls_core.data.augmentation import Variation
from medcls_core.errors import InputInvalid


class Loss(StrEnum):
    """What is minimised."""

    CROSS_ENTROPY = "cross_entropy"
    FOCAL = "focal"  # Lin et al. 2017, gamma 2
    BINARY = "binary"  # cross entropy of one sigmoid output


class Optimiser(StrEnum):
    """Who minimises it."""

    ADAM = "adam"
    ADAMW = "adamw"
    SGD = "sgd"


class Precision(StrEnum):
    """What the network computes in while it learns; weights and loss stay float32."""

    AUTO = "auto"  # bfloat16 on CUDA, float32 on a processor
    FLOAT32 = "float32"
    BFLOAT16 = "bfloat16"  # about twice as fast on processors that have it, slower on others


@dataclass(frozen=True, slots=True)
class Stage:
    """A stretch of training with one optimiser; the next begins from this one's best weights.

    Attributes:
        epochs: at most.
        learning_rate: at the start.
        optimiser: SGD has a momentum of 0.9.
        weight_decay: for AdamW decoupled, else L2.
        frozen: names of modules that don't learn; their batch norms keep their statistics.
        step: epochs after which the rate is multiplied by `factor`, again and again.
        plateau: epochs without a better score after which the same happens.
        factor: see there.
        patience: epochs without a better score after which the stage ends.
    """

    epochs: int
    learning_rate: float
    optimiser: Optimiser = Optimiser.ADAM
    weight_decay: float = 0.0
    frozen: tuple[str, ...] = ()
    step: int | None = None
    plateau: int | None = None
    factor: float = 0.1
    patience: int | None = None


@dataclass(frozen=True, slots=True)
class MaskSampling:
    """How crops for a mask network are drawn: `batches` an epoch, of `crop_px`.

    With `mine` the network that training starts from is run over the mitosis-free fields first,
    and the places where it sees mitoses become crops of their own. With `improve` its own outlines
    take the place of the pseudo-masks grown in the stain, where they are believable.
    """

    crop_px: int
    batches: int
    mine: bool = False
    improve: bool = False


@dataclass(frozen=True, slots=True)
class TraitFit:
    """A logistic regression on frozen maps: `strength` is the inverse of its penalty."""

    strength: float


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything a training run is made of besides its data.

    Attributes:
        name: of a constant here, or of a JSON file.
        task: key of the task.
        network: key of the registry.
        loss: what is minimised.
        batch: inputs a step.
        stages: one after the other.
        seed: of weights, draws and dropout.
        ema_decay: of the moving average that is validated and kept; None keeps the live weights.
        keep_start: share of the weights training started from in the result (Wortsman et al.
            2022, Robust fine-tuning of zero-shot models).
        size_px: (width, height) of the inputs where they aren't the task's.
        crown_variants: train the late layers alone, from the maps that the frozen early ones gave
            of every image and of so many variations of it; 0 trains the whole network.
        crown_turned: these maps are flipped and turned by quarters anew every epoch.
        teachers: so many networks learn first, with the seeds from `seed` on; the network has the
            next, and the mean of their answers counts for half beside the labels (Hinton et al.
            2015, Distilling the Knowledge in a Neural Network): what several know together, at the
            cost of one; for kept maps alone.
        balanced: every class is drawn as often as any other.
        variation: how images are varied (not for masks, whose crops have their own).
        mask: for mask networks alone.
        trait: fit the second head of a mask network, and nothing else of it.
        composed: learn from so many composed cells, made from the fields that are given.
        mirrored: the network answers with the mean over an image and its three mirror images.
        norms_anew: at the end the batch norms measure the unvaried training images once more.
        to_the_end: the last epoch is kept, not the best: nothing is watched that it hasn't learnt,
            so that there is more to learn from, and the temperature is fitted on the measured.
        precision: of the network's arithmetic in training.
    """

    name: str
    task: str
    network: str
    loss: Loss
    batch: int
    stages: tuple[Stage, ...]
    seed: int = 0
    ema_decay: float | None = None
    keep_start: float = 0.0
    size_px: tuple[int, int] | None = None
    crown_variants: int = 0
    crown_turned: bool = False
    teachers: int = 0
    balanced: bool = False
    variation: Variation = field(default_factory=Variation)
    mask: MaskSampling | None = None
    trait: TraitFit | None = None
    composed: int = 0
    mirrored: bool = False
    norms_anew: bool = False
    to_the_end: bool = False
    precision: Precision = Precision.AUTO

    @property
    def epochs(self) -> int:
        """Epochs of all stages, if none ends early."""
        return sum(stage.epochs for stage in self.stages)


def shortened(recipe: Recipe, epochs: int) -> Recipe:
    """The same with at most `epochs` in every stage."""
    stages = tuple(replace(one, epochs=min(one.epochs, epochs)) for one in recipe.stages)
    return replace(recipe, stages=stages)


_CONVERTER = make_converter(forbid_extra_keys=True)


def recipe_as_json(recipe: Recipe) -> dict[str, object]:
    """`recipe` as plain values, for `run.json` and for a file of one's own."""
    plain: dict[str, object] = _CONVERTER.unstructure(recipe)
    return plain


def read_recipe(path: Path) -> Recipe:
    """A recipe from a JSON file.

    Raises:
        InputInvalid: if the file isn't readable or holds unknown keys.
    """
    try:
        return _CONVERTER.structure(json.loads(path.read_text("utf-8")), Recipe)
    except (OSError, ValueError, BaseValidationError) as problem:
        raise InputInvalid(f"recipe {path}", f"it cannot be understood ({problem})") from problem
