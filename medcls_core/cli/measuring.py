"""Measuring a model on labelled images, printing the figures, and what can be kept of them."""

import csv
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.table import Table

from medcls_core.cli.readable_card import metrics_table
from medcls_core.cli.run_record import explained_by, write_facts
from medcls_core.cli.speech import current_language, invalid, results, say
from medcls_core.cli.tables import plain_table
from medcls_core.data.labelled import LabelledSet
from medcls_core.data.mitosis_set import read_mitosis_set
from medcls_core.data.sources import read_labelled
from medcls_core.evaluation.answers import Answer
from medcls_core.evaluation.calibration import reliability_bins
from medcls_core.evaluation.confusion import confusion_matrix
from medcls_core.evaluation.plots import draw_confusion, draw_reliability
from medcls_core.inference import Predictor, choose_device
from medcls_core.language import Text
from medcls_core.learning.asking import answer_images
from medcls_core.learning.classifiers import asked_about, figures
from medcls_core.learning.masks import mask_figures
from medcls_core.learning.parts import SPLIT_SEED
from medcls_core.networks import (
    Metric,
    ModelCard,
    ModelVersion,
    installed_name,
    known_models,
)
from medcls_core.progress import Progress
from medcls_core.tasks import ClassLabel, Task, get_task, labels_for
from medcls_core.whole_folder import RUN_FILE, whole_folder

_FOREIGN = Text("the model knows the classes {known}", "该模型的类别为 {known}")
_OTHER_MODEL = Text(
    "the model knows the classes {known}; another one knows these: --model {name}",
    "该模型的类别为 {known}；另一模型包含这些类别：--model {name}",
)
_CORNER = Text("True \\ model", "真实 \\ 模型")


@dataclass(frozen=True, slots=True)
class Measured:
    """A model's figures, and of a classifier every answer that they come from."""

    predictor: Predictor
    metrics: tuple[Metric, ...]
    answers: tuple[Answer, ...] = ()


def measure_classifier(
    model: ModelVersion, data: Path, device: str, progress: Progress
) -> Measured:
    """Measure on all labelled images in `data`.

    Raises:
        InputInvalid: if the folder isn't understood, or a label isn't one of the card's classes.
        ImageUnreadable: if an image is damaged.
    """
    task = get_task(model.card.task)
    labelled = asked_about(read_labelled(data, task.key), task)
    _check_labels(model, labelled)
    predictor = Predictor.load(task, model, choose_device(device))
    answers = tuple(answer_images(predictor, labelled.items, progress))
    measured = figures(
        answers,
        predictor.task,
        predictor.classes,
        labelled,
        predictor.temperature,
        unseen=False,
    )
    return Measured(predictor, measured, answers)


def _check_labels(model: ModelVersion, labelled: LabelledSet) -> None:
    """Refuse labels that the model doesn't know; say which model of the task does.

    Raises:
        InputInvalid: if there are any.
    """
    foreign = [key for key in labelled.classes if key not in model.card.classes]
    if not foreign:
        return
    task = model.card.task
    known = ", ".join(model.card.classes)
    what = f"labels {', '.join(foreign)}"
    for other in known_models(task):
        if set(labelled.classes) <= set(other.card.classes):
            name = installed_name(other) or str(other.folder)
            raise invalid(what, _OTHER_MODEL, known=known, name=name)
    raise invalid(what, _FOREIGN, known=known)


def measure_masks(
    model: ModelVersion,
    data: Path,
    negatives: Path | None,
    unlabelled: Path | None,
    device: str,
    progress: Progress,
) -> Measured:
    """Measure on the held-out cases of the patches in `data`.

    Raises:
        InputInvalid: if a folder isn't understood.
        ImageUnreadable: if an image is damaged.
    """
    labelled = read_mitosis_set(data, negatives, SPLIT_SEED)
    predictor = Predictor.load(get_task(model.card.task), model, choose_device(device))
    return Measured(predictor, mask_figures(predictor, labelled, unlabelled, progress))


def print_metrics(metrics: Sequence[Metric], task: Task) -> None:
    """The figures as a table on standard output."""
    results().print(metrics_table(metrics, task.all_labels))


def print_measured(measured: Measured) -> None:
    """The figures, and of a classifier how often every class was taken for every other."""
    print_metrics(measured.metrics, measured.predictor.task)
    if measured.answers:
        results().print()
        results().print(_confusion_table(measured.answers, measured.predictor.labels))


def _confusion_table(answers: Sequence[Answer], labels: Sequence[ClassLabel]) -> Table:
    names = [say(label.name) for label in labels]
    table = plain_table([_CORNER, *names, "n"], range(1, len(names) + 2))
    matrix = confusion_matrix(answers, [label.key for label in labels])
    for name, row in zip(names, matrix.tolist(), strict=True):
        table.add_row(
            name, *(str(count) if count else "\N{MIDDLE DOT}" for count in row), str(sum(row))
        )
    return table


def keep_measured(measured: Measured, data: Path, out: Path) -> None:
    """Figures, answers image by image, confusion and calibration, as a folder.

    Raises:
        OutputUnwritable: if the disk refuses.
    """
    predictor, answers = measured.predictor, measured.answers
    with whole_folder(out) as part:
        _write_rows(part / "figures.csv", [asdict(one) for one in measured.metrics])
        if answers:
            _write_rows(part / "answers.csv", _answer_rows(answers, predictor))
            draw_answers(part, answers, predictor.model.card)
        record = explained_by(predictor) | {"data": str(data.resolve())}
        write_facts(record, part / RUN_FILE)


def draw_answers(folder: Path, answers: Sequence[Answer], card: ModelCard) -> None:
    """Confusion and calibration of a classifier's answers, as pictures in `folder`.

    Raises:
        OutputUnwritable: if the disk refuses.
    """
    title, language = f"{card.task} {card.version}", current_language()
    names = [label.name for label in labels_for(card, get_task(card.task))]
    matrix = confusion_matrix(answers, card.classes)
    draw_confusion(folder / "confusion.png", matrix, names, title, language)
    temperature = 1.0 if card.weights is None else card.weights.temperature
    bins = reliability_bins(answers, temperature=temperature)
    draw_reliability(folder / "reliability.png", bins, title, language)


def _answer_rows(answers: Sequence[Answer], predictor: Predictor) -> list[dict[str, object]]:
    classes = predictor.classes
    rows = []
    for one in answers:
        probs = zip(classes, one.probs(predictor.temperature), strict=True)
        rows.append(
            {
                "file": one.name,
                "unit": one.unit,
                "label": classes[one.label],
                "answer": classes[one.choice],
                "right": int(one.choice == one.label),
                **{f"prob_{key}": round(prob, 4) for key, prob in probs},
            }
        )
    return rows


def _write_rows(path: Path, rows: Sequence[dict[str, object]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
