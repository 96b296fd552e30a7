"""The clinical questions: one file each, and the reading of their networks' outputs.

Importing this package doesn't import torch, so that a window can list tasks at once;
`medcls_core.tasks.reading`, which needs it, is imported by name.
"""

from medcls_core.tasks.answer import class_of
from medcls_core.tasks.catalogue import all_tasks, get_task, labels_for, narrowed, task_for
from medcls_core.tasks.groups import likeliest_group
from medcls_core.tasks.one_cell import is_too_large_for_one_cell
from medcls_core.tasks.task import (
    ChannelScaling,
    ClassLabel,
    InputContract,
    Scaling,
    Task,
    TaskKind,
    TraitLabel,
)
from medcls_core.tasks.trait_words import trait_words

__all__ = [
    "ChannelScaling",
    "ClassLabel",
    "InputContract",
    "Scaling",
    "Task",
    "TaskKind",
    "TraitLabel",
    "all_tasks",
    "class_of",
    "get_task",
    "is_too_large_for_one_cell",
    "labels_for",
    "likeliest_group",
    "narrowed",
    "task_for",
    "trait_words",
]
