"""The one door to the files that travel in the wheel."""

from importlib import resources
from pathlib import Path


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
