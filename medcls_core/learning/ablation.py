"""The seeds' ablation tables: the same data and split, several networks, several seeds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from medcls_core.data.labelled import LabelledSet
from medcls_core.data.mitosis_set import MitosisSet
from medcls_core.evaluation.figure_names import (
    AUC,
    AVERAGE_ACCURACY,
    DICE_OF_PSEUDO_MASKS,
    F1_IN_REACH,
    MIOU_OF_PSEUDO_MASKS,
    OVERALL_ACCURACY,
)
from medcls_core.evaluation.spread import Spread, mean_and_spread
from medcls_core.learning.classifiers import answers_by_folds, figures, learn_once
from medcls_core.learning.drafts import draft_card
from medcls_core.learning.learner import Setup, Tell
from medcls_core.learning.masks import MaskSetup, learn_masks, measure_mitosis
from medcls_core.learning.parts import Parts
from medcls_core.networks import Metric
from medcls_core.networks.starting import Init
from medcls_core.progress import Progress
from medcls_core.tasks import get_task
from medcls_core.training.mitosis import CLASSES

ABLATIONS: dict[str, tuple[str, ...]] = {
    "mitosis": ("unet", "unet_ca", "unet_sa", "unet_res", "mcsa_unet"),
    "micronucleus": ("googlenet", "googlenet_dcn", "googlenet_cbam", "googlenet_dcn_cbam"),
    "cervical": ("resnet50v2", "resnet50v2_attention"),
    "mammography": ("xception", "xception_a", "xception_b", "xception_c"),
    "breast_histology": ("densenet121", "densenet121_se"),
}
"""Network keys of each seed's table, the proposed one last."""

WANTED = (
    OVERALL_ACCURACY,
    AVERAGE_ACCURACY,
    AUC,
    DICE_OF_PSEUDO_MASKS,
    MIOU_OF_PSEUDO_MASKS,
    F1_IN_REACH,
)


STAGED = "-staged"
"""What the name of a network that begins from an earlier stage ends in."""


@dataclass(frozen=True, slots=True)
class AblationRow:
    """One network: mean and spread over the seeds of each figure, on the held-out part."""

    network: str
    figures: dict[str, Spread]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the networks of a table are trained and measured.

    Attributes:
        parts: the split; without influence where there are folds.
        folds: of a cross validation, whose answers are taken together; 0 is one split.
        seeds: runs a network.
        earlier: weights of an earlier stage of training; the proposed network begins from them once
            more, in a last row.
    """

    parts: Parts
    folds: int
    seeds: int
    earlier: Init | None = None


def ablate(
    labelled: LabelledSet,
    comparison: Comparison,
    setup: Setup,
    folder: Path,
    tell: Tell,
    progress: Progress,
) -> Iterator[AblationRow]:
    """Train every network of the task's table several times; a row as soon as it is known.

    Stopped, it goes on where it was when it is called with the same folder.

    Raises:
        InputInvalid: if a part of the split is empty or a label unknown.
        Cancelled: from `progress`.
    """
    networks = ABLATIONS[setup.task.key]
    rows = [(network, network, setup.init) for network in networks]
    if comparison.earlier is not None:
        rows.append((f"{networks[-1]}{STAGED}", networks[-1], comparison.earlier))
    for name, network, init in rows:
        runs = []
        for seed in range(comparison.seeds):
            recipe = replace(setup.recipe, network=network, seed=seed)
            varied = replace(setup, recipe=recipe, init=init)
            place, folds = folder / f"{name}-{seed}", comparison.folds
            answers = (
                answers_by_folds(labelled, varied, folds, place, tell, progress)
                if folds
                else learn_once(labelled, comparison.parts, varied, place, tell, progress).measured
            )
            runs.append(figures(answers, setup.task, setup.classes, labelled, 1.0, unseen=True))
        yield _row(name, runs)


def ablate_masks(
    labelled: MitosisSet,
    setup: MaskSetup,
    seeds: int,
    folder: Path,
    tell: Tell,
    progress: Progress,
) -> Iterator[AblationRow]:
    """`ablate` for mask networks: figures of objects and masks on the held-out cases.

    Raises:
        Cancelled: from `progress`.
    """
    task = get_task(setup.recipe.task)
    for network in ABLATIONS[task.key]:
        runs = []
        for seed in range(seeds):
            recipe = replace(setup.recipe, network=network, seed=seed)
            place = folder / f"{network}-{seed}"
            card = draft_card(task, recipe, (), None, CLASSES)
            varied = replace(setup, recipe=recipe)
            model = learn_masks(labelled, varied, card, place, tell, progress)
            runs.append(measure_mitosis(model, labelled, None, setup.device, progress))
        yield _row(network, runs)


def _row(network: str, runs: Sequence[Sequence[Metric]]) -> AblationRow:
    measured: dict[str, list[float]] = {}
    for metric in (metric for run in runs for metric in run):
        if metric.name in WANTED:
            measured.setdefault(metric.name, []).append(metric.value)
    return AblationRow(network, {name: mean_and_spread(v) for name, v in measured.items()})
