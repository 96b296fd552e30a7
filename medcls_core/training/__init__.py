"""How weights come to be: recipes, the fit loop, moving averages, checkpoints."""

from medcls_core.training.ema import MovingAverage, keep_some
from medcls_core.training.fit import Batch, EpochReport, fit
from medcls_core.training.recipes import MITOSIS, MITOSIS_MINED, RECIPES, Recipe, read_recipe

__all__ = [
    "MITOSIS",
    "MITOSIS_MINED",
    "RECIPES",
    "Batch",
    "EpochReport",
    "MovingAverage",
    "Recipe",
    "fit",
    "keep_some",
    "read_recipe",
]
