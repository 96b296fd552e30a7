"""The model version that a command uses."""

from pathlib import Path
from typing import TYPE_CHECKING

from medcls_core.errors import WeightsMissing
from medcls_core.networks import ModelVersion, bundled_model, read_model
from medcls_core.tasks import Task

if TYPE_CHECKING:  # torch takes seconds to import, and a card is read without it
    from medcls_core.inference.predictor import Predictor


def model_for(task: Task, folder: Path | None) -> ModelVersion:
    """The model version in `folder`, or (None) the bundled one of `task`.

    Raises:
        WeightsMissing: if none is bundled.
        WeightsMismatch: if the folder's card isn't readable.
    """
    if folder is not None:
        return read_model(folder)
    try:
        return bundled_model(task.key)
    except FileNotFoundError as problem:
        raise WeightsMissing(task.key) from problem


def predictor_for(task: Task, folder: Path | None, device: str) -> "Predictor":
    """The predictor of that model version on the device called `device`.

    Raises:
        InputInvalid: if the device is unknown or absent, or the model is of another task.
        WeightsMissing: if there are no trained weights.
        WeightsMismatch: if they are altered or don't fit.
    """
    from medcls_core.inference.device import choose_device  # noqa: PLC0415
    from medcls_core.inference.predictor import Predictor  # noqa: PLC0415

    return Predictor.load(task, model_for(task, folder), choose_device(device))
