"""The words of a card before there are weights and figures."""

from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from medcls_core.data.labelled import LabelledSet
from medcls_core.data.mitosis_set import MitosisSet
from medcls_core.language import Text
from medcls_core.networks import ModelCard, read_card
from medcls_core.tasks import Task
from medcls_core.training.recipe import Recipe

_LICENCE = Text(
    "That of the images it was trained on; nobody has stated it here.",
    "与训练图像的许可相同；此处无人声明。",
)
_LIMITS = (
    Text(
        "Trained on this computer; the figures hold for images like the measured ones, from the "
        "same scanners, stains and laboratories.",
        "在本机训练；指标仅适用于与所评估图像相似（相同扫描仪、染色和实验室）的图像。",
    ),
)


def draft_card(
    task: Task, recipe: Recipe, data: tuple[Text, ...], words: Path | None, classes: tuple[str, ...]
) -> ModelCard:
    """A card without weights and figures.

    Args:
        task: the question.
        recipe: how it is trained.
        data: what it is trained on, as counted.
        words: a card file whose version and texts are taken instead of those counted here.
        classes: of the network's outputs.

    Raises:
        WeightsMismatch: if `words` isn't a card.
    """
    if words is not None:
        draft = replace(read_card(words), weights=None, metrics=())
    else:
        draft = ModelCard(
            task=task.key,
            version=f"{version('medcls')}+{datetime.now(UTC):%Y%m%d.%H%M}",
            network=recipe.network,
            classes=classes,
            weights=None,
            intended_use=Text(
                f"{task.question.en} Trained by a user; research use, not for primary diagnosis.",
                f"{task.question.zh}由用户训练；仅供研究使用，不用于初次诊断。",
            ),
            data=data,
            licence=_LICENCE,
            recipe=recipe.name,
            seed=recipe.seed,
            metrics=(),
            limits=_LIMITS,
        )
    return replace(
        draft,
        task=task.key,
        network=recipe.network,
        classes=classes,
        recipe=recipe.name,
        seed=recipe.seed,
    )


def words_of_set(labelled: LabelledSet, epochs: int) -> tuple[Text, ...]:
    """What a labelled set holds, counted."""
    units = len({item.unit for item in labelled.items})
    counts = ", ".join(f"{label} {count}" for label, count in labelled.counts.items())
    return (
        Text(
            f"{labelled.name}: {len(labelled.items)} images of {units} {labelled.unit_name}s "
            f"({counts}); at most {epochs} epochs.",
            f"{labelled.name}：{len(labelled.items)} 幅图像，{units} 个划分单位"
            f"（{labelled.unit_name}；{counts}）；最多 {epochs} 轮。",
        ),
    )


def words_of_patches(labelled: MitosisSet, epochs: int) -> tuple[Text, ...]:
    """What the mitosis patches and mitosis-free fields hold, counted."""
    parts = (labelled.patches.train, labelled.patches.validation, labelled.patches.test)
    images = "/".join(str(len(part)) for part in parts)
    cases = "/".join(str(len({patch.case for patch in part})) for part in parts)
    fields = labelled.free_fields
    free = len(fields.train) + len(fields.validation) + len(fields.test)
    return (
        Text(
            f"{images} patches of {cases} cases to train, choose and measure, split by case; "
            f"{free} fields taken as free of mitoses; at most {epochs} epochs.",
            f"训练/选择/评估小图 {images} 幅，来自 {cases} 个病例，按病例划分；"
            f"视为不含核分裂象的视野 {free} 个；最多 {epochs} 轮。",
        ),
        Text(
            "Masks were grown in the haematoxylin channel around the given centres "
            "(pseudo-masks), not drawn by a pathologist.",
            "掩膜由给定中心点在苏木精通道内生长得到（伪掩膜），并非病理医生勾画。",
        ),
    )
