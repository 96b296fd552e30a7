"""The bundled models measured again, on the parts of public sets that they have not learnt from."""

from dataclasses import replace
from pathlib import Path

import torch

from medcls_core.data.composed.labelled import composed_sets
from medcls_core.data.labelled import LabelledSet
from medcls_core.data.mitosis_set import read_mitosis_set
from medcls_core.data.packs import find_pack
from medcls_core.data.sources import read_labelled
from medcls_core.inference import Predictor
from medcls_core.learning.asking import answer_images
from medcls_core.learning.classifiers import figures
from medcls_core.learning.masks import measure_mitosis
from medcls_core.learning.parts import SPLIT_SEED, by_unit
from medcls_core.networks import Metric, ModelVersion
from medcls_core.progress import Progress
from medcls_core.tasks import get_task
from medcls_core.training.recipes import BREAST_HISTOLOGY_LUNG_MORE, RECIPES


def measure_held_out(
    model: ModelVersion, root: Path, device: torch.device, progress: Progress
) -> tuple[Metric, ...] | None:
    """Figures of `model` on the held-out parts of the sets below `root`.

    None if `root` lacks the set, or the weights have learnt from all of it: then the card's
    figures, from networks of a cross validation, are the only honest ones.

    Raises:
        InputInvalid: if a set isn't understood.
        Cancelled: from `progress`.
    """
    by_task = {"mitosis": _mitosis, "micronucleus": _micronucleus}
    by_recipe = {BREAST_HISTOLOGY_LUNG_MORE.name: _lung}
    measure = by_recipe.get(model.card.recipe) or by_task.get(model.card.task)
    return None if measure is None else measure(model, root, device, progress)


def _mitosis(
    model: ModelVersion, root: Path, device: torch.device, progress: Progress
) -> tuple[Metric, ...] | None:
    patches = find_pack(root, "mitosis_patches")
    if patches is None:
        return None
    labelled = read_mitosis_set(patches, find_pack(root, "nuclei_monuseg"), SPLIT_SEED)
    fields = find_pack(root, "fields")
    unlabelled = None if fields is None else fields / "breast_he_field"
    return measure_mitosis(model, labelled, unlabelled, device, progress)


def _micronucleus(
    model: ModelVersion, root: Path, device: torch.device, progress: Progress
) -> tuple[Metric, ...] | None:
    folder = find_pack(root, "micronuclei_fluorescence")
    recipe = RECIPES.get(model.card.recipe)
    if folder is None or recipe is None or not recipe.composed:
        return None
    cells = composed_sets(folder, recipe.composed, recipe.seed).test
    return _answered(model, LabelledSet("composed cells", "image", cells), device, progress)


def _lung(
    model: ModelVersion, root: Path, device: torch.device, progress: Progress
) -> tuple[Metric, ...] | None:
    folder = find_pack(root, "lc25000_lung")
    if folder is None:
        return None
    every = read_labelled(folder, model.card.task)
    tested = tuple(every.items[place] for place in by_unit(every.items).measured)
    return _answered(model, replace(every, items=tested), device, progress)


def _answered(
    model: ModelVersion, labelled: LabelledSet, device: torch.device, progress: Progress
) -> tuple[Metric, ...]:
    predictor = Predictor.load(get_task(model.card.task), model, device)
    answers = answer_images(predictor, labelled.items, progress)
    return figures(
        answers, predictor.task, predictor.classes, labelled, predictor.temperature, unseen=True
    )
