"""The fit loop: settings, data, network, optimiser, loop; stops and goes on bit-exact.

A checkpoint is written after every epoch and holds all that is needed to continue on the same
device with the same numbers. Data are drawn from (seed, epoch), so there is no sampler state.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional as F

from medcls_core.progress import Progress
from medcls_core.training.ema import MovingAverage
from medcls_core.training.recipes import Recipe


class Batch(Protocol):
    """Float images (N, 3, H, W) in [0, 1] and long targets, (N,) or (N, H, W)."""

    @property
    def images(self) -> Tensor:
        """The inputs."""

    @property
    def targets(self) -> Tensor:
        """The class of each image or pixel."""


@dataclass(frozen=True, slots=True)
class EpochReport:
    """One finished epoch; `score` is the validation score, higher is better."""

    epoch: int
    loss: float
    score: float
    best_score: float
    seconds: float


@dataclass(slots=True)
class _Run:
    network: nn.Module
    average: MovingAverage
    optimiser: torch.optim.Optimizer
    epoch: int = 0
    best_score: float = float("-inf")


def fit(
    network: nn.Module,
    draw: Callable[[int], Iterator[Batch]],
    validate: Callable[[nn.Module], float],
    recipe: Recipe,
    folder: Path,
    progress: Progress,
) -> Iterator[EpochReport]:
    """Train `network`, one report an epoch.

    `folder/best.safetensors` holds the moving average with the best validation score so far;
    `folder/checkpoint.pt` is continued from when it is there.

    Args:
        network: freshly initialised, on its device.
        draw: epoch number to batches, the same every time it is asked.
        validate: score of a network in eval mode, higher is better.
        recipe: the settings.
        folder: for checkpoint and best weights; made if missing.
        progress: told every batch; may cancel.

    Raises:
        Cancelled: from `progress`; the last finished epoch is kept.
    """
    folder.mkdir(parents=True, exist_ok=True)
    optimiser = torch.optim.Adam(network.parameters(), lr=recipe.learning_rate)
    run = _Run(network, MovingAverage(network, recipe.ema_decay), optimiser)
    _resume(run, folder / "checkpoint.pt")
    while run.epoch < recipe.epochs:
        started = time.monotonic()
        loss = _train_epoch(run, draw(run.epoch), recipe, progress)
        score = validate(run.average.shadow)
        run.epoch += 1
        if score > run.best_score:
            run.best_score = score
            save_weights(run.average.shadow, folder / "best.safetensors")
        _save(run, folder / "checkpoint.pt")
        seconds = time.monotonic() - started
        yield EpochReport(run.epoch, loss, score, run.best_score, seconds)


def _train_epoch(run: _Run, batches: Iterator[Batch], recipe: Recipe, progress: Progress) -> float:
    run.network.train()
    device = next(run.network.parameters()).device
    total = 0.0
    for done, batch in enumerate(batches, start=1):
        # (x - 0.5) / 0.5 is Scaling.SYMMETRIC for images already in [0, 1].
        images = (batch.images.to(device) * 2 - 1).contiguous(memory_format=torch.channels_last)
        loss = F.cross_entropy(run.network(images), batch.targets.to(device))
        run.optimiser.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        run.optimiser.step()
        run.average.follow(run.network)
        total += float(loss.detach())
        progress.update(done, recipe.batches, f"epoch {run.epoch + 1}/{recipe.epochs}")
    return total / recipe.batches


def save_weights(network: nn.Module, path: Path, dtype: torch.dtype = torch.float32) -> None:
    """Write a network's state as safetensors, beside `path` and renamed; counters keep theirs."""
    state = {
        name: (value.to(dtype) if value.is_floating_point() else value).cpu().contiguous()
        for name, value in network.state_dict().items()
    }
    part = path.with_suffix(".part")
    save_file(state, part)
    part.chmod(0o644)  # safetensors writes for the owner alone; models are installed for everyone
    part.replace(path)


def _save(run: _Run, path: Path) -> None:
    state = {
        "network": run.network.state_dict(),
        "average": run.average.shadow.state_dict(),
        "steps": run.average.steps,
        "optimiser": run.optimiser.state_dict(),
        "epoch": run.epoch,
        "best_score": run.best_score,
        "rng": torch.get_rng_state(),
    }
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.replace(path)


def _resume(run: _Run, path: Path) -> None:
    if not path.exists():
        return
    state = torch.load(path, weights_only=True)
    run.network.load_state_dict(state["network"])
    run.average.shadow.load_state_dict(state["average"])
    run.average.steps = state["steps"]
    run.optimiser.load_state_dict(state["optimiser"])
    run.epoch, run.best_score = state["epoch"], state["best_score"]
    torch.set_rng_state(state["rng"])
