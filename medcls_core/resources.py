"""The doors to the files that travel in the wheel, and to the user's own data folder."""

from importlib import resources
from pathlib import Path

from platformdirs import user_data_dir


def resource_path(*parts: str) -> Path:
    """Path of a bundled file or folder, for example `resource_path("models", "mitosis")`.

    Raises:
        FileNotFoundError: if nothing of that name is bundled; that is a packaging defect.
    """
    root = Path(str(resources.files("medcls_resources")))
    path = root.joinpath(*parts)
    if not path.exists():
        raise FileNotFoundError(path)
    return path


def user_folder() -> Path:
    """Where this user's labels and imported models are kept; it may not exist yet."""
    return Path(user_data_dir("medcls", appauthor=False))
