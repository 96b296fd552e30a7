"""How one slide is stained: colours drawn around what the real fields measure, and wider."""

from dataclasses import dataclass

import numpy as np

from medcls_core.data import smear_statistics as smear
from medcls_core.data.composed.chance import happens
from medcls_core.data.composed.plate import Density, density_of
from medcls_core.data.smear_statistics import Triple

OTHER_LABORATORY = 0.3
"""Share of slides stained and lit unlike the measured ones, so that a model isn't tied to them."""
PALE_NUCLEI = 0.2
"""Share of slides whose chromatin is stained so lightly that its texture shows."""
_FAINTEST_CYTOPLASM = 0.085
"""Red density below which a cell would be taken for a naked nucleus."""
_PURPLE_DEPOSITS = 0.35
"""Share of slides where clumped stain has the nuclei's own colour."""
_PALER_CYTOPLASM = 0.75
"""Where nuclei are pale so is cytoplasm: else they could not be told apart."""


@dataclass(frozen=True, slots=True)
class Look:
    """One slide's colours, as optical densities, and the scale of its picture.

    Attributes:
        background: RGB of the empty slide.
        nucleus, naked, cytoplasm, deposit, platelet, dirt: colours at full amount.
        contrast: relative deviation of density within a nucleus.
        heaviness: of the cytoplasm's stain; 1 is the measured median.
        pixel: composed pixels per pixel of the pretended original crop.
    """

    background: Triple
    nucleus: Density
    naked: Density
    cytoplasm: Density
    deposit: Density
    platelet: Density
    dirt: Density
    contrast: float
    heaviness: float
    pixel: float


def draw_look(rng: np.random.Generator, pixel: float) -> Look:
    """A slide's look; `pixel` is stored as it is."""
    foreign = happens(rng, OTHER_LABORATORY)
    spread = 0.12 if foreign else 0.05
    pale = happens(rng, PALE_NUCLEI)
    strength = rng.uniform(0.42, 0.75) if pale else rng.uniform(0.85, 1.15)
    background = _background(rng, foreign=foreign)
    tint = _jitter(rng, spread)
    nucleus = _around(rng, smear.NUCLEUS_DENSITY, spread) * tint * np.float32(strength)
    red = rng.choice([0.10, 0.125, 0.16, 0.24], p=[0.25, 0.4, 0.2, 0.15])
    heaviness = float(red * rng.uniform(0.8, 1.25)) * (_PALER_CYTOPLASM if pale else 1.0)
    return Look(
        background=background,
        nucleus=nucleus,
        naked=_around(rng, smear.NAKED_DENSITY, spread) * tint * np.float32(strength),
        cytoplasm=_around(rng, smear.CYTOPLASM_DIRECTION, spread) * tint / np.float32(0.355),
        deposit=nucleus * _jitter(rng, 0.08) if happens(rng, _PURPLE_DEPOSITS) else _deposit(rng),
        platelet=density_of(smear.PLATELET_RGB, smear.BACKGROUND_RGB) * _jitter(rng, 0.15),
        dirt=density_of(smear.DIRT_RGB, smear.BACKGROUND_RGB) * _jitter(rng, 0.04),
        contrast=float(rng.uniform(*smear.NUCLEUS_CONTRAST)) * (1.6 if pale else 1.0),
        heaviness=max(_FAINTEST_CYTOPLASM, heaviness),
        pixel=pixel,
    )


def _jitter(rng: np.random.Generator, spread: float) -> Density:
    return np.exp(rng.normal(0, spread, 3)).astype(np.float32)


def _around(rng: np.random.Generator, centre: Triple, spread: float) -> Density:
    return np.asarray(centre, dtype=np.float32) * _jitter(rng, spread)


def _background(rng: np.random.Generator, *, foreign: bool) -> Triple:
    if foreign:  # greyer, beige or pink, and dimmer
        light = rng.uniform(195, 245)
        warm, pink = rng.uniform(-4, 14), rng.uniform(-2, 12)
        colour = np.array([light + warm / 2, light - pink, light - warm / 2])
    else:
        colour = np.array(smear.BACKGROUND_RGB) + rng.normal(0, smear.BACKGROUND_SD)
        colour += rng.normal(0, 1.2, 3)
    red, green, blue = np.clip(colour, 170, 252).tolist()
    return (red, green, blue)


def _deposit(rng: np.random.Generator) -> Density:
    """Between the purple of smudged chromatin and the black of clumped stain."""
    purple = density_of(smear.DEPOSIT_RGB, smear.BACKGROUND_RGB)
    black = density_of((18.0, 12.0, 30.0), smear.BACKGROUND_RGB)
    share = np.float32(rng.beta(1.2, 1.2))
    return (purple + share * (black - purple)) * _jitter(rng, 0.06)
