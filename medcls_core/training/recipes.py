"""The named recipes: one constant a seed, variants by `dataclasses.replace`."""

from dataclasses import replace
from pathlib import Path

from medcls_core.data.augmentation import StainJitter, Variation
from medcls_core.errors import InputInvalid
from medcls_core.training.recipe import (
    Loss,
    MaskSampling,
    Optimiser,
    Recipe,
    Stage,
    TraitFit,
    read_recipe,
)

MITOSIS = Recipe(
    name="mitosis",
    task="mitosis",
    network="mcsa_unet",
    loss=Loss.CROSS_ENTROPY,
    batch=16,
    stages=(Stage(epochs=40, learning_rate=0.001),),
    ema_decay=0.998,
    mask=MaskSampling(crop_px=96, batches=100),
)
"""Seed 2: learning rate 0.001, cross entropy, moving average, best checkpoint kept."""

MITOSIS_MINED = replace(
    MITOSIS,
    name="mitosis_mined",
    stages=(Stage(epochs=10, learning_rate=0.0003),),
    keep_start=0.7,
    mask=MaskSampling(crop_px=96, batches=100, mine=True),
)
"""A second stage from the weights of `MITOSIS`, with hard-negative mining at a lower rate.

The share was chosen on the validation part: 0.7 kept .95 of F1 on patches and halved the alarms.
"""

MITOSIS_IMPROVED = replace(
    MITOSIS_MINED,
    name="mitosis_improved",
    stages=(Stage(epochs=4, learning_rate=0.0001),),
    keep_start=0.0,
    mask=MaskSampling(crop_px=96, batches=60, mine=True, improve=True),
)
"""A further stage whose pseudo-masks are the starting weights' own outlines where believable."""

MITOSIS_ATYPICAL = Recipe(
    name="mitosis_atypical",
    task="mitosis",
    network="mcsa_unet_atypical",
    loss=Loss.BINARY,
    batch=4,
    stages=(),
    trait=TraitFit(strength=0.001),
)
"""A second head on finished weights: does a figure look atypical? Their masks stay the same."""

MICRONUCLEUS = Recipe(
    name="micronucleus",
    task="micronucleus",
    network="googlenet_dcn_cbam",
    loss=Loss.FOCAL,
    batch=32,
    stages=(Stage(epochs=60, learning_rate=0.01, optimiser=Optimiser.SGD, step=20),),
    balanced=True,
    variation=Variation(brightness=0.2),
)
"""Seed 1: focal loss, SGD with momentum, 0.01 divided by 10 every 20 epochs, flips, brightness."""

MICRONUCLEUS_COARSE = replace(
    MICRONUCLEUS,
    name="micronucleus_coarse",
    stages=(
        Stage(epochs=3, learning_rate=3e-4, optimiser=Optimiser.ADAMW, weight_decay=1e-3),
        Stage(epochs=1, learning_rate=5e-5, optimiser=Optimiser.ADAMW, weight_decay=1e-3),
    ),
    size_px=(128, 128),
    variation=Variation(
        quarter_turns=True, brightness=0.2, contrast=0.15, turn=20, shift=0.04, zoom=0.25
    ),
    composed=3000,
)
"""Composed cells at a third of the seed's pixels, in epochs that a processor can bear. AdamW:
with the seed's SGD the network was still at chance after 260 batches, with AdamW after none."""

MICRONUCLEUS_COMPOSED = replace(
    MICRONUCLEUS_COARSE,
    name="micronucleus_composed",
    seed=1,
    stages=(
        Stage(epochs=1, learning_rate=1e-4, optimiser=Optimiser.ADAMW, weight_decay=1e-3),
        Stage(epochs=1, learning_rate=2e-5, optimiser=Optimiser.ADAMW, weight_decay=1e-3),
    ),
    size_px=None,
    composed=1500,
)
"""From the weights of `MICRONUCLEUS_COARSE`, at the network's own size, on other cells."""


def _behind_the_stem(*paces: tuple[int, float]) -> tuple[Stage, ...]:
    """Stages of so many epochs at such a rate, in which the first convolutions stay as they are."""
    return tuple(
        Stage(
            epochs=epochs,
            learning_rate=rate,
            optimiser=Optimiser.ADAMW,
            weight_decay=1e-3,
            frozen=("conv1", "conv2", "conv3"),
        )
        for epochs, rate in paces
    )


MICRONUCLEUS_LONG = replace(
    MICRONUCLEUS_COARSE,
    name="micronucleus_long",
    seed=11,
    stages=_behind_the_stem((3, 3e-4), (2, 1.5e-4), (1, 3e-5)),
    ema_decay=0.998,
    variation=Variation(quarter_turns=True, brightness=0.15, contrast=0.1, shift=0.02, zoom=0.08),
    composed=10000,
)
"""From the weights of `MICRONUCLEUS_COMPOSED`, three times as many cells and no more varying than
cells composed anew need. The bundled weights ran it twice: the second three epochs of the first
time on the cells of seed 12, then all six again on those of seed 13, the last rates 5e-5 and
1.5e-5."""

MICRONUCLEUS_LONGER = replace(
    MICRONUCLEUS_LONG,
    name="micronucleus_longer",
    seed=14,
    stages=_behind_the_stem((2, 2e-4), (1, 6e-5), (1, 1.5e-5)),
    composed=15000,
)
"""From the weights of `MICRONUCLEUS_LONG`, on 15,000 others."""

MICRONUCLEUS_MORE = replace(
    MICRONUCLEUS_LONGER,
    name="micronucleus_more",
    seed=15,
    stages=_behind_the_stem((1, 1e-4), (1, 4e-5), (1, 1e-5)),
    composed=10000,
    mirrored=True,
)
"""From the weights of `MICRONUCLEUS_LONGER`, on 10,000 others: the last run of those bundled."""

MICRONUCLEUS_FLUORESCENCE = replace(
    MICRONUCLEUS_COARSE,
    name="micronucleus_fluorescence",
    stages=_behind_the_stem((8, 3e-4), (5, 1e-4), (3, 2e-5)),
    ema_decay=0.99,
    size_px=(160, 160),
    variation=Variation(quarter_turns=True, brightness=0.15, contrast=0.15, shift=0.02, zoom=0.06),
    composed=0,
    mirrored=True,
    to_the_end=True,
)
"""Is there a micronucleus beside this real nucleus in DNA stain, shown alone and re-stained? The
real check of what the weights learnt on composed cells, from which it starts."""

MICRONUCLEUS_FLUORESCENCE_MORE = replace(
    MICRONUCLEUS_FLUORESCENCE,
    name="micronucleus_fluorescence_more",
    stages=_behind_the_stem((4, 2e-4), (3, 5e-5), (1, 1e-5)),
    size_px=(192, 192),
)
"""From the weights of `MICRONUCLEUS_FLUORESCENCE`, at more detail: the smallest micronuclei are two
or three pixels wide in these fields."""

CERVICAL = Recipe(
    name="cervical",
    task="cervical",
    network="resnet50v2_attention",
    loss=Loss.CROSS_ENTROPY,
    batch=32,
    stages=(
        Stage(
            epochs=10,
            learning_rate=2e-4,
            optimiser=Optimiser.ADAMW,
            weight_decay=1e-5,
            frozen=("bn0", "conv0", "bn1", "stage1", "stage2", "stage3", "stage4", "norm"),
            patience=3,
        ),
        Stage(
            epochs=40,
            learning_rate=2e-5,
            optimiser=Optimiser.ADAMW,
            weight_decay=1e-5,
            patience=3,
        ),
    ),
    variation=Variation(brightness=0.1, contrast=0.1, turn=15, shift=0.05),
)
"""Seed 3: AdamW, attention and head on a frozen base, then all at a lower rate; patience 3."""

CERVICAL_HERLEV = replace(
    CERVICAL,
    name="cervical_herlev",
    stages=(
        Stage(
            epochs=12,
            learning_rate=3e-4,
            optimiser=Optimiser.ADAMW,
            weight_decay=1e-3,
            frozen=("bn0", "conv0", "bn1", "stage1", "stage2", "stage3"),
            step=3,
            factor=0.4,
        ),
    ),
    ema_decay=0.98,
    crown_variants=8,
    crown_turned=True,
    balanced=True,
    variation=Variation(
        brightness=0.15, contrast=0.15, quarter_turns=True, turn=20, shift=0.06, zoom=0.12
    ),
    to_the_end=True,
)
"""For Herlev's seven classes. The fourth stage of the starting network isn't to be had, so it
learns from the first epoch; the early stages stay as they are, since 734 cells are few. The moving
average needs nobody to choose its epoch, so that every cell but those measured is learnt from."""

MAMMOGRAPHY = Recipe(
    name="mammography",
    task="mammography",
    network="xception_c",
    loss=Loss.BINARY,
    batch=16,
    stages=(
        Stage(
            epochs=50,
            learning_rate=1e-4,
            optimiser=Optimiser.SGD,
            plateau=7,
            factor=0.2,
            patience=13,
        ),
    ),
    variation=Variation(turn=30, shift=0.1),
)
"""Seed 4: binary cross entropy, SGD 1e-4 times 0.2 after 7 epochs on a plateau, patience 13."""

MAMMOGRAPHY_MIAS = replace(
    MAMMOGRAPHY,
    name="mammography_mias",
    batch=8,
    stages=(
        Stage(
            epochs=30,
            learning_rate=1e-4,
            optimiser=Optimiser.ADAMW,
            weight_decay=0.01,
            frozen=("conv1", "bn1", "conv2", "bn2", *(f"block{number}" for number in range(1, 12))),
            step=10,
            factor=0.3,
            patience=10,
        ),
    ),
    crown_variants=9,
    balanced=True,
    variation=Variation(turn=30, shift=0.08, zoom=0.1, brightness=0.1, contrast=0.15),
)
"""For the 86 lesions of mini-MIAS: the late layers alone, since so few can't move the rest."""

BREAST_HISTOLOGY = Recipe(
    name="breast_histology",
    task="breast_histology",
    network="densenet121_se",
    loss=Loss.CROSS_ENTROPY,
    batch=16,
    stages=(
        Stage(epochs=200, learning_rate=0.01, optimiser=Optimiser.SGD, plateau=10, patience=30),
    ),
    variation=Variation(quarter_turns=True),
)
"""Seed 5's last stage: batch 16, rate 0.01, up to 200 epochs, rotations and flips."""

BREAST_HISTOLOGY_LUNG = replace(
    BREAST_HISTOLOGY,
    name="breast_histology_lung",
    stages=(
        Stage(
            epochs=20,
            learning_rate=1e-3,
            optimiser=Optimiser.ADAMW,
            weight_decay=0.01,
            plateau=3,
            factor=0.3,
            patience=7,
        ),
    ),
    size_px=(128, 128),
    variation=Variation(
        quarter_turns=True, brightness=0.1, contrast=0.15, stain=StainJitter(0.2, 0.04, 0.08, 1.0)
    ),
    norms_anew=True,
)
"""Seed 5's stage on LC25000 lung, from chance where ImageNet can't be had; AdamW and a lower rate
than the seed's, since there are no starting weights."""

BREAST_HISTOLOGY_LUNG_MORE = replace(
    BREAST_HISTOLOGY_LUNG,
    name="breast_histology_lung_more",
    stages=tuple(
        Stage(epochs=epochs, learning_rate=rate, optimiser=Optimiser.ADAMW, weight_decay=0.01)
        for epochs, rate in ((8, 5e-4), (5, 1e-4))
    ),
    ema_decay=0.98,
    size_px=(160, 160),
    variation=replace(BREAST_HISTOLOGY_LUNG.variation, shift=0.05, zoom=0.15),
    mirrored=True,
    to_the_end=True,
)
"""From the weights of `BREAST_HISTOLOGY_LUNG`, at more detail and with a moving average."""

BREAST_HISTOLOGY_STAGED = replace(
    BREAST_HISTOLOGY,
    name="breast_histology_staged",
    batch=8,
    stages=(
        Stage(
            epochs=12,
            learning_rate=3e-3,
            optimiser=Optimiser.ADAMW,
            weight_decay=0.1,
            frozen=("body",),
        ),
    ),
    ema_decay=0.95,
    crown_variants=7,
    balanced=True,
    variation=Variation(stain=StainJitter(0.2, 0.04, 0.08, 1.0)),
)
"""Seed 5's last stage for a few dozen fields: from the lung stage's weights, the classifier alone
learns. With the last block learning too, 49 fields of 21 patients came out below chance."""

RECIPES = {
    recipe.name: recipe
    for recipe in (
        MITOSIS,
        MITOSIS_MINED,
        MITOSIS_IMPROVED,
        MITOSIS_ATYPICAL,
        MICRONUCLEUS,
        MICRONUCLEUS_COARSE,
        MICRONUCLEUS_COMPOSED,
        MICRONUCLEUS_LONG,
        MICRONUCLEUS_LONGER,
        MICRONUCLEUS_MORE,
        MICRONUCLEUS_FLUORESCENCE,
        MICRONUCLEUS_FLUORESCENCE_MORE,
        CERVICAL,
        CERVICAL_HERLEV,
        MAMMOGRAPHY,
        MAMMOGRAPHY_MIAS,
        BREAST_HISTOLOGY,
        BREAST_HISTOLOGY_LUNG,
        BREAST_HISTOLOGY_LUNG_MORE,
        BREAST_HISTOLOGY_STAGED,
    )
}


def recipe_called(named: str | None, task: str) -> Recipe:
    """A recipe by its name or file; None is the task's own.

    Raises:
        InputInvalid: if there is none, its file can't be understood, or it is for another task.
    """
    name = task if named is None else named
    if name in RECIPES:
        recipe = RECIPES[name]
    elif Path(name).is_file():
        recipe = read_recipe(Path(name))
    else:
        known = ", ".join(RECIPES)
        raise InputInvalid(f"recipe {name}", f"it is neither a file nor one of: {known}")
    if recipe.task != task:
        raise InputInvalid(f"recipe '{recipe.name}'", f"it is for the task '{recipe.task}'")
    return recipe
