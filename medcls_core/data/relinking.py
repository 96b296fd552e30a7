"""Images whose files were moved, found again in a folder by what is in them."""

from dataclasses import dataclass
from pathlib import Path

from medcls_core.errors import ImageUnreadable
from medcls_core.images import find_images, quick_hash
from medcls_core.progress import Progress
from medcls_core.store import LabelStore, StoredImage, images


@dataclass(frozen=True, slots=True)
class Relinked:
    """What became of the images that weren't where the store last saw them.

    Attributes:
        found: their new places.
        missing: those that the folder doesn't hold either.
    """

    found: tuple[Path, ...]
    missing: tuple[StoredImage, ...]


def relink(store: LabelStore, folder: Path, progress: Progress) -> Relinked:
    """Look for the store's missing images in a folder and all below it, and note where they are.

    Names don't matter: a file is known by its size and samples of its content. Images that are
    where they were stay so, even if the folder holds a copy.

    Raises:
        NoImagesFound: if images are missing and the folder holds none at all.
        Cancelled: between two files; nothing is noted then.
    """
    with store.session(read_only=True) as session:
        gone = {one.quick_hash: one for one in images.missing(session)}
    places: dict[str, Path] = {}
    files = find_images([folder]) if gone else []
    for done, path in enumerate(files):
        progress.update(done, len(files), "images")
        try:
            content = quick_hash(path)
        except ImageUnreadable:
            continue  # it can't be the one that was read before
        if content in gone:
            places.setdefault(content, path)
    with store.session() as session:
        for content, path in places.items():
            images.remember(session, path, content, gone[content].size_l0, None)
    missing = tuple(one for content, one in gone.items() if content not in places)
    return Relinked(tuple(places.values()), missing)
