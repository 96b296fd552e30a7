"""A mask network from labelled patches to a model version with honest figures."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn

from medcls_core.data.mitosis_set import MitosisSet, read_fields
from medcls_core.evaluation.mitosis import (
    alarm_metrics,
    answer_fields,
    answer_patches,
    choose_threshold,
    f1_with_fields,
    patch_metrics,
)
from medcls_core.inference import Predictor
from medcls_core.learning.learner import Tell
from medcls_core.learning.traits import measure_traits
from medcls_core.networks import Metric, ModelCard, ModelVersion, Weights
from medcls_core.networks.mitosis_traits import MCSAUNetTraits
from medcls_core.progress import Progress, Silent
from medcls_core.tasks import get_task
from medcls_core.training import Recipe, keep_some
from medcls_core.training.fit import BEST
from medcls_core.training.mitosis import MPP, mitosis_network, move_threshold, train_mitosis
from medcls_core.training.release import release

PATCHES = "AMi-Br and TUPAC16 patches, held-out cases"
FREE = "MoNuSeg fields, held out, taken as mitosis-free"
UNLABELLED = "unlabelled fields (true mitoses among the alarms are not known)"
DRAFT_WEIGHTS = Weights("draft", "0" * 64, MPP, 0.5)


@dataclass(frozen=True, slots=True)
class MaskSetup:
    """What a mask network is learnt with besides its images.

    Attributes:
        recipe: the settings.
        init: safetensors of the same network; None starts from chance.
        device: where to train.
    """

    recipe: Recipe
    init: Path | None
    device: torch.device


def learn_masks(
    labelled: MitosisSet,
    setup: MaskSetup,
    card: ModelCard,
    folder: Path,
    tell: Tell,
    progress: Progress,
) -> ModelVersion:
    """Train on one part, stop and set the threshold by another; nothing is measured yet.

    Stopped, it goes on where it was when it is called with the same folder.

    Raises:
        Cancelled: from `progress`.
    """
    recipe = setup.recipe
    network = mitosis_network(recipe, setup.device)
    if setup.init is not None:
        network.load_state_dict(load_file(setup.init))
    start = {name: weights.clone() for name, weights in network.state_dict().items()}
    score = validation_score(labelled, card)
    for report in train_mitosis(network, labelled, score, recipe, folder, progress):
        tell(folder.name, report)
    network.load_state_dict(load_file(folder / BEST))
    keep_some(network, start, recipe.keep_start)
    draft = release(network, card, folder, mpp=MPP, threshold=0.5)
    move_threshold(network, chosen_threshold(draft, labelled, setup.device, progress))
    return release(network, card, folder, mpp=MPP, threshold=0.5)


def chosen_threshold(
    model: ModelVersion, labelled: MitosisSet, device: torch.device, progress: Progress
) -> float:
    """The object score with the best F1 on the validation part."""
    predictor = Predictor.load(get_task("mitosis"), model, device)
    watched = answer_patches(predictor, labelled.patches.validation, progress)
    free = read_fields(labelled.free_fields.validation)
    return choose_threshold(watched, answer_fields(predictor, free, MPP, progress))


def measure_mitosis(
    model: ModelVersion,
    labelled: MitosisSet,
    unlabelled: Path | None,
    device: torch.device,
    progress: Progress,
) -> tuple[Metric, ...]:
    """Figures of `model` on the test part, at its card's threshold.

    Args:
        model: card and weights.
        labelled: the split set.
        unlabelled: folder of H&E fields at 0.25 um per pixel, or None.
        device: where to run.
        progress: told patch by patch.
    """
    predictor = Predictor.load(get_task("mitosis"), model, device)
    return mask_figures(predictor, labelled, unlabelled, progress)


def mask_figures(
    predictor: Predictor, labelled: MitosisSet, unlabelled: Path | None, progress: Progress
) -> tuple[Metric, ...]:
    """`measure_mitosis` of a predictor that is there."""
    answers = answer_patches(predictor, labelled.patches.test, progress)
    groups = {FREE: labelled.free_fields.test}
    if unlabelled is not None:
        groups[UNLABELLED] = tuple(sorted(unlabelled.rglob("*.jpg")))
    alarms = {
        name: answer_fields(predictor, read_fields(paths), MPP, progress)
        for name, paths in groups.items()
        if paths
    }
    threshold, network = predictor.threshold, predictor.network
    metrics = patch_metrics(answers, threshold, PATCHES) + alarm_metrics(alarms, threshold)
    if isinstance(network, MCSAUNetTraits):
        metrics += measure_traits(predictor, network, labelled.patches.test, progress)
    return metrics


def validation_score(labelled: MitosisSet, draft: ModelCard) -> Callable[[nn.Module], float]:
    """The score that training is steered by: best F1 over the validation part's objects.

    Args:
        labelled: the split set.
        draft: a card of the network that will be scored.
    """
    fields = read_fields(labelled.free_fields.validation)
    model = ModelVersion(replace(draft, weights=DRAFT_WEIGHTS), Path())

    def score(network: nn.Module) -> float:
        device = next(network.parameters()).device
        predictor = Predictor(network, get_task("mitosis"), model, device)
        patches = answer_patches(predictor, labelled.patches.validation, Silent())
        free = answer_fields(predictor, fields, MPP, Silent())
        return f1_with_fields(patches, free, choose_threshold(patches, free))

    return score
