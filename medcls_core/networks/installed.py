"""Models that a person imported: `models/<task>/<name>/` in the user's data folder.

Each folder holds a card and its weights. Hidden folders are halves of an import or removal that
was cut off.
"""

import re
from pathlib import Path

from medcls_core.errors import InputInvalid, WeightsMismatch
from medcls_core.language import Text
from medcls_core.networks.card import ModelVersion, read_model
from medcls_core.resources import user_folder

CARD_FILE = "card.json"
LONGEST_NAME = 80

_NAME = Text(
    "a name has letters, digits, '-', '_' and '.', starts with a letter or digit, and is no "
    "longer than 80 characters",
    "名称只能含字母、数字、“-”、“_”和“.”，以字母或数字开头，且不超过 80 个字符",
)
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # on Windows


def models_folder() -> Path:
    """Where imported models lie."""
    return user_folder() / "models"


def folder_for(task: str, name: str) -> Path:
    """Where the model `name` of `task` lies, or would.

    Raises:
        InputInvalid: if that is no name.
    """
    fits = re.fullmatch(r"\w[\w.\-]*", name) and not name.startswith("_") and name[-1] != "."
    if not fits or len(name) > LONGEST_NAME or _RESERVED.fullmatch(name):
        raise InputInvalid(f"name {name!r}", _NAME)
    return models_folder() / task / name


def installed_folders(task: str) -> tuple[Path, ...]:
    """The folders of a task's imported models by name, readable or not."""
    above = models_folder() / task
    try:
        found = sorted(one for one in above.iterdir() if not one.name.startswith("."))
    except OSError:
        return ()
    return tuple(one for one in found if one.is_dir())


def installed_models(task: str) -> tuple[ModelVersion, ...]:
    """A task's imported models by name; those whose card can't be read are left out."""
    models = []
    for folder in installed_folders(task):
        try:
            models.append(read_model(folder))
        except WeightsMismatch:
            continue
    return tuple(models)


def installed_name(model: ModelVersion) -> str | None:
    """The name under which `model` was imported; None if it wasn't."""
    return model.folder.name if model.folder.parent.parent == models_folder() else None
