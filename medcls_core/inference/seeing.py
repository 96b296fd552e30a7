"""What a network makes of crops: embeddings, and the answers of dropped-out copies."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from medcls_core.errors import InputInvalid
from medcls_core.inference.predictor import Predictor, resample, robust_score
from medcls_core.language import Text
from medcls_core.progress import Progress
from medcls_core.tasks import TaskKind
from medcls_core.tasks.reading import probabilities

DRAWS = 20
DROPPED = 0.5
"""Share of the last layer's inputs that each draw leaves out."""

_FOREIGN = Text(
    "its network is of others and shows nothing but its answers",
    "其网络来自他人，除输出外无法获取中间结果",
)


class Readable(Protocol):
    """Something with pixels."""

    def read(self) -> NDArray[np.uint8]:
        """uint8 RGB (H, W, 3)."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What was made of N crops.

    Attributes:
        probs: class probabilities (N, C).
        points: what the last layer was given (N, D); of a mask network its mean over the object.
        draws: probabilities (T, N, C) with a random half of the last layer's inputs left out,
            after Gal and Ghahramani, Dropout as a Bayesian Approximation (2016), in the last layer
            alone, so that the layers before it run once.
    """

    probs: NDArray[np.float32]
    points: NDArray[np.float32]
    draws: NDArray[np.float32]


def see(
    predictor: Predictor,
    crops: Sequence[Readable],
    progress: Progress,
    *,
    draws: int = 0,
    seed: int = 0,
) -> Seen:
    """Run the network over crops, one by one, as it answers in the program.

    Raises:
        InputInvalid: if the network is of others.
        ImageUnreadable: if a crop can't be read.
        Cancelled: between two crops.
    """
    last = last_layer(predictor.network, predictor)
    generator = torch.Generator().manual_seed(seed)
    rows: list[tuple[Tensor, Tensor, Tensor]] = []
    for done, crop in enumerate(crops):
        progress.update(done, len(crops), "crops")
        with torch.inference_mode(), _listening(last) as heard:
            logits = predictor.logits(_input(predictor, crop.read()))
            given = torch.stack(heard).mean(0).float().cpu()
            rows.append(_read(predictor, last, given, logits.float().cpu(), draws, generator))
    if not rows:
        nothing = np.empty((0, len(predictor.classes)), np.float32)
        return Seen(nothing, nothing, nothing[None].repeat(draws, 0))
    probs, points, drawn = zip(*rows, strict=True)
    return Seen(torch.cat(probs).numpy(), torch.cat(points).numpy(), torch.cat(drawn, 1).numpy())


def last_layer(network: nn.Module, predictor: Predictor) -> nn.Module:
    """The layer that gives the logits.

    Raises:
        InputInvalid: if the network is of others.
    """
    kind = nn.Conv2d if predictor.task.kind is TaskKind.MASK else nn.Linear
    layers = [one for one in network.modules() if isinstance(one, kind)]
    weights = predictor.model.card.weights
    if not layers or (weights is not None and weights.format != "safetensors"):
        raise InputInvalid(f"model {predictor.model.card.version}", _FOREIGN)
    return layers[-1]


def _input(predictor: Predictor, rgb: NDArray[np.uint8]) -> Tensor:
    if predictor.task.kind is not TaskKind.MASK:
        rgb = resample(rgb, predictor.task.input.width_px, predictor.task.input.height_px)
    return predictor.scaled(np.asarray(rgb)[None])


@contextmanager
def _listening(layer: nn.Module) -> Iterator[list[Tensor]]:
    """What `layer` is given while the block runs, call by call."""
    heard: list[Tensor] = []

    def hear(_: nn.Module, given: tuple[Tensor, ...]) -> None:
        heard.append(given[0].detach())

    handle = layer.register_forward_pre_hook(hear)
    try:
        yield heard
    finally:
        handle.remove()


def _read(
    predictor: Predictor,
    last: nn.Module,
    given: Tensor,
    logits: Tensor,
    draws: int,
    generator: torch.Generator,
) -> tuple[Tensor, Tensor, Tensor]:
    """Probabilities (1, C), embedding (1, D) and draws (T, 1, C) of one crop."""
    mask = predictor.task.kind is TaskKind.MASK

    def answer(told: Tensor) -> Tensor:
        return (
            _object_probs(predictor, told) if mask else probabilities(told, predictor.temperature)
        )

    shape = (draws, given.shape[1], *(1 for _ in given.shape[2:]))
    keep = (torch.rand(shape, generator=generator) >= DROPPED).float() / (1 - DROPPED)
    inputs = [(given * one[None]).to(predictor.device) for one in keep]
    drawn = [answer(last(each).float().cpu()) for each in inputs]
    classes = len(predictor.classes)
    told = torch.stack(drawn) if drawn else torch.empty((0, 1, classes))
    return answer(logits), _embedding(predictor, given, logits) if mask else given, told


def _object_probs(predictor: Predictor, logits: Tensor) -> Tensor:
    prob = probabilities(logits, predictor.temperature)[0, predictor.object_channel].numpy()
    return torch.tensor([predictor.as_probs(robust_score(prob[prob >= prob.max() / 2]))])


def _embedding(predictor: Predictor, maps: Tensor, logits: Tensor) -> Tensor:
    """The mean of the last map, weighted by the probability of the object."""
    prob = probabilities(logits, predictor.temperature)[:, predictor.object_channel][:, None]
    sized = F.interpolate(prob, maps.shape[2:], mode="area")
    mean: Tensor = (maps * sized).sum((2, 3)) / sized.sum((2, 3)).clamp(min=1e-6)
    return mean
