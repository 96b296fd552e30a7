"""Which models there are for the tasks; known a moment after the window opened."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from medcls_core.tasks import Task, all_tasks, get_task, task_for

if TYPE_CHECKING:  # the networks package loads torch
    from medcls_core.networks.card import ModelVersion


class Models(QObject):
    """The chosen task, the models of every task by name, and which of them is in use.

    The bundled model's name is empty; a chosen one that is gone gives way to it.

    Signals:
        task_changed: (Task) another task was chosen.
        changed: the models became known.
    """

    task_changed = Signal(object)
    changed = Signal()

    def __init__(self, task: Task, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._task = task
        self._offered: dict[str, dict[str, ModelVersion]] = {}
        self._chosen: dict[str, str] = {}
        self._device = ""

    @property
    def task(self) -> Task:
        """The chosen task."""
        return self._task

    @property
    def version(self) -> "ModelVersion | None":
        """The model of the chosen task; None while models are being looked up."""
        return self.in_use(self._task.key)

    @property
    def offered(self) -> "Mapping[str, ModelVersion]":
        """The models of the chosen task by name, the bundled one first; empty until known."""
        return self._offered.get(self._task.key, {})

    @property
    def name(self) -> str:
        """Name of the model in use; empty is the bundled one."""
        return self.name_of(self._task.key)

    def name_of(self, task: str) -> str:
        """Name of the model that answers any task; empty is the bundled one."""
        chosen = self._chosen.get(task, "")
        return chosen if chosen in self._offered.get(task, {}) else ""

    def in_use(self, task: str) -> "ModelVersion | None":
        """The model that answers any task; None while models are being looked up."""
        return self._offered.get(task, {}).get(self.name_of(task))

    def known_as(self, task: str) -> str:
        """Name, where it isn't the bundled one, and version of the model that answers any task.

        Empty while models are being looked up.
        """
        version, name = self.in_use(task), self.name_of(task)
        if version is None:
            return ""
        return f"{name} · {version.card.version}" if name else version.card.version

    @property
    def device(self) -> str:
        """Where the model runs, for people; empty until it ran."""
        return self._device

    def choose(self, key: str) -> None:
        """Choose a task; an unknown key of an old settings file is ignored."""
        if key in {task.key for task in all_tasks()} and key != self._task.key:
            self._task = get_task(key)
            version = self.version
            self._task = self._task if version is None else task_for(version.card)
            self.task_changed.emit(self._task)

    def know(
        self, offered: "Mapping[str, Mapping[str, ModelVersion]]", chosen: Mapping[str, str]
    ) -> None:
        """The models there are, by task and name, and the chosen name of every task."""
        self._offered = {task: dict(models) for task, models in offered.items()}
        self._chosen = dict(chosen)
        self.changed.emit()
        self._narrow()

    def use(self, name: str) -> None:
        """Answer the chosen task with another of its models."""
        self._chosen[self._task.key] = name
        self.changed.emit()
        self._narrow()

    def _narrow(self) -> None:
        """Ask in the classes that the weights know."""
        version = self.version
        narrowed = self._task if version is None else task_for(version.card)
        if narrowed != self._task:
            self._task = narrowed
            self.task_changed.emit(narrowed)

    def ran_on(self, device: str) -> None:
        """The model ran on `device`."""
        self._device = device
        self.changed.emit()
