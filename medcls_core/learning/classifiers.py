"""A classifier from a labelled set to a model version with honest figures."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from torch import nn

from medcls_core.data.labelled import LabelledSet
from medcls_core.errors import InputInvalid
from medcls_core.evaluation.answers import Answer
from medcls_core.evaluation.calibration import fit_temperature
from medcls_core.evaluation.classification import classification_metrics
from medcls_core.learning.learner import Learner, Setup, Tell
from medcls_core.learning.parts import Parts, cross_validation, everything
from medcls_core.networks import Metric, ModelCard, ModelVersion
from medcls_core.progress import Progress
from medcls_core.tasks import Task
from medcls_core.training.release import release
from medcls_core.whole_file import written_beside

ANSWERS = "answers.json"
UNKNOWN = "as given; whether it was trained on them is not known here"
TWO = 2  # classes: of two the second is the one that is looked for


@dataclass(frozen=True, slots=True)
class Learnt:
    """A trained network and what it, or its like, said of images it had not seen.

    Attributes:
        network: in eval mode.
        watched: answers about the images that stopped the training; where none did, about those
            that are measured.
        measured: answers about images that no decision was taken on.
    """

    network: nn.Module
    watched: tuple[Answer, ...]
    measured: tuple[Answer, ...]


def classes_for(task: Task, labels: Sequence[str]) -> tuple[str, ...]:
    """The class keys, in order, of the task's scheme that knows all `labels`.

    Raises:
        InputInvalid: if no scheme of the task does.
    """
    for scheme in (task.classes, *task.schemes):
        keys = tuple(label.key for label in scheme)
        if set(labels) <= set(keys):
            return keys
    known = "; ".join(
        ", ".join(label.key for label in scheme) for scheme in (task.classes, *task.schemes)
    )
    raise InputInvalid(
        f"labels {', '.join(labels)}", f"the task {task.key} knows the classes {known}"
    )


def asked_about(labelled: LabelledSet, task: Task) -> LabelledSet:
    """The images that the task's question can be asked about: lesions, not normal tissue."""
    return replace(
        labelled,
        items=tuple(item for item in labelled.items if item.label not in task.not_asked),
    )


def learn_once(
    labelled: LabelledSet,
    parts: Parts,
    setup: Setup,
    folder: Path,
    tell: Tell,
    progress: Progress,
) -> Learnt:
    """Train on one part, stop by another, measure on the third.

    A recipe that goes to its end learns from both of the first, and is calibrated on the third.

    Raises:
        InputInvalid: if a part is empty or a label unknown.
        Cancelled: from `progress`.
    """
    if not (parts.learnt and parts.watched and parts.measured):
        raise InputInvalid(
            labelled.name, f"too few of its {labelled.unit_name}s for three parts; use --folds"
        )
    learner = Learner(labelled.items, setup, progress)
    network = learner.train(_to_learn(parts, setup), parts.watched, folder, tell)
    measured = tuple(learner.ask(network, parts.measured))
    if setup.recipe.to_the_end:
        return Learnt(network, measured, measured)
    return Learnt(network, tuple(learner.ask(network, parts.watched)), measured)


def learn_by_folds(
    labelled: LabelledSet, setup: Setup, count: int, folder: Path, tell: Tell, progress: Progress
) -> Learnt:
    """Measure by cross validation, then train on everything.

    The answers are those of networks that had not seen the image; the network given back has
    learnt from all images but a few that it was stopped by, or from all of them where the recipe
    goes to its end.

    Raises:
        InputInvalid: if there are fewer units than folds, or a label is unknown.
        Cancelled: from `progress`.
    """
    rounds = cross_validation(labelled.items, count)
    learner = Learner(labelled.items, setup, progress)
    watched, measured = _by_folds(learner, rounds, folder, tell)
    parts = everything(labelled.items)
    network = learner.train(_to_learn(parts, setup), parts.watched, folder / "final", tell)
    return Learnt(network, tuple(watched or measured), tuple(measured))


def answers_by_folds(
    labelled: LabelledSet, setup: Setup, count: int, folder: Path, tell: Tell, progress: Progress
) -> tuple[Answer, ...]:
    """What the networks of a cross validation say of the images that each had not seen.

    Raises:
        InputInvalid: if there are fewer units than folds, or a label is unknown.
        Cancelled: from `progress`.
    """
    rounds = cross_validation(labelled.items, count)
    learner = Learner(labelled.items, setup, progress)
    return tuple(_by_folds(learner, rounds, folder, tell)[1])


def _by_folds(
    learner: Learner, rounds: Sequence[Parts], folder: Path, tell: Tell
) -> tuple[list[Answer], list[Answer]]:
    """Answers about what was watched, none where it was learnt from, and about what is measured."""
    setup = learner.setup
    watched: list[Answer] = []
    measured: list[Answer] = []
    for number, parts in enumerate(rounds, start=1):
        network = learner.train(
            _to_learn(parts, setup), parts.watched, folder / f"fold{number}", tell
        )
        measured += learner.ask(network, parts.measured)
        if not setup.recipe.to_the_end:
            watched += learner.ask(network, parts.watched)
    return watched, measured


def _to_learn(parts: Parts, setup: Setup) -> tuple[int, ...]:
    """Where no epoch is chosen by the watched images, they are learnt from too."""
    return parts.learnt + parts.watched if setup.recipe.to_the_end else parts.learnt


def release_classifier(
    learnt: Learnt,
    draft: ModelCard,
    labelled: LabelledSet,
    setup: Setup,
    folder: Path,
) -> ModelVersion:
    """Write weights, card with figures and calibration, and every answer into `folder`."""
    temperature = fit_temperature(learnt.watched)
    metrics = figures(
        learnt.measured, setup.task, setup.classes, labelled, temperature, unseen=True
    )
    card = replace(
        draft,
        network=setup.recipe.network,
        classes=setup.classes,
        recipe=setup.recipe.name,
        seed=setup.recipe.seed,
        metrics=metrics,
    )
    version = release(
        learnt.network,
        card,
        folder,
        mpp=setup.task.input.mpp,
        threshold=0.5,
        temperature=temperature,
        size_px=setup.recipe.size_px,
        mirrored=setup.recipe.mirrored,
    )
    write_answers(learnt.measured, folder / ANSWERS)
    return version


def figures(
    answers: Sequence[Answer],
    task: Task,
    classes: Sequence[str],
    labelled: LabelledSet,
    temperature: float,
    *,
    unseen: bool,
) -> tuple[Metric, ...]:
    """All figures of the answers, with intervals by the set's unit.

    `unseen` tells that no network answered about images that it had learnt from; where nobody
    knows, the figures say so.
    """
    seen = f"{labelled.unit_name}s it was not trained on" if unseen else UNKNOWN
    return classification_metrics(
        answers,
        classes,
        f"{labelled.name}, {seen}",
        unit_name=labelled.unit_name,
        groups={name.en: keys for name, keys in task.grouping_of(classes)} or None,
        positive=classes[1] if len(classes) == TWO else None,
        temperature=temperature,
    )


def write_answers(answers: Sequence[Answer], path: Path) -> None:
    """All answers as JSON, beside `path` and renamed."""
    with written_beside(path) as part:
        part.write_text(json.dumps([asdict(one) for one in answers], indent=1) + "\n", "utf-8")


def read_answers(path: Path) -> list[Answer]:
    """The answers that `write_answers` wrote."""
    return [
        Answer(**{**one, "logits": tuple(one["logits"])})
        for one in json.loads(path.read_text("utf-8"))
    ]
