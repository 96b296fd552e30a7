"""Measuring a classifier, and printing figures."""

from collections.abc import Sequence
from pathlib import Path

from medcls_core.cli.readable_card import metrics_table
from medcls_core.cli.speech import results
from medcls_core.data.sources import read_labelled
from medcls_core.inference import Predictor, choose_device
from medcls_core.learning.asking import answer_images
from medcls_core.learning.classifiers import asked_about, figures
from medcls_core.networks import Metric, ModelVersion
from medcls_core.progress import Progress
from medcls_core.tasks import Task, get_task


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
        unseen=False,
    )


def print_metrics(metrics: Sequence[Metric], task: Task) -> None:
    """The figures as a table on standard output."""
    results().print(metrics_table(metrics, task.all_labels))
