"""Which models there are for the tasks; known a moment after the window opened."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from medcls_core.tasks import Task, all_tasks, get_task, task_for

if TYPE_CHECKING:  # the networks package loads torch
    from medcls_core.networks.card import ModelVersion


class Models(QObject):
    """The chosen task and the model version of every task.

    Signals:
        task_changed: (Task) another task was chosen.
        changed: the models became known.
    """

    task_changed = Signal(object)
    changed = Signal()

    def __init__(self, task: Task, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._task = task
        self._versions: dict[str, ModelVersion] = {}
        self._device = ""

    @property
    def task(self) -> Task:
        """The chosen task."""
        return self._task

    @property
    def version(self) -> "ModelVersion | None":
        """The model of the chosen task; None while models are being looked up."""
        return self._versions.get(self._task.key)

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

    def know(self, versions: "Mapping[str, ModelVersion]") -> None:
        """The model of every task, by its key."""
        self._versions = dict(versions)
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
