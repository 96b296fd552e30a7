"""A folder of labelled images as something to rehearse on."""

from pathlib import Path

from medcls_core.data.labelled import ImageFile
from medcls_core.data.mitosis_patches import read_mitosis_patches
from medcls_core.data.sources import read_labelled
from medcls_core.errors import InputInvalid
from medcls_core.language import Text
from medcls_core.learning.classifiers import asked_about
from medcls_core.learning.rehearsal.cases import Rehearsed
from medcls_core.learning.rehearsal.cells import Cells
from medcls_core.learning.rehearsal.figures import Figures
from medcls_core.tasks import TaskKind, get_task
from medcls_core.training.mitosis import CLASSES

_NO_FILES = Text(
    "a rehearsal needs a folder in which every image is a file of its own",
    "演练需要一个每幅图像单独成文件的文件夹",
)


def read_rehearsed(data: Path, task: str, *, epochs: int, side_px: int) -> Rehearsed:
    """The labelled images below `data`.

    Args:
        data: folder of a public set or of a folder per class; for mitoses of patches.
        task: key.
        epochs: that the first model learns for.
        side_px: of the square that cells are resampled to; a mask network takes patches as they
            are.

    Raises:
        InputInvalid: if there is nothing that can be used.
    """
    asked = get_task(task)
    if asked.kind is TaskKind.MASK:
        patches = tuple(read_mitosis_patches(data))
        names = [one.path.relative_to(data).as_posix() for one in patches]
        items = tuple(
            ImageFile(one.path, name, CLASSES[not one.hard_negative], one.case)
            for one, name in zip(patches, names, strict=True)
        )
        return Figures(patches, items, data.name, epochs)
    labelled = asked_about(read_labelled(data, task), asked)
    files = tuple(one for one in labelled.items if isinstance(one, ImageFile))
    if not files:
        raise InputInvalid(str(data), _NO_FILES)
    return Cells(asked, labelled, files, side_px, epochs)
