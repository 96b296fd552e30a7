"""Which images a person means who names files, folders and patterns."""

import glob
from collections.abc import Iterable, Sequence
from pathlib import Path

from medcls_core.errors import ImageUnreadable, NoImagesFound
from medcls_core.images import reasons
from medcls_core.images.formats import DICOM_SUFFIXES, FOREIGN, SUFFIXES


def find_images(places: Sequence[str | Path]) -> list[Path]:
    """The image files at `places`, in the order given, each once; a folder's sorted by name.

    Args:
        places: files (taken as they are), folders (searched to the bottom, hidden files left
            out) and glob patterns. Of a DICOM slide, which is a file for each level, folders and
            patterns give one file.

    Raises:
        NoImagesFound: if a folder or pattern holds none.
        ImageUnreadable: if a file is missing, or a place holds nothing but slides that only
            their maker's software reads.
    """
    found: dict[Path, None] = {}
    for place in places:
        found.update(dict.fromkeys(_at(place)))
    if not found:
        raise NoImagesFound(", ".join(str(place) for place in places))
    return list(found)


def _at(place: str | Path) -> list[Path]:
    path = Path(place)
    try:
        if path.is_dir():
            return _images_among(_files_in(path), place)
        if path.exists():
            return [path]
    except OSError as error:  # a name that is too long, a network drive that is gone
        raise ImageUnreadable(path, reasons.MISSING) from error
    if not glob.has_magic(str(place)):
        raise ImageUnreadable(path, reasons.MISSING)
    # Path.glob refuses absolute patterns, which people give.
    matches = sorted(glob.glob(str(place), recursive=True))  # noqa: PTH207
    return _images_among(_files_of(Path(match) for match in matches), place)


def _files_of(matches: Iterable[Path]) -> list[Path]:
    return [file for match in matches for file in (_files_in(match) if match.is_dir() else [match])]


def _files_in(folder: Path) -> list[Path]:
    """All files under `folder` that aren't hidden, by name."""
    return sorted(
        path
        for path in folder.rglob("*")
        if not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and path.is_file()
    )


def _images_among(files: Sequence[Path], place: str | Path) -> list[Path]:
    images = [file for file in files if file.suffix.lower() in SUFFIXES]
    if images:
        return _one_file_a_slide(images)
    for file in files:
        foreign = FOREIGN.get(file.suffix.lower())
        if foreign is not None:
            raise ImageUnreadable(file, foreign)
    raise NoImagesFound(str(place))


def _one_file_a_slide(images: list[Path]) -> list[Path]:
    if not any(image.suffix.lower() in DICOM_SUFFIXES for image in images):
        return images
    # The DICOM library takes half a second to import, and most folders hold no DICOM.
    from medcls_core.images.dicom_series import one_file_a_slide  # noqa: PLC0415

    return one_file_a_slide(images)
