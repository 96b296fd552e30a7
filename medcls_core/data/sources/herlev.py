"""Herlev as published: seven folders of single Pap cells, segmentations beside them as *-d.bmp."""

from pathlib import Path

from medcls_core.data.labelled import LabelledSet
from medcls_core.data.sources.class_names import class_key
from medcls_core.data.sources.image_files import folders_in, images_below, name_in, whole_file
from medcls_core.data.sources.manifest import NAME as MANIFEST

CLASSES = frozenset(
    {
        *("normal_superficial", "normal_intermediate", "normal_columnar"),
        *("light_dysplastic", "moderate_dysplastic", "severe_dysplastic", "carcinoma_in_situ"),
    }
)
SEGMENTATION = "-d"


def is_herlev(folder: Path) -> bool:
    """Whether at least two of the folders in here have names of Herlev's classes."""
    return not (folder / MANIFEST).exists() and len(_class_folders(folder)) > 1


def read_herlev(folder: Path, task: str | None = None) -> LabelledSet:
    """The cells without their segmentations; the set names no patient, each stands for itself."""
    items = [
        whole_file(path, name_in(folder, path), class_key(label, task), name_in(folder, path))
        for class_folder, label in _class_folders(folder)
        for path in images_below(class_folder)
        if not path.stem.lower().endswith(SEGMENTATION)
    ]
    return LabelledSet(folder.name, "image", tuple(items))


def _class_folders(folder: Path) -> list[tuple[Path, str]]:
    named = [(path, class_key(path.name, "cervical")) for path in folders_in(folder)]
    return [(path, label) for path, label in named if label in CLASSES]
