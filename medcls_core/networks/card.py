"""The model card: what weights are, where they come from, how good and how limited they are.

Weights never travel without their card. A card without weights (`weights=None`) says honestly
that a task has no trained model yet. Cards are read without torch, which takes seconds to import.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import cattrs
from cattrs.errors import ClassValidationError
from cattrs.preconf.json import make_converter

from medcls_core.errors import WeightsMismatch, WeightsMissing
from medcls_core.language import Text
from medcls_core.resources import resource_path
from medcls_core.whole_file import written_beside


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure: value, 95 % interval (None: not computed), n of what, on which data."""

    name: str
    value: float
    low: float | None
    high: float | None
    n: int
    unit: str
    data: str


WeightsFormat = Literal["safetensors", "torchscript", "onnx"]
"""Tensors for a network of ours, or a whole network of others'."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The file beside the card: name, sha256 of its bytes, and the input it was trained for.

    `gives` says what the network's outputs are: a network of others may end in a softmax.
    `size_px` is the (width, height) that cells were resampled to, where it isn't the task's.
    `mirrored` weights answer with the mean over an image and its three mirror images.
    """

    file: str
    sha256: str
    mpp: float | None
    threshold: float
    temperature: float = 1.0
    format: WeightsFormat = "safetensors"
    gives: Literal["logits", "probabilities"] = "logits"
    size_px: tuple[int, int] | None = None
    mirrored: bool = False


@dataclass(frozen=True, slots=True)
class ForeignInput:
    """What a network of others must be given, instead of its task's contract.

    RGB of `width_px` by `height_px`, each channel (x / 255 - mean) / std. `field_px` is the side
    of the square field that one input shows, in pixels of the weights' mpp; None where the field
    is whatever a person chooses.
    """

    width_px: int
    height_px: int
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    field_px: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Between which values nearly all training images lie: 1 % below, 1 % above."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class TrainingRange:
    """How the images look that the weights learnt from, for telling of others that they differ.

    `spans` are of the statistics of `inference.image_traits` by name, over `n` images of `data`.
    `file` beside the weights holds where the network places them; `distance` is how far from their
    middle nearly all of them lie. None of both where that isn't known.
    """

    n: int
    data: str
    spans: dict[str, Span]
    distance: float | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True)
class ConformalSets:
    """Sets of classes that hold the true one in `level` of cells like the `n` calibrating ones.

    `threshold` is the probability from which a class belongs to a set; `coverage` was measured on
    cells that the threshold was not fitted on, `size` is the mean number of classes in their sets.
    """

    level: float
    threshold: float
    n: int
    coverage: Metric
    size: float

    def of(self, classes: Sequence[str], probs: Sequence[float]) -> tuple[str, ...]:
        """The classes of a cell's set, the likeliest first; that one always belongs to it."""
        ranked = sorted(zip(probs, classes, strict=True), reverse=True)
        return tuple(
            key for place, (prob, key) in enumerate(ranked) if not place or prob >= self.threshold
        )


@dataclass(frozen=True, slots=True)
class ModelCard:
    """Everything a person must know before trusting the weights.

    `classes` are class keys in the order of the network's outputs. `composed` is set when the
    training images were rendered or composed, which is then said on screen. Imported models say
    where they came from (`origin`); those of others also have their own `input`, and where they
    don't answer in the task's classes, `class_names` as long as `classes`.
    """

    task: str
    version: str
    network: str
    classes: tuple[str, ...]
    weights: Weights | None
    intended_use: Text
    data: tuple[Text, ...]
    licence: Text
    recipe: str
    seed: int | None
    metrics: tuple[Metric, ...]
    limits: tuple[Text, ...]
    composed: bool = False
    parent: str | None = None
    class_names: tuple[Text, ...] = ()
    input: ForeignInput | None = None
    origin: Text | None = None
    range: TrainingRange | None = None
    sets: ConformalSets | None = None


_CONVERTER = make_converter(forbid_extra_keys=True)


def read_card(path: Path) -> ModelCard:
    """Read `card.json`.

    Raises:
        WeightsMismatch: if it isn't a card of ours; unknown keys are refused.
    """
    try:
        return _CONVERTER.structure(json.loads(path.read_text("utf-8")), ModelCard)
    except (OSError, ValueError, ClassValidationError, cattrs.BaseValidationError) as problem:
        raise WeightsMismatch(path, f"the card is not readable ({problem})") from problem


def write_card(card: ModelCard, path: Path) -> None:
    """Write `card` beside `path` and rename it into place.

    Raises:
        OutputUnwritable: if the disk refuses; an older card is still there.
    """
    text = json.dumps(_CONVERTER.unstructure(card), ensure_ascii=False, indent=2)
    with written_beside(path) as part:
        part.write_text(f"{text}\n", "utf-8")


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """A card and the folder it lies in."""

    card: ModelCard
    folder: Path

    @property
    def weights_path(self) -> Path:
        """The file with the weights.

        Raises:
            WeightsMissing: if the card has no weights.
        """
        if self.card.weights is None:
            raise WeightsMissing(self.card.task)
        return self.folder / self.card.weights.file

    @property
    def sha256(self) -> str:
        """Digest of the weights as the card states it; the identity of this version.

        Raises:
            WeightsMissing: if the card has no weights.
        """
        if self.card.weights is None:
            raise WeightsMissing(self.card.task)
        return self.card.weights.sha256


def read_model(folder: Path) -> ModelVersion:
    """The model version whose `card.json` lies in `folder`."""
    return ModelVersion(read_card(folder / "card.json"), folder)


def bundled_model(task: str) -> ModelVersion:
    """The model that ships for `task`; its card may say that there are no weights yet."""
    return read_model(resource_path("models", task))
