"""What a round is made of, decided before it begins and kept in its folder."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID, uuid4

from cattrs import BaseValidationError
from cattrs.preconf.json import make_converter

from medcls_core.errors import InputInvalid
from medcls_core.language import Text
from medcls_core.learning.parts import everything
from medcls_core.learning.rounds.labels import Label
from medcls_core.networks import ModelVersion, Weights
from medcls_core.store.rounds import RoundItem, RoundPart
from medcls_core.training.recipe import MaskSampling, Optimiser, Recipe, Stage
from medcls_core.training.recipes import RECIPES
from medcls_core.whole_file import written_beside

EPOCHS = 8
VARIANTS = 3
KEEP_START = 0.3
"""Share of the model in use in the candidate's weights: new labels are few, and it knew more."""

_ROUND = "round of "

_FOREIGN = Text(
    "its network is of others, so that it can't learn further here",
    "其网络来自他人，无法在此继续训练",
)
_UNREADABLE = Text(
    "the plan of this round can't be read ({problem})", "无法读取本轮计划（{problem}）"
)


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """A round.

    Attributes:
        uuid: of the round in the store.
        task: key.
        parent_sha256: of the model in use when it was planned.
        parent_folder: where that lies.
        recipe: how the candidate is trained.
        items: what it learns from and is stopped by.
        replay: earlier labelled images that are mixed in, so that it doesn't forget; or None.
    """

    uuid: UUID
    task: str
    parent_sha256: str
    parent_folder: Path
    recipe: Recipe
    items: tuple[RoundItem, ...]
    replay: Path | None = None


def plan_round(
    parent: ModelVersion,
    labels: Sequence[Label],
    *,
    epochs: int = EPOCHS,
    seed: int = 0,
    replay: Path | None = None,
) -> RoundPlan:
    """A round from `labels`, none of which is of the test set.

    Raises:
        InputInvalid: if the model can't learn further here.
    """
    items = [label.cut for label in labels]
    watched = set(everything(items).watched)
    chosen = tuple(
        RoundItem(
            label.finding,
            label.class_key,
            RoundPart.WATCHED if place in watched else RoundPart.LEARNT,
            label.weight,
        )
        for place, label in enumerate(labels)
    )
    return RoundPlan(
        uuid4(),
        parent.card.task,
        parent.sha256,
        parent.folder.resolve(),
        round_recipe(parent, epochs, seed),
        chosen,
        None if replay is None else replay.resolve(),
    )


def round_recipe(parent: ModelVersion, epochs: int, seed: int) -> Recipe:
    """How a model learns on: what its last stage froze stays frozen, at a low rate.

    Raises:
        InputInvalid: if its network is of others.
    """
    card, weights = parent.card, parent.card.weights
    if weights is None or weights.format != "safetensors":
        raise InputInvalid(f"model {card.version}", _FOREIGN)
    base = RECIPES.get(card.recipe.removeprefix(_ROUND), RECIPES[card.task])
    stages = (
        Stage(
            epochs=epochs,
            learning_rate=1e-4,
            optimiser=Optimiser.ADAMW,
            weight_decay=1e-3,
            frozen=base.stages[-1].frozen if base.stages else (),
            patience=3,
        ),
    )
    return replace(
        base,
        name=f"{_ROUND}{base.name}",
        network=card.network,
        stages=stages,
        seed=seed,
        ema_decay=None,
        keep_start=KEEP_START,
        size_px=_size(weights),
        mirrored=weights.mirrored,
        crown_variants=min(base.crown_variants, VARIANTS),
        balanced=True,
        mask=None if base.mask is None else MaskSampling(base.mask.crop_px, batches=40),
        trait=None,
        composed=0,
        to_the_end=False,
    )


def _size(weights: Weights) -> tuple[int, int] | None:
    return None if weights.size_px is None else (weights.size_px[0], weights.size_px[1])


_CONVERTER = make_converter(forbid_extra_keys=True)
_CONVERTER.register_unstructure_hook(Path, str)
_CONVERTER.register_structure_hook(Path, lambda value, _: Path(value))
_CONVERTER.register_unstructure_hook(UUID, str)
_CONVERTER.register_structure_hook(UUID, lambda value, _: UUID(value))


def write_plan(plan: RoundPlan, path: Path) -> None:
    """Keep the plan.

    Raises:
        OutputUnwritable: if the disk refuses.
    """
    with written_beside(path) as part:
        part.write_text(json.dumps(_CONVERTER.unstructure(plan), indent=1) + "\n", "utf-8")


def read_plan(path: Path) -> RoundPlan:
    """The plan that was kept.

    Raises:
        InputInvalid: if it is damaged.
    """
    try:
        return _CONVERTER.structure(json.loads(path.read_text("utf-8")), RoundPlan)
    except (OSError, ValueError, BaseValidationError) as problem:
        said = Text(*(text.format(problem=problem) for text in (_UNREADABLE.en, _UNREADABLE.zh)))
        raise InputInvalid(str(path), said) from problem
