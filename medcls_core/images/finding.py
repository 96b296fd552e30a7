"""Which images a person means who names files, folders and patterns."""

import glob
from collections.abc import Sequence
from pathlib import Path

from medcls_core.errors import ImageUnreadable, NoImagesFound
from medcls_core.images import reasons

SUFFIXES = frozenset(
    {
        *(".svs", ".tif", ".tiff", ".ndpi", ".mrxs", ".vms", ".vmu", ".scn", ".bif", ".svslide"),
        *(".czi", ".png", ".jpg", ".jpeg", ".bmp", ".dcm", ".dicom"),
    }
)


def find_images(places: Sequence[str | Path]) -> list[Path]:
    """The image files at `places`, in the order given, each once; a folder's in natural order.

    Args:
        places: files (taken as they are), folders (searched to the bottom, hidden files left
            out) and glob patterns.

    Raises:
        NoImagesFound: if a folder or pattern holds none.
        ImageUnreadable: if a file is missing.
    """
    found: dict[Path, None] = {}
    for place in places:
        found.update(dict.fromkeys(_at(place)))
    if not found:
        raise NoImagesFound(", ".join(str(place) for place in places))
    return list(found)


def _at(place: str | Path) -> list[Path]:
    path = Path(place)
    if path.is_dir():
        return _in_folder(path) or _nothing(place)
    if path.exists():
        return [path]
    if not glob.has_magic(str(place)):
        raise ImageUnreadable(path, reasons.MISSING)
    # Path.glob refuses absolute patterns, which people give.
    found = glob.glob(str(place), recursive=True)  # noqa: PTH207
    matches = sorted(Path(match) for match in found)
    images = [image for match in matches for image in _matched(match)]
    return images or _nothing(place)


def _matched(match: Path) -> list[Path]:
    if match.is_dir():
        return _in_folder(match)
    return [match] if match.suffix.lower() in SUFFIXES else []


def _in_folder(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in SUFFIXES
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def _nothing(place: str | Path) -> list[Path]:
    raise NoImagesFound(str(place))
