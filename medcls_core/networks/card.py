"""The model card: what weights are, where they come from, how good and how limited they are.

Weights never travel without their card. A card without weights (`weights=None`) says honestly
that a task has no trained model yet. Cards are read without torch, which takes seconds to import.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import cattrs
from cattrs.errors import ClassValidationError
from cattrs.preconf.json import make_converter

from medcls_core.errors import WeightsMismatch, WeightsMissing
from medcls_core.language import Text
from medcls_core.resources import resource_path


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


@dataclass(frozen=True, slots=True)
class Weights:
    """The file beside the card: name, sha256 of its bytes, and the input it was trained for."""

    file: str
    sha256: str
    mpp: float | None
    threshold: float
    temperature: float = 1.0


@dataclass(frozen=True, slots=True)
class ModelCard:
    """Everything a person must know before trusting the weights.

    `classes` are class keys in the order of the network's outputs. `composed` is set when the
    training images were rendered or composed, which is then said on screen.
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
    """Write `card` beside `path` and rename it into place."""
    part = path.with_suffix(".part")
    part.write_text(
        json.dumps(_CONVERTER.unstructure(card), ensure_ascii=False, indent=2) + "\n", "utf-8"
    )
    part.replace(path)


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """A card and the folder it lies in."""

    card: ModelCard
    folder: Path

    @property
    def weights_path(self) -> Path:
        """The safetensors file.

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
