"""Training recipes as values: one constant a seed, variants by `dataclasses.replace`."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

from cattrs import BaseValidationError
from cattrs.preconf.json import make_converter

from medcls_core.errors import InputInvalid


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything a training run is made of besides its data.

    `batches` a round (epoch) of `batch` crops of `crop_px`; Adam at a constant `learning_rate`;
    the moving average with `ema_decay` is what is validated and kept. With `mine` the network
    that training starts from is run over the mitosis-free fields first, and the places where it
    sees mitoses become crops of their own. `keep_start` is the share of the weights training
    started from in the result (Wortsman et al. 2022, Robust fine-tuning of zero-shot models).
    """

    name: str
    task: str
    network: str
    epochs: int
    batches: int
    batch: int
    crop_px: int
    learning_rate: float
    ema_decay: float
    seed: int
    mine: bool = False
    keep_start: float = 0.0


MITOSIS = Recipe(
    name="mitosis",
    task="mitosis",
    network="mcsa_unet",
    epochs=40,
    batches=200,
    batch=16,
    crop_px=96,
    learning_rate=0.001,
    ema_decay=0.998,
    seed=0,
)
"""Seed 2: learning rate 0.001, cross entropy, moving average, best checkpoint kept."""

MITOSIS_MINED = replace(
    MITOSIS, name="mitosis_mined", epochs=10, learning_rate=0.0003, mine=True, keep_start=0.7
)
"""A second stage from the weights of `MITOSIS`, with hard-negative mining at a lower rate.

The share was chosen on the validation part: 0.7 kept .95 of F1 on patches and halved the alarms.
"""

RECIPES = {recipe.name: recipe for recipe in (MITOSIS, MITOSIS_MINED)}

_CONVERTER = make_converter(forbid_extra_keys=True)


def recipe_as_json(recipe: Recipe) -> dict[str, object]:
    """The recipe as plain JSON values."""
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
