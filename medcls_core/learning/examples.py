"""Labelled examples to show and to test heatmaps on: held-out ones, drawn by chance."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path

import numpy as np

from medcls_core.data.composed.labelled import ComposedImage
from medcls_core.data.labelled import ImageFile, LabelledImage, LabelledSet
from medcls_core.data.mitosis_patches import MitosisPatch, read_mitosis_patches
from medcls_core.data.sources import read_labelled
from medcls_core.data.sources.manifest import NAME as MANIFEST
from medcls_core.data.sources.tables import columns_of
from medcls_core.data.splits import Part, split_by_unit
from medcls_core.errors import InputInvalid
from medcls_core.language import Text
from medcls_core.learning.classifiers import asked_about
from medcls_core.learning.parts import SPLIT_SEED
from medcls_core.networks import ModelCard
from medcls_core.tasks import Task, TaskKind

COMPOSED_CELLS = 140
"""Twenty cells of each class to draw from."""

_PATCHES = frozenset({"file", "case", "kind", "mitosis_centres_px"})
_FIELDS = frozenset({"file", "acquisition"})
_LEFT = Text(
    "none of its images is labelled with a class of the model",
    "其中没有图像的标签属于该模型的类别",
)


@dataclass(frozen=True, slots=True)
class ExampleSet:
    """Labelled images; `held_out` says that the model certainly was not trained on them."""

    labelled: LabelledSet
    held_out: bool


def read_examples(data: Path, task: Task, card: ModelCard) -> ExampleSet:
    """The labelled images in `data` that a model can be asked about.

    Of the mitosis patches the held-out cases; of the fluorescence fields, for a model of composed
    cells, cells composed from held-out acquisitions; of other sets every image.

    Args:
        data: a folder of any layout, or a manifest.csv.
        task: the question.
        card: the model's, whose classes the labels must be.

    Raises:
        InputInvalid: if there is nothing that can be used, or a label isn't a class of the model.
    """
    folder = data.parent if data.name == MANIFEST and data.is_file() else data
    columns = columns_of(folder / MANIFEST) if (folder / MANIFEST).is_file() else set()
    if task.kind is TaskKind.MASK and columns >= _PATCHES:
        return ExampleSet(_held_out_patches(folder), held_out=True)
    if card.composed and columns >= _FIELDS and "label" not in columns:
        return ExampleSet(_held_out_cells(folder, card.seed or 0), held_out=True)
    labelled = asked_about(read_labelled(folder, task.key), task)
    return ExampleSet(_of_classes(labelled, task, card), held_out=False)


def _held_out_patches(folder: Path) -> LabelledSet:
    patches = split_by_unit(read_mitosis_patches(folder), lambda one: one.case, SPLIT_SEED).test
    return LabelledSet(folder.name, "case", tuple(_as_image(folder, one) for one in patches))


def _as_image(folder: Path, patch: MitosisPatch) -> ImageFile:
    label = "non_mitotic" if patch.hard_negative else "mitosis"
    name = patch.path.relative_to(folder).as_posix()
    return ImageFile(patch.path, name, label, patch.case)


def _held_out_cells(folder: Path, seed: int) -> LabelledSet:
    cells = (ComposedImage(folder, Part.TEST, seed, index) for index in range(COMPOSED_CELLS))
    return LabelledSet("composed cells", "image", tuple(cells))


def _of_classes(labelled: LabelledSet, task: Task, card: ModelCard) -> LabelledSet:
    known = {*card.classes, task.background}
    foreign = sorted({item.label for item in labelled.items} - known)
    if foreign:
        raise InputInvalid(labelled.name, _unknown(foreign))
    if not labelled.items:
        raise InputInvalid(labelled.name, _LEFT)
    return labelled


def _unknown(labels: Sequence[str]) -> Text:
    return Text(
        f"the model knows no class {', '.join(labels)}", f"该模型没有类别 {'、'.join(labels)}"
    )


def draw_examples(
    items: Sequence[LabelledImage], count: int, seed: int
) -> tuple[LabelledImage, ...]:
    """`count` of `items` by chance, of every class as many as of the others if there are so many.

    Within a class other patients (cases, groups) come before a second image of the same one. What
    a model says of them plays no part.
    """
    by_class: dict[str, list[LabelledImage]] = defaultdict(list)
    for item in sorted(items, key=lambda one: one.name):
        by_class[item.label].append(item)
    rng = np.random.default_rng(seed)
    labels = [sorted(by_class)[place] for place in rng.permutation(len(by_class))]
    queues = [_mixed(by_class[label], rng) for label in labels]
    in_turn = [one for one in chain(*zip_longest(*queues)) if one is not None]
    return tuple(in_turn[:count])


def _mixed(items: Sequence[LabelledImage], rng: np.random.Generator) -> list[LabelledImage]:
    """By chance, the first of every unit before the second of any."""
    shuffled = [items[place] for place in rng.permutation(len(items))]
    seen: dict[str, int] = defaultdict(int)
    turns = []
    for item in shuffled:
        turns.append(seen[item.unit])
        seen[item.unit] += 1
    return [item for _, item in sorted(zip(turns, shuffled, strict=True), key=lambda one: one[0])]
