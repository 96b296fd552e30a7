"""Crops of what people gave a class, a folder a class: a training set that any program reads."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from PIL import Image

from medcls_core.data.labelled import LabelledImage
from medcls_core.data.sources.label_store import read_store_labels
from medcls_core.errors import InputInvalid
from medcls_core.language import Text
from medcls_core.progress import Progress
from medcls_core.store import LabelStore
from medcls_core.store.exchange.drawn import code_of
from medcls_core.store.exchange.writing import make_folder, write_whole
from medcls_core.whole_folder import RUN_FILE, refuse_foreign, whole_folder

MANIFEST = "manifest.csv"
_NONE = Text(
    "nobody has given a class to a finding of this kind yet; review some first",
    "尚无人对此类目标给出类别，请先判读",
)


def write_crops(
    store: LabelStore,
    folder: Path,
    task: str,
    only: frozenset[UUID],
    images: Sequence[str],
    progress: Progress,
) -> int:
    """Write a crop of every finding with a class that a person gave, as training would cut it.

    `manifest.csv` lists them with their class, and with their image by a code, so that a split
    keeps the crops of one image together. No name of a file or person is written.

    Args:
        store: open.
        folder: replaced as a whole; one that isn't an earlier result is refused.
        task: key.
        only: findings that are wanted.
        images: quick hashes of the images that are wanted.
        progress: hears of every crop.

    Returns:
        How many crops.

    Raises:
        InputInvalid: if there are none.
        ImageUnreadable: if an image is gone or damaged.
        OutputUnwritable: if the folder holds other things, or the disk refuses.
    """
    refuse_foreign(folder)
    wanted = frozenset(images)
    items = [
        item
        for item in read_store_labels(store, task, skip_missing=False).items
        if UUID(item.name) in only and item.unit in wanted
    ]
    if not items:
        raise InputInvalid(task, _NONE)
    with whole_folder(folder) as part:
        rows = []
        for number, item in enumerate(items):
            progress.update(number, len(items), "patches")
            rows.append(_written(part, item))
        _write_manifest(part / MANIFEST, rows)
        write_whole(part / RUN_FILE, '{"made_by": "medcls labels export --format crops"}\n')
    return len(items)


def _written(folder: Path, item: LabelledImage) -> tuple[str, str, str]:
    """One crop, and its row of the manifest."""
    name = f"{item.label}/{item.name}.png"
    path = folder / name
    make_folder(path.parent)
    Image.fromarray(item.read()).save(path)
    return name, item.label, code_of(item.unit)


def _write_manifest(path: Path, rows: Sequence[tuple[str, str, str]]) -> None:
    table = io.StringIO(newline="")
    csv.writer(table).writerows([("file", "label", "unit"), *rows])
    write_whole(path, table.getvalue())
