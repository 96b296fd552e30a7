"""The model version that a command uses."""

from pathlib import Path
from typing import TYPE_CHECKING

from medcls_core.cli.speech import invalid
from medcls_core.errors import WeightsMissing
from medcls_core.language import Text
from medcls_core.networks import ModelVersion, read_model
from medcls_core.networks.in_use import model_in_use
from medcls_core.networks.installed import CARD_FILE, installed_folders
from medcls_core.tasks import Task

if TYPE_CHECKING:  # torch takes seconds to import, and a card is read without it
    from medcls_core.inference.predictor import Predictor

_NO_MODEL = Text(
    "it is neither a folder nor a model of task '{task}' (there are {names})",
    "它既不是文件夹，也不是任务“{task}”的模型（现有：{names}）",
)
_NO_MODEL_NONE = Text(
    "it is no folder, and no model of task '{task}' has been imported",
    "没有此文件夹，且任务“{task}”尚未导入任何模型",
)


def model_for(task: Task, model: Path | None) -> ModelVersion:
    """The model version in the folder `model`, the one of that name, or the one in use.

    A folder with a card comes before a name.

    Raises:
        WeightsMissing: if none is in use.
        WeightsMismatch: if the folder's card isn't readable.
        InputInvalid: if there is neither such a folder nor such a name.
    """
    if model is None:
        try:
            return model_in_use(task.key)
        except FileNotFoundError as problem:
            raise WeightsMissing(task.key) from problem
    if len(model.parts) == 1 and not (model / CARD_FILE).is_file():
        for folder in installed_folders(task.key):
            if folder.name == model.name:
                return read_model(folder)
    if not model.is_dir():
        names = [folder.name for folder in installed_folders(task.key)]
        reason = _NO_MODEL if names else _NO_MODEL_NONE
        raise invalid(f"--model {model}", reason, task=task.key, names=", ".join(names))
    return read_model(model)


def predictor_for(task: Task, model: Path | None, device: str) -> "Predictor":
    """The predictor of that model version on the device called `device`.

    Raises:
        InputInvalid: if the device is unknown or absent, the model is of another task, or isn't.
        WeightsMissing: if there are no trained weights.
        WeightsMismatch: if they are altered or don't fit.
    """
    from medcls_core.inference.device import choose_device  # noqa: PLC0415
    from medcls_core.inference.predictor import Predictor  # noqa: PLC0415

    return Predictor.load(task, model_for(task, model), choose_device(device))
