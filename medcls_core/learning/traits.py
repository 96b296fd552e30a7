"""The mitosis network's second head: fitted on frozen maps, measured by case."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from torch import Tensor

from medcls_core.data.mitosis_patches import MitosisPatch
from medcls_core.data.mitosis_set import MitosisSet
from medcls_core.data.splits import folds
from medcls_core.errors import WeightsMismatch
from medcls_core.evaluation.mitosis import MATCH_RADIUS_UM
from medcls_core.evaluation.traits import TraitAnswer, trait_metrics
from medcls_core.inference import Predictor, find_objects
from medcls_core.networks import Metric, ModelVersion, build_network, load_network
from medcls_core.networks.mitosis_traits import MCSAUNetTraits, TraitHead
from medcls_core.progress import Progress
from medcls_core.tasks import get_task
from medcls_core.training.recipe import TraitFit

CROSS_VALIDATED = "AMi-Br figures, cross-validated by case"
HELD_OUT = "AMi-Br figures, held-out cases"
TRAIT_NETWORK = "mcsa_unet_atypical"
CROSS_FOLDS = 5
BATCH = 4
LEAST_SPREAD = 1e-4
"""Keeps a number that hardly varies from being blown up."""

Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class LearntTraits:
    """A network whose head is fitted, and what that is worth on figures it had not seen."""

    network: MCSAUNetTraits
    metrics: tuple[Metric, ...]


def learn_traits(
    start: ModelVersion,
    labelled: MitosisSet,
    fitting: TraitFit,
    device: torch.device,
    progress: Progress,
) -> LearntTraits:
    """Put a fitted second head on the network of `start`, whose masks stay the same.

    It is fitted to the training and validation parts, and measured by cross validation on them
    and once on the test part.

    Raises:
        InputInvalid: if there are too few figures with a label.
        WeightsMismatch: if `start` isn't a network that takes the head.
        Cancelled: from `progress`.
    """
    network = with_head(start, device)
    predictor = Predictor(network, get_task("mitosis"), start, device)
    patches = labelled.patches
    known = labelled_figures([*patches.train, *patches.validation])
    numbers = figure_numbers(predictor, network, known, progress)
    seen = cross_validated(numbers, known, fitting)
    head = fitted_head(numbers, known, fitting).half().float()  # as the file will hold it
    network.atypical.load_state_dict(head.state_dict())
    return LearntTraits(
        network,
        (
            *trait_metrics(seen, network.trait_keys[0], CROSS_VALIDATED),
            *measure_traits(predictor, network, patches.test, progress),
        ),
    )


def with_head(start: ModelVersion, device: torch.device) -> MCSAUNetTraits:
    """The network of `start` with a head that isn't fitted yet.

    Raises:
        WeightsMismatch: if its weights don't fit.
    """
    network = build_network(TRAIT_NETWORK, len(start.card.classes))
    assert isinstance(network, MCSAUNetTraits)  # noqa: S101  (so it is registered)
    state = load_network(start, torch.device("cpu")).state_dict()
    try:
        network.load_state_dict(state | network.atypical.state_dict(prefix="atypical."))
    except RuntimeError as problem:
        raise WeightsMismatch(
            start.weights_path, f"they don't fit the network {TRAIT_NETWORK!r}"
        ) from problem
    return network.to(device).eval()


def measure_traits(
    predictor: Predictor,
    network: MCSAUNetTraits,
    patches: Sequence[MitosisPatch],
    progress: Progress,
) -> tuple[Metric, ...]:
    """Figures of the network's head on held-out patches; none where nobody labelled them."""
    figures = labelled_figures(patches)
    if not figures:
        return ()
    numbers = figure_numbers(predictor, network, figures, progress)
    answers = answers_of(network.atypical, numbers, figures)
    return trait_metrics(answers, network.trait_keys[0], HELD_OUT)


def labelled_figures(patches: Sequence[MitosisPatch]) -> list[MitosisPatch]:
    """The patches whose figure experts called atypical or normal; it lies in the middle."""
    return [one for one in patches if one.atypical is not None and not one.hard_negative]


def figure_numbers(
    predictor: Predictor,
    network: MCSAUNetTraits,
    figures: Sequence[MitosisPatch],
    progress: Progress,
) -> Numbers:
    """What the frozen maps say of each patch's middle figure (N, F).

    The crop lies around the object that the network finds there, as in an analysis, or around
    the patch's middle where it finds none.

    Raises:
        Cancelled: between two batches.
    """
    rows: list[Tensor] = []
    for start in range(0, len(figures), BATCH):
        progress.update(start, len(figures), "patches")
        crops = [_middle_crop(predictor, one, network.side_px) for one in figures[start:][:BATCH]]
        with torch.inference_mode():
            rows.append(network.figure_features(predictor.scaled(np.stack(crops))).cpu())
    numbers: Numbers = torch.cat(rows).numpy()
    return numbers


def _middle_crop(predictor: Predictor, patch: MitosisPatch, side: int) -> NDArray[np.uint8]:
    rgb = patch.read()
    middle = np.array(rgb.shape[1::-1]) / 2
    found = find_objects(predictor.predict_objects(rgb[None])[0], predictor.threshold, patch.mpp)
    boxes = [(one.ring.min(0) + one.ring.max(0)) / 2 for one in found]
    reach = MATCH_RADIUS_UM / patch.mpp
    near = [box for box in boxes if np.hypot(*(box - middle)) <= reach]
    at = min(near, key=lambda box: float(np.hypot(*(box - middle))), default=middle)
    left, top = (round(float(x)) for x in at)  # the crop's corner once `side / 2` is put around
    around = np.pad(rgb, ((side // 2,) * 2, (side // 2,) * 2, (0, 0)), mode="symmetric")
    return around[top : top + side, left : left + side]


def cross_validated(
    numbers: Numbers, figures: Sequence[MitosisPatch], fitting: TraitFit
) -> list[TraitAnswer]:
    """Answers about every figure by heads that had seen no figure of its case."""
    places = list(range(len(figures)))
    rounds = folds(
        places, lambda at: figures[at].case, lambda at: str(figures[at].atypical), CROSS_FOLDS
    )
    answers: dict[int, TraitAnswer] = {}
    for measured in rounds:
        aside = set(measured)
        learnt = [place for place in places if place not in aside]
        head = fitted_head(numbers[learnt], [figures[at] for at in learnt], fitting)
        seen = answers_of(head, numbers[list(measured)], [figures[at] for at in measured])
        answers |= dict(zip(measured, seen, strict=True))
    return [answers[at] for at in places]


def fitted_head(numbers: Numbers, figures: Sequence[MitosisPatch], fitting: TraitFit) -> TraitHead:
    """A head that has learnt the figures' labels."""
    mean, scale = numbers.mean(0), numbers.std(0) + LEAST_SPREAD
    regression = LogisticRegression(C=fitting.strength, max_iter=1000)
    regression.fit((numbers - mean) / scale, [figure.atypical for figure in figures])
    head = TraitHead(numbers.shape[1])
    for buffer, values in (
        (head.mean, mean),
        (head.scale, scale),
        (head.weight, regression.coef_[0]),
        (head.bias, regression.intercept_[0]),
    ):
        buffer.copy_(torch.as_tensor(values))
    return head


def answers_of(
    head: TraitHead, numbers: Numbers, figures: Sequence[MitosisPatch]
) -> list[TraitAnswer]:
    """What the head says of the figures."""
    probs = torch.sigmoid(head(torch.from_numpy(numbers).to(head.mean.device))).tolist()
    return [
        TraitAnswer(figure.case, bool(figure.atypical), prob)
        for figure, prob in zip(figures, probs, strict=True)
    ]
