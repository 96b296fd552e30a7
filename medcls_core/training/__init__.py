"""How weights come to be: recipes, the fit loop, moving averages, checkpoints."""

from medcls_core.training.ema import MovingAverage, keep_some
from medcls_core.training.fit import Batch, Batches, EpochReport, fit
from medcls_core.training.recipe import (
    Precision,
    Recipe,
    Stage,
    read_recipe,
    shortened,
)
from medcls_core.training.recipes import RECIPES, recipe_called

__all__ = [
    "RECIPES",
    "Batch",
    "Batches",
    "EpochReport",
    "MovingAverage",
    "Precision",
    "Recipe",
    "Stage",
    "fit",
    "keep_some",
    "read_recipe",
    "recipe_called",
    "shortened",
]
