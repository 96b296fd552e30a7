"""Every task by its key, and the classes of the weights in use."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from medcls_core.errors import InputInvalid
from medcls_core.tasks.breast_histology import BREAST_HISTOLOGY
from medcls_core.tasks.cervical import CERVICAL
from medcls_core.tasks.mammography import MAMMOGRAPHY
from medcls_core.tasks.micronucleus import MICRONUCLEUS
from medcls_core.tasks.mitosis import MITOSIS
from medcls_core.tasks.task import ChannelScaling, ClassLabel, InputContract, Task, TaskKind

if TYPE_CHECKING:  # networks import torch, and a list of tasks needn't wait for it
    from medcls_core.networks.card import ModelCard

_TASKS = (MICRONUCLEUS, MITOSIS, CERVICAL, MAMMOGRAPHY, BREAST_HISTOLOGY)

_COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#F0E442")
"""Colours that colour-blind readers tell apart (Okabe and Ito), for classes that a card names."""

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
    """The task as the card's weights answer it: with the classes they know and their own input.

    Raises:
        InputInvalid: if there is no such task.
    """
    task = get_task(card.task)
    task = replace(task, input=_input_of(card, task))
    if card.class_names:
        return replace(
            task, classes=own_scheme(card), schemes=(task.classes, *task.schemes), groupings=()
        )
    return narrowed(task, card.classes)


def narrowed(task: Task, classes: Iterable[str]) -> Task:
    """The task in that of its class schemes which these keys name; itself if there is none."""
    wanted = set(classes)
    for scheme in task.schemes:
        if {label.key for label in scheme} == wanted:
            return replace(task, classes=scheme)
    return task


def _input_of(card: "ModelCard", task: Task) -> InputContract:
    """The task's contract at the size that the weights know, or that of a network of others.

    Cells and fields are chosen by a person or are whole images, and resampled to that size.
    """
    foreign = card.input
    if foreign is None:
        size = None if card.weights is None else card.weights.size_px
        if size is None or task.kind is TaskKind.MASK:
            return task.input
        return replace(task.input, width_px=size[0], height_px=size[1])
    mpp = None if card.weights is None else card.weights.mpp
    sized = task.kind is TaskKind.FIELD and foreign.field_px is not None and mpp is not None
    return InputContract(
        foreign.width_px,
        foreign.height_px,
        mpp if sized else None,
        ChannelScaling(foreign.mean, foreign.std),
        field_um=foreign.field_px * mpp if sized and foreign.field_px and mpp else None,
    )


def own_scheme(card: "ModelCard") -> tuple[ClassLabel, ...]:
    """The labels of a card that names its own classes."""
    return tuple(
        ClassLabel(key, name, _COLORS[place % len(_COLORS)], place + 1)
        for place, (key, name) in enumerate(zip(card.classes, card.class_names, strict=True))
    )


def labels_for(card: "ModelCard", task: Task) -> tuple[ClassLabel, ...]:
    """Labels of the card's classes, in the order of the network's outputs.

    The background channel of a mask network speaks for the task's background class.

    Raises:
        InputInvalid: if the card is of another task or names a class that the task doesn't know.
    """
    if card.task != task.key:
        raise InputInvalid(f"model of task {card.task!r}", f"the task asked for is {task.key!r}")
    if card.class_names:
        return own_scheme(card)
    labels = {label.key: label for label in task.all_labels}
    if task.background is not None:
        labels[BACKGROUND_CHANNEL] = labels[task.background]
    unknown = [key for key in card.classes if key not in labels]
    if unknown:
        raise InputInvalid(
            f"model {card.version!r}", f"task {task.key!r} has no class {', '.join(unknown)}"
        )
    return tuple(labels[key] for key in card.classes)
