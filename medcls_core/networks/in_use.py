"""Which of a task's models answers where nobody names one: the bundled one, or a promoted one."""

from pathlib import Path

from medcls_core.errors import InputInvalid, OutputUnwritable, WeightsMismatch
from medcls_core.language import Text
from medcls_core.networks.card import ModelVersion, bundled_model, read_model
from medcls_core.networks.installed import folder_called, models_folder
from medcls_core.whole_file import written_beside

_POINTER = ".in_use"
_NONE = Text("there is no model of this name", "没有此名称的模型")


def name_in_use(task: str) -> str:
    """Name of the model in use; empty is the bundled one, also where the other is gone."""
    try:
        name = _pointer(task).read_text("utf-8").strip()
    except OSError:
        return ""
    return name if name and folder_called(task, name) else ""


def model_in_use(task: str) -> ModelVersion:
    """The model that answers a task where nobody names one.

    Raises:
        FileNotFoundError: if the bundled one is in use, and there is none.
    """
    folder = folder_called(task, name_in_use(task))
    if folder is not None:
        try:
            return read_model(folder)
        except WeightsMismatch:  # a damaged card never answers; the bundled model does
            return bundled_model(task)
    return bundled_model(task)


def use_model(task: str, name: str) -> None:
    """Let a task's model `name` answer from now on; an empty name is the bundled one.

    Raises:
        InputInvalid: if there is no such model.
        OutputUnwritable: if the disk refuses.
    """
    if name and folder_called(task, name) is None:
        raise InputInvalid(f"model {name}", _NONE)
    pointer = _pointer(task)
    try:
        pointer.parent.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise OutputUnwritable(pointer, problem.strerror or str(problem)) from problem
    with written_beside(pointer) as part:
        part.write_text(f"{name}\n", "utf-8")


def _pointer(task: str) -> Path:
    return models_folder() / task / _POINTER
