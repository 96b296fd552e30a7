"""The doors to the files that travel in the wheel, and to the user's own data folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from importlib import resources
from pathlib import Path

from platformdirs import user_data_dir

_ELSEWHERE: ContextVar[Path | None] = ContextVar("user_folder", default=None)


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
    return _ELSEWHERE.get() or Path(user_data_dir("medcls", appauthor=False))


@contextmanager
def user_folder_at(folder: Path) -> Iterator[None]:
    """`folder` takes the place of the user's own while the block runs, in this thread alone.

    What is tried out there promotes and discards models without touching those that the user
    works with.
    """
    token = _ELSEWHERE.set(folder)
    try:
        yield
    finally:
        _ELSEWHERE.reset(token)
