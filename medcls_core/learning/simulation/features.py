"""What a replay learns from: numbers of frozen layers that have never learnt from these labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.decomposition import PCA

from medcls_core.data.image_batches import load_images
from medcls_core.data.labelled import ImageFile, LabelledImage, LabelledSet
from medcls_core.data.mitosis_patches import read_mitosis_patches
from medcls_core.data.sources import read_labelled
from medcls_core.data.sources.manifest import NAME as MANIFEST
from medcls_core.data.sources.tables import columns_of
from medcls_core.errors import InputInvalid
from medcls_core.language import Text
from medcls_core.learning.classifiers import asked_about
from medcls_core.networks import bundled_model, load_network
from medcls_core.networks.two_parts import TwoParts
from medcls_core.progress import Progress
from medcls_core.tasks import TaskKind, get_task
from medcls_core.training.classifier import inputs_of

SOURCE = "cervical"
"""The bundled model whose trunk is ImageNet's, frozen when it was trained: no label moved it."""

DIMENSIONS = 128
BLOCK = 64
ATYPICAL, NORMAL = "atypical", "normal"
_PATCHES = frozenset({"file", "case", "kind", "mitosis_centres_px", "atypical"})
_TOO_FEW = Text("it needs two classes with ten images each", "需要至少两个类别，每类十幅图像")
_LEAST = 10


@dataclass(frozen=True, slots=True, eq=False)
class Replayed:
    """A labelled set as numbers.

    Attributes:
        name: of the set.
        unit_name: what a split keeps together.
        classes: keys.
        points: float64 (N, D).
        labels: indices of `classes` (N,).
        units: of the split (N,).
    """

    name: str
    unit_name: str
    classes: tuple[str, ...]
    points: NDArray[np.float64]
    labels: NDArray[np.int64]
    units: NDArray[np.str_]


def read_replayed(data: Path, task: str) -> LabelledSet:
    """The labelled images below `data`.

    Of the mitosis patches the question is whether a figure is atypical: both answers come from
    all cases there, while the look-alikes are of three, which a network would know by their stain.

    Raises:
        InputInvalid: if there are too few.
    """
    asked = get_task(task)
    manifest = data / MANIFEST
    if asked.kind is TaskKind.MASK and manifest.is_file() and columns_of(manifest) >= _PATCHES:
        labelled = _figures(data)
    else:
        labelled = asked_about(read_labelled(data, task), asked)
    if sum(count >= _LEAST for count in labelled.counts.values()) < 2:  # noqa: PLR2004
        raise InputInvalid(str(data), _TOO_FEW)
    return labelled


def _figures(folder: Path) -> LabelledSet:
    items = (
        ImageFile(
            one.path,
            one.path.relative_to(folder).as_posix(),
            ATYPICAL if one.atypical else NORMAL,
            one.case,
        )
        for one in read_mitosis_patches(folder)
        if one.atypical is not None
    )
    return LabelledSet(folder.name, "case", tuple(items))


def frozen_numbers(labelled: LabelledSet, device: torch.device, progress: Progress) -> Replayed:
    """The mean of the frozen trunk's map of every image, in its main directions.

    The directions (PCA of standardised numbers) are those of all images, of which no label is
    looked at.

    Raises:
        ImageUnreadable: if a file is damaged.
        Cancelled: between two blocks.
    """
    network = load_network(bundled_model(SOURCE), device)
    assert isinstance(network, TwoParts)  # noqa: S101  (so it is bundled)
    classes, rows = labelled.classes, list[NDArray[np.float32]]()
    for start in range(0, len(labelled.items), BLOCK):
        progress.update(start, len(labelled.items), "images")
        rows.append(_block(network, labelled.items[start : start + BLOCK], classes, device))
    progress.update(len(labelled.items), len(labelled.items), "images")
    raw = np.concatenate(rows).astype(np.float64)
    scaled = (raw - raw.mean(0)) / (raw.std(0) + 1e-6)
    kept = min(DIMENSIONS, *scaled.shape)
    points = PCA(kept, random_state=0).fit_transform(scaled)
    return Replayed(
        labelled.name,
        labelled.unit_name,
        classes,
        points / points[:, 0].std(),
        np.array([classes.index(one.label) for one in labelled.items], np.int64),
        np.array([one.unit for one in labelled.items]),
    )


def _block(
    network: TwoParts,
    items: Sequence[LabelledImage],
    classes: Sequence[str],
    device: torch.device,
) -> NDArray[np.float32]:
    loaded = load_images(items, classes, get_task(SOURCE).input)
    with torch.inference_mode():
        means = [network.trunk(some.to(device)).mean((2, 3)).cpu() for some in inputs_of(loaded)]
    numbers: NDArray[np.float32] = torch.cat(means).numpy()
    return numbers
