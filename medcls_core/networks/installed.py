"""A task's models besides the bundled one, each a folder with card and weights, known by its name.

Those that a person imported lie in `models/<task>/<name>/` of the user's data folder; hidden
folders there are halves of an import or removal that was cut off. A few ship with the program, in
the folder of the task's bundled model.
"""

import re
from pathlib import Path

from medcls_core.errors import InputInvalid, WeightsMismatch
from medcls_core.language import Text
from medcls_core.networks.card import ModelVersion, bundled_model, read_model
from medcls_core.resources import resource_path, user_folder

CARD_FILE = "card.json"
LONGEST_NAME = 80

_NAME = Text(
    "a name has letters, digits, '-', '_' and '.', starts with a letter or digit, and is no "
    "longer than 80 characters",
    "名称只能含字母、数字、“-”、“_”和“.”，以字母或数字开头，且不超过 80 个字符",
)
_SHIPPED = Text("a model that ships with the program has it", "随程序附带的模型已使用此名称")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # on Windows


def models_folder() -> Path:
    """Where imported models lie."""
    return user_folder() / "models"


def folder_for(task: str, name: str) -> Path:
    """Where an imported model `name` of `task` lies, or would.

    Raises:
        InputInvalid: if that is no name, or that of a model which ships.
    """
    fits = re.fullmatch(r"\w[\w.\-]*", name) and not name.startswith("_") and name[-1] != "."
    if not fits or len(name) > LONGEST_NAME or _RESERVED.fullmatch(name):
        raise InputInvalid(f"name {name!r}", _NAME)
    if name in {one.name for one in shipped_folders(task)}:
        raise InputInvalid(f"name {name!r}", _SHIPPED)
    return models_folder() / task / name


def imported_folders(task: str) -> tuple[Path, ...]:
    """The folders of a task's imported models by name, readable or not."""
    return _folders(models_folder() / task)


def shipped_folders(task: str) -> tuple[Path, ...]:
    """The folders of the models by name that ship with the program beside the bundled one."""
    try:
        return _folders(resource_path("models", task))
    except FileNotFoundError:
        return ()


def installed_folders(task: str) -> tuple[Path, ...]:
    """The folders of all of a task's models that have names: shipped, then imported."""
    return shipped_folders(task) + imported_folders(task)


def folder_called(task: str, name: str) -> Path | None:
    """Where the model `name` of a task lies; None if there is none with a card."""
    named = (one for one in installed_folders(task) if one.name == name)
    return next((one for one in named if (one / CARD_FILE).is_file()), None)


def installed_models(task: str) -> tuple[ModelVersion, ...]:
    """A task's models that have names; those whose card can't be read are left out."""
    models = []
    for folder in installed_folders(task):
        try:
            models.append(read_model(folder))
        except WeightsMismatch:
            continue
    return tuple(models)


def installed_name(model: ModelVersion) -> str | None:
    """The name under which `model` is installed; None for a bundled one, or one elsewhere."""
    homes = {models_folder(), resource_path("models")}
    return model.folder.name if model.folder.parent.parent in homes else None


def known_models(task: str) -> list[ModelVersion]:
    """The bundled model and all others of a task on this computer, those with weights."""
    try:
        every = [bundled_model(task), *installed_models(task)]
    except FileNotFoundError:
        every = [*installed_models(task)]
    return [one for one in every if one.card.weights is not None]


def _folders(above: Path) -> tuple[Path, ...]:
    try:
        found = sorted(one for one in above.iterdir() if not one.name.startswith("."))
    except OSError:
        return ()
    return tuple(one for one in found if one.is_dir())
