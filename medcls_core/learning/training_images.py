"""The images that a model learnt from, or as many of them, for measuring how they look."""

from pathlib import Path

from medcls_core.data.composed.labelled import composed_sets
from medcls_core.data.labelled import ImageFile, LabelledSet
from medcls_core.data.mitosis_patches import read_mitosis_patches
from medcls_core.data.sources import read_labelled
from medcls_core.data.splits import split_by_unit
from medcls_core.learning.classifiers import asked_about
from medcls_core.learning.examples import draw_examples
from medcls_core.learning.parts import SPLIT_SEED
from medcls_core.networks import ModelCard
from medcls_core.tasks import Task, TaskKind


def training_images(data: Path, task: Task, card: ModelCard, most: int) -> LabelledSet:
    """Training images below `data`, of every class alike where there are more than `most`.

    Of the mitosis patches those of the training cases; for a model of composed cells, cells
    composed from the training acquisitions.

    Raises:
        InputInvalid: if there is nothing that can be used.
    """
    if task.kind is TaskKind.MASK:
        parts = split_by_unit(read_mitosis_patches(data), lambda one: one.case, SPLIT_SEED)
        kept = [one for one in parts.train if not one.hard_negative]  # others are smaller cuts
        items = [ImageFile(one.path, one.path.name, "mitosis", one.case) for one in kept]
        return LabelledSet(data.name, "case", draw_examples(items, most, 0))
    if card.composed:
        return LabelledSet(
            "composed cells", "image", composed_sets(data, most, card.seed or 0).train
        )
    labelled = asked_about(read_labelled(data, task.key), task)
    return LabelledSet(labelled.name, labelled.unit_name, draw_examples(labelled.items, most, 0))
