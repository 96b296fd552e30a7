"""What a mask network with a second head says of its findings beside where they are."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch

from medcls_core.findings import Trait
from medcls_core.geometry import Box, Size
from medcls_core.images import ImageSource
from medcls_core.inference.analysis_types import ScoredFinding
from medcls_core.inference.predictor import Predictor
from medcls_core.networks.mitosis_traits import TellsTraits
from medcls_core.progress import Progress


def with_traits(
    source: ImageSource,
    predictor: Predictor,
    scored: Sequence[ScoredFinding],
    l0_per_px: float,
    progress: Progress,
) -> tuple[ScoredFinding, ...]:
    """The findings with their traits; as they are where the network knows none.

    Args:
        source: the image.
        predictor: network, task and weights.
        scored: findings of a mask task.
        l0_per_px: level-0 pixels that a pixel of the network spans.
        progress: hears 'crops'.

    Raises:
        ImageUnreadable: if the file is damaged there.
        Cancelled: between two findings.
    """
    network = predictor.network
    if not isinstance(network, TellsTraits):
        return tuple(scored)
    size = Size(network.side_px, network.side_px)
    told = []
    for done, one in enumerate(scored):
        progress.update(done, len(scored), "crops")
        box = Box.around(one.finding.outline.bounds.center, network.side_px * l0_per_px)
        rgb = np.stack([source.read(box, size)])
        with torch.inference_mode():
            probs = network.trait_probs(predictor.scaled(rgb))[0].tolist()
        traits = tuple(map(Trait, network.trait_keys, probs))
        told.append(replace(one, prediction=replace(one.prediction, traits=traits)))
    return tuple(told)
