"""Training the candidate of a round, with a card that names its parent."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import torch

from medcls_core.data.labelled import LabelledImage
from medcls_core.evaluation.calibration import fit_temperature
from medcls_core.language import Text, filled
from medcls_core.learning.learner import Learner, Setup, Tell
from medcls_core.learning.parts import everything
from medcls_core.learning.rounds.labels import Label
from medcls_core.learning.rounds.mask_candidate import train_masks
from medcls_core.learning.rounds.plan import RoundPlan
from medcls_core.learning.rounds.replay import replayed_images
from medcls_core.networks import ModelCard, ModelVersion
from medcls_core.progress import Progress
from medcls_core.store.rounds import RoundPart
from medcls_core.tasks import TaskKind, labels_for, task_for
from medcls_core.training.release import release

_DATA = Text(
    "Learnt on from version {parent}: {learnt} labels of {images} images by {readers} "
    "({counts}); {watched} more chose the epoch; {replayed} earlier images mixed in.",
    "在版本 {parent} 基础上继续训练：{images} 幅图像的 {learnt} 条标注，"
    "来自 {readers}（{counts}）；另 {watched} 条用于选择轮次；混入 {replayed} 幅早期图像。",
)
_LIMIT = Text(
    "Fine-tuned on the labels of one label store; figures are those of its frozen test set alone, "
    "and figures of the parent's card don't hold for it.",
    "由单一标注库的标注微调；指标仅来自其冻结测试集，父模型卡的指标不适用。",
)


def train_candidate(  # noqa: PLR0913, PLR0917  (a training is made of these)
    plan: RoundPlan,
    parent: ModelVersion,
    labels: Sequence[Label],
    folder: Path,
    candidate: Path,
    device: torch.device,
    tell: Tell,
    progress: Progress,
) -> ModelVersion:
    """Train from the parent's weights; stopped, it goes on from the last epoch in `folder`.

    Args:
        plan: of the round.
        parent: the model in use.
        labels: those of the plan that still stand, with their pixels.
        folder: for checkpoint and curves.
        candidate: where weights and card are written.
        device: where to train.
        tell: told every epoch.
        progress: told every batch; may cancel.

    Raises:
        InputInvalid: if the replay holds nothing that can be used.
        ImageUnreadable: if an image is gone or damaged.
        Cancelled: from `progress`.
    """
    task = task_for(parent.card)
    if task.kind is TaskKind.MASK:
        card = card_of(plan, parent, labels, 0)
        return train_masks(plan, parent, card, labels, folder, candidate, device, tell, progress)
    classes = tuple(label.key for label in labels_for(parent.card, task))
    replayed: tuple[LabelledImage, ...] = ()
    if plan.replay is not None:
        replayed = replayed_images(
            plan.replay, task, parent.card, classes, len(labels), plan.recipe.seed
        )
    setup = Setup(task, plan.recipe, classes, parent.weights_path, device)
    items = (*(label.cut for label in labels), *replayed)
    weights = [*(label.weight for label in labels), *(1.0 for _ in replayed)]
    learner = Learner(items, setup, progress, weights)
    learnt, watched = _parts(plan, labels, replayed)
    network = learner.train(learnt, watched, folder, tell)
    temperature = fit_temperature(learner.ask(network, watched))
    return release(
        network,
        card_of(plan, parent, labels, len(replayed)),
        candidate,
        mpp=None if parent.card.weights is None else parent.card.weights.mpp,
        threshold=0.5,
        temperature=temperature,
        size_px=plan.recipe.size_px,
        mirrored=plan.recipe.mirrored,
    )


def _parts(
    plan: RoundPlan, labels: Sequence[Label], replayed: Sequence[LabelledImage]
) -> tuple[list[int], list[int]]:
    """Places to learn from and to watch; the replay gives its share to both."""
    part = {item.finding: item.part for item in plan.items}
    watched = [at for at, one in enumerate(labels) if part[one.finding] is RoundPart.WATCHED]
    learnt = [at for at, one in enumerate(labels) if part[one.finding] is RoundPart.LEARNT]
    if replayed:
        earlier = everything(replayed)
        learnt += [len(labels) + at for at in earlier.learnt]
        watched += [len(labels) + at for at in earlier.watched]
    return learnt, watched


def card_of(
    plan: RoundPlan, parent: ModelVersion, labels: Sequence[Label], replayed: int
) -> ModelCard:
    """The parent's card with what was learnt since; it has no figures until the gate measured."""
    part = {item.finding: item.part for item in plan.items}
    learnt = [one for one in labels if part[one.finding] is RoundPart.LEARNT]
    names = sorted({name for one in learnt for name in one.readers})
    counts = {key: sum(one.class_key == key for one in learnt) for key in parent.card.classes}
    told = filled(
        _DATA,
        parent=parent.card.version,
        learnt=len(learnt),
        images=len({one.image for one in learnt}),
        readers=Text(f"{len(names)} reader{'s' * (len(names) != 1)}", f"{len(names)} 位阅片人"),
        counts=", ".join(f"{key} {count}" for key, count in counts.items() if count),
        watched=len(labels) - len(learnt),
        replayed=replayed,
    )
    limits = tuple(one for one in parent.card.limits if one != _LIMIT)
    began_from = parent.card.version.partition("+")[0]
    return replace(
        parent.card,
        version=f"{began_from}+{datetime.now(UTC):%Y%m%d.%H%M%S}",
        weights=None,
        data=(*parent.card.data, told),
        recipe=plan.recipe.name,
        seed=plan.recipe.seed,
        metrics=(),
        range=None
        if parent.card.range is None
        else replace(parent.card.range, distance=None, file=None),
        sets=None,
        limits=(*limits, _LIMIT),
        parent=parent.sha256,
        origin=None,
    )
