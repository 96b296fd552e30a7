"""The seeds' ablation tables: the same data and split, several networks, several seeds."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from medcls_core.data.labelled import LabelledSet
from medcls_core.evaluation.figure_names import AUC, AVERAGE_ACCURACY, OVERALL_ACCURACY
from medcls_core.evaluation.paired import Spread, mean_and_spread
from medcls_core.learning.classifiers import figures, learn_once
from medcls_core.learning.learner import Setup, Tell
from medcls_core.learning.parts import Parts
from medcls_core.progress import Progress

ABLATIONS: dict[str, tuple[str, ...]] = {
    "micronucleus": ("googlenet", "googlenet_dcn", "googlenet_cbam", "googlenet_dcn_cbam"),
    "cervical": ("resnet50v2", "resnet50v2_attention"),
    "mammography": ("xception", "xception_a", "xception_b", "xception_c"),
    "breast_histology": ("densenet121", "densenet121_se"),
}
"""Network keys of each seed's table, the proposed one last."""

WANTED = (OVERALL_ACCURACY, AVERAGE_ACCURACY, AUC)


@dataclass(frozen=True, slots=True)
class AblationRow:
    """One network: mean and spread over the seeds of each figure, on the held-out part."""

    network: str
    figures: dict[str, Spread]


def ablate(  # noqa: PLR0913, PLR0917  (a table is made of these)
    labelled: LabelledSet,
    parts: Parts,
    setup: Setup,
    seeds: int,
    folder: Path,
    tell: Tell,
    progress: Progress,
) -> Iterator[AblationRow]:
    """Train every network of the task's table `seeds` times; a row as soon as it is known.

    Stopped, it goes on where it was when it is called with the same folder.

    Raises:
        InputInvalid: if a part of the split is empty or a label unknown.
        Cancelled: from `progress`.
    """
    for network in ABLATIONS[setup.task.key]:
        measured: dict[str, list[float]] = {}
        for seed in range(seeds):
            recipe = replace(setup.recipe, network=network, seed=seed)
            varied = replace(setup, recipe=recipe)
            learnt = learn_once(
                labelled, parts, varied, folder / f"{network}-{seed}", tell, progress
            )
            for metric in figures(learnt.measured, setup.task, setup.classes, labelled, 1.0):
                if metric.name in WANTED:
                    measured.setdefault(metric.name, []).append(metric.value)
        yield AblationRow(network, {name: mean_and_spread(v) for name, v in measured.items()})
