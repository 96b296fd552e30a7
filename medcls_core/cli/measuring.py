"""Measuring the mitosis model, and printing figures."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from torch import nn

from medcls_core.cli.readable_card import metrics_table
from medcls_core.cli.speech import results
from medcls_core.data.mitosis_set import MitosisSet, read_fields
from medcls_core.data.sources import read_labelled
from medcls_core.evaluation.mitosis import (
    alarm_metrics,
    answer_fields,
    answer_patches,
    choose_threshold,
    f1_with_fields,
    patch_metrics,
)
from medcls_core.inference import Predictor, choose_device
from medcls_core.learning.asking import answer_images
from medcls_core.learning.classifiers import asked_about, figures
from medcls_core.networks import Metric, ModelCard, ModelVersion, Weights
from medcls_core.progress import Progress, Silent
from medcls_core.tasks import Task, get_task
from medcls_core.training.mitosis import MPP

PATCHES = "AMi-Br and TUPAC16 patches, held-out cases"
FREE = "MoNuSeg fields, held out, taken as mitosis-free"
UNLABELLED = "unlabelled fields (true mitoses among the alarms are not known)"
DRAFT_WEIGHTS = Weights("draft", "0" * 64, MPP, 0.5)


def chosen_threshold(
    model: ModelVersion, labelled: MitosisSet, device: str, progress: Progress
) -> float:
    """The object score with the best F1 on the validation part."""
    predictor = Predictor.load(get_task("mitosis"), model, choose_device(device))
    watched = answer_patches(predictor, labelled.patches.validation, progress)
    free = read_fields(labelled.free_fields.validation)
    return choose_threshold(watched, answer_fields(predictor, free, MPP, progress))


def measure_mitosis(
    model: ModelVersion,
    labelled: MitosisSet,
    unlabelled: Path | None,
    device: str,
    progress: Progress,
) -> tuple[Metric, ...]:
    """Figures of `model` on the test part, at its card's threshold.

    Args:
        model: card and weights.
        labelled: the split set.
        unlabelled: folder of H&E fields at 0.25 um per pixel, or None.
        device: auto, cpu or cuda.
        progress: told patch by patch.
    """
    predictor = Predictor.load(get_task("mitosis"), model, choose_device(device))
    answers = answer_patches(predictor, labelled.patches.test, progress)
    groups = {FREE: labelled.free_fields.test}
    if unlabelled is not None:
        groups[UNLABELLED] = tuple(sorted(unlabelled.rglob("*.jpg")))
    alarms = {
        name: answer_fields(predictor, read_fields(paths), MPP, progress)
        for name, paths in groups.items()
        if paths
    }
    threshold = predictor.threshold
    return patch_metrics(answers, threshold, PATCHES) + alarm_metrics(alarms, threshold)


def validation_score(labelled: MitosisSet, draft: ModelCard) -> Callable[[nn.Module], float]:
    """The score that training is steered by: best F1 over the validation part's objects.

    Args:
        labelled: the split set.
        draft: a card of the network that will be scored.
    """
    fields = read_fields(labelled.free_fields.validation)
    model = ModelVersion(replace(draft, weights=DRAFT_WEIGHTS), Path())

    def score(network: nn.Module) -> float:
        device = next(network.parameters()).device
        predictor = Predictor(network, get_task("mitosis"), model, device)
        patches = answer_patches(predictor, labelled.patches.validation, Silent())
        free = answer_fields(predictor, fields, MPP, Silent())
        return f1_with_fields(patches, free, choose_threshold(patches, free))

    return score


def measure_classifier(
    model: ModelVersion, data: Path, device: str, progress: Progress
) -> tuple[Metric, ...]:
    """Figures of `model` on all labelled images in `data`.

    Raises:
        InputInvalid: if the folder isn't understood, or a label isn't one of the card's classes.
        ImageUnreadable: if an image is damaged.
    """
    task = get_task(model.card.task)
    labelled = asked_about(read_labelled(data, task.key), task)
    predictor = Predictor.load(task, model, choose_device(device))
    return figures(
        answer_images(predictor, labelled.items, progress),
        predictor.task,
        predictor.classes,
        labelled,
        predictor.temperature,
    )


def print_metrics(metrics: Sequence[Metric], task: Task) -> None:
    """The figures as a table on standard output."""
    results().print(metrics_table(metrics, task.all_labels))
