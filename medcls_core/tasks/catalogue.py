"""Every task by its key, and the classes of the weights in use."""

from dataclasses import replace
from typing import TYPE_CHECKING

from medcls_core.errors import InputInvalid
from medcls_core.tasks.breast_histology import BREAST_HISTOLOGY
from medcls_core.tasks.cervical import CERVICAL
from medcls_core.tasks.mammography import MAMMOGRAPHY
from medcls_core.tasks.micronucleus import MICRONUCLEUS
from medcls_core.tasks.mitosis import MITOSIS
from medcls_core.tasks.task import ClassLabel, Task

if TYPE_CHECKING:  # networks import torch, and a list of tasks needn't wait for it
    from medcls_core.networks.card import ModelCard

_TASKS = (MICRONUCLEUS, MITOSIS, CERVICAL, MAMMOGRAPHY, BREAST_HISTOLOGY)

BACKGROUND_CHANNEL = "background"
"""What the card of a mask network calls the channel for 'nothing to find here'."""


def all_tasks() -> tuple[Task, ...]:
    """The five tasks in the order of the seeds."""
    return _TASKS


def get_task(key: str) -> Task:
    """The task called `key`.

    Raises:
        InputInvalid: if there is none.
    """
    for task in _TASKS:
        if task.key == key:
            return task
    known = ", ".join(task.key for task in _TASKS)
    raise InputInvalid(f"task {key!r}", f"known tasks are {known}")


def task_for(card: "ModelCard") -> Task:
    """The task as the card's weights answer it: with the classes of the scheme they know.

    Raises:
        InputInvalid: if there is no such task.
    """
    task = get_task(card.task)
    for scheme in task.schemes:
        if {label.key for label in scheme} == set(card.classes):
            return replace(task, classes=scheme)
    return task


def labels_for(card: "ModelCard", task: Task) -> tuple[ClassLabel, ...]:
    """Labels of the card's classes, in the order of the network's outputs.

    The background channel of a mask network speaks for the task's background class.

    Raises:
        InputInvalid: if the card is of another task or names a class that the task doesn't know.
    """
    if card.task != task.key:
        raise InputInvalid(f"model of task {card.task!r}", f"the task asked for is {task.key!r}")
    labels = {label.key: label for label in task.all_labels}
    if task.background is not None:
        labels[BACKGROUND_CHANNEL] = labels[task.background]
    unknown = [key for key in card.classes if key not in labels]
    if unknown:
        raise InputInvalid(
            f"model {card.version!r}", f"task {task.key!r} has no class {', '.join(unknown)}"
        )
    return tuple(labels[key] for key in card.classes)
