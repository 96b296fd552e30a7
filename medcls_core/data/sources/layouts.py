"""One door to every layout: which one a folder has, and its labelled images."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from medcls_core.data.labelled import LabelledSet
from medcls_core.data.sources.breakhis import is_breakhis, read_breakhis
from medcls_core.data.sources.cbis_ddsm import is_cbis_ddsm, read_cbis_ddsm
from medcls_core.data.sources.class_folders import has_class_folders, read_class_folders
from medcls_core.data.sources.coco import is_coco, read_coco
from medcls_core.data.sources.fluorescence import is_fluorescence, read_fluorescence
from medcls_core.data.sources.herlev import is_herlev, read_herlev
from medcls_core.data.sources.image_files import folders_in, has_images
from medcls_core.data.sources.instance_masks import has_masks, read_instance_masks
from medcls_core.data.sources.label_store import read_store_labels
from medcls_core.data.sources.manifest import NAME as MANIFEST
from medcls_core.data.sources.manifest import has_manifest, read_manifest
from medcls_core.data.sources.midog import is_midog, read_midog
from medcls_core.data.sources.mini_mias import is_mini_mias, read_mini_mias
from medcls_core.data.sources.sipakmed import is_sipakmed, read_sipakmed
from medcls_core.errors import InputInvalid
from medcls_core.language import Text
from medcls_core.store import open_store
from medcls_core.tasks import get_task


@dataclass(frozen=True, slots=True)
class Layout:
    """A way in which a labelled set lies in a folder.

    `recognise` looks at names and heads of files only; `read` takes the folder and the task whose
    class keys the labels become (None: whichever task knows the label).
    """

    name: str
    recognise: Callable[[Path], bool]
    read: Callable[[Path, str | None], LabelledSet]


LAYOUTS = (
    Layout("manifest.csv", has_manifest, read_manifest),
    Layout("CBIS-DDSM", is_cbis_ddsm, read_cbis_ddsm),
    Layout("mini-MIAS", is_mini_mias, read_mini_mias),
    Layout("MIDOG JSON", is_midog, read_midog),
    Layout("COCO JSON", is_coco, read_coco),
    Layout("SIPaKMeD", is_sipakmed, read_sipakmed),
    Layout("BreakHis", is_breakhis, read_breakhis),
    Layout("fluorescence nuclei", is_fluorescence, read_fluorescence),
    Layout("instance masks", has_masks, read_instance_masks),
    Layout("Herlev", is_herlev, read_herlev),
    Layout("folder per class", has_class_folders, read_class_folders),
)
"""The first that recognises a folder reads it: those that say most about the images come first."""

_DEPTH = 3  # archives unpack into a folder of their own, in a folder of the download's

_NO_FOLDER = Text("there is no such folder", "文件夹不存在")
_UNREADABLE = Text("the folder cannot be read", "无法读取该文件夹")
_NO_VERDICTS = Text(
    "nobody has given a class to a finding of this task in this label store",
    "该标注库中尚无人对此任务的对象给出类别",
)
_NO_IMAGES = Text("there are no labelled images in it", "其中没有带标签的图像")


def read_labelled(folder: Path, task: str | None = None) -> LabelledSet:
    """The labelled images in `folder`, whichever of `LAYOUTS` it has.

    A set that lies in one more folder is found there. A file is a label store: its labels are the
    verdicts that stand, everybody's.

    Args:
        folder: as unpacked or made; or the file of a label store.
        task: whose class keys the labels become; None: whichever task knows a label.

    Raises:
        InputInvalid: if there is no such task or folder, no layout fits (what was expected), or
            something in it is wrong (which file, which row), or for a label store no task is
            given.
        StoreUnusable: if a file isn't a label store.
        ImageUnreadable: if a film or mask that has to be looked at is damaged.
    """
    if task is not None:
        get_task(task)
    if folder.is_file() and task is not None:
        return _store_labels(folder, task)
    if not folder.is_dir():
        raise InputInvalid(str(folder), _NO_FOLDER)
    try:
        place, layout = _found(folder)
        labelled = layout.read(place, task)
    except OSError as problem:
        raise InputInvalid(str(folder), _UNREADABLE) from problem
    if not labelled.items:
        raise InputInvalid(str(folder), _NO_IMAGES)
    return labelled


def _store_labels(file: Path, task: str) -> LabelledSet:
    with open_store(str(file)) as store:
        labelled = read_store_labels(store, task)
    if not labelled.items:
        raise InputInvalid(str(file), _NO_VERDICTS)
    return labelled


def layout_of(folder: Path) -> Layout | None:
    """The layout that `folder` itself has; None if none fits."""
    return next((layout for layout in LAYOUTS if layout.recognise(folder)), None)


def _found(folder: Path) -> tuple[Path, Layout]:
    """The layout, and the folder that has it: `folder`, or the only one in it with images."""
    place = folder
    for _ in range(_DEPTH):
        layout = layout_of(place)
        if layout is not None:
            return place, layout
        inside = [one for one in folders_in(place) if has_images(one)]
        if len(inside) != 1:
            break
        place = inside[0]
    raise InputInvalid(str(folder), _expected(place))


def _expected(place: Path) -> Text:
    if (place / MANIFEST).is_file():
        return Text(
            "its manifest.csv needs the columns 'file' and 'label'",
            "其中的 manifest.csv 需要 file 和 label 两列",
        )
    named = [layout.name for layout in LAYOUTS if layout.name not in {MANIFEST, "folder per class"}]
    return Text(
        "no labelled set is recognised; expected is a manifest.csv with columns 'file' and "
        f"'label', a folder for each class, or one of: {', '.join(named)}",
        "未识别出带标签的图像集；应为含 file 和 label 两列的 manifest.csv、每类一个文件夹，"
        f"或以下之一：{'、'.join(named)}",
    )
