"""Names of result folders and files that tell images apart."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path


def result_folders(images: Sequence[Path], out: Path) -> list[Path]:
    """A place in `out` for every image: its stem, or what more of its path tells it apart."""
    counted = Counter(image.stem for image in images)
    names = [image.stem if counted[image.stem] == 1 else image.name for image in images]
    counted = Counter(names)
    names = [
        name if counted[name] == 1 else f"{image.resolve().parent.name}_{name}"
        for name, image in zip(names, images, strict=True)
    ]
    seen: Counter[str] = Counter()
    folders = []
    for name in names:
        seen[name] += 1
        folders.append(out / (name if seen[name] == 1 else f"{name}-{seen[name]}"))
    return folders
