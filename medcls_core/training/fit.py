"""The fit loop: settings, data, network, optimiser, loop; stops and goes on bit-exact.

A checkpoint is written after every epoch and holds all that is needed to continue on the same
device with the same numbers. Data are drawn from (seed, epoch), so there is no sampler state.
"""

import csv
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Protocol

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from medcls_core.progress import Progress
from medcls_core.training.ema import MovingAverage
from medcls_core.training.losses import LOSSES
from medcls_core.training.norms import settle_norms
from medcls_core.training.recipe import Precision, Recipe
from medcls_core.training.stages import Pace, begin_stage, set_training
from medcls_core.whole_file import written_beside

BEST = "best.safetensors"
CHECKPOINT = "checkpoint.pt"
CURVES = "curves.csv"


class Batch(Protocol):
    """Network inputs (N, 3, H, W), scaled, and long targets, (N,) or (N, H, W)."""

    @property
    def images(self) -> Tensor:
        """The inputs."""

    @property
    def targets(self) -> Tensor:
        """The class of each image or pixel."""


class Batches(Protocol):
    """Training data: as many batches an epoch as its length."""

    def __len__(self) -> int: ...

    def epoch(self, number: int) -> Iterator[Batch]:
        """The batches of an epoch, the same every time it is asked."""


@dataclass(frozen=True, slots=True)
class EpochReport:
    """One finished epoch; `score` is the validation score, higher is better."""

    epoch: int
    stage: int
    rate: float
    loss: float
    score: float
    best_score: float
    seconds: float


@dataclass(slots=True)
class _Run:
    network: nn.Module
    average: MovingAverage | None
    optimiser: torch.optim.Optimizer
    pace: Pace
    epoch: int = 0
    history: list[EpochReport] = field(default_factory=list)

    @property
    def kept(self) -> nn.Module:
        """What is validated and saved."""
        return self.network if self.average is None else self.average.shadow

    @property
    def best_score(self) -> float:
        return max((report.score for report in self.history), default=float("-inf"))


def fit(  # noqa: PLR0913, PLR0917  (a run is made of these)
    network: nn.Module,
    batches: Batches,
    validate: Callable[[nn.Module], float],
    recipe: Recipe,
    folder: Path,
    progress: Progress,
    forward: Callable[[Tensor], Tensor] | None = None,
) -> Iterator[EpochReport]:
    """Train `network`, one report an epoch.

    `folder/best.safetensors` holds the weights with the best validation score so far, or the last
    ones where the recipe goes to its end;
    `folder/checkpoint.pt` is continued from when it is there; `folder/curves.csv` tells all epochs.

    Args:
        network: freshly initialised, on its device.
        batches: what it learns from.
        validate: score of a network in eval mode, higher is better.
        recipe: the settings.
        folder: for checkpoint and best weights; made if missing.
        progress: told every batch; may cancel.
        forward: a part of the network that answers about the batches; None is all of it.

    Raises:
        Cancelled: from `progress`; the last finished epoch is kept.
    """
    folder.mkdir(parents=True, exist_ok=True)
    run = _begin(network, recipe, folder)
    while run.pace.stage < len(recipe.stages):
        started = time.monotonic()
        loss = _train_epoch(run, batches, forward or network, recipe, progress)
        score = validate(run.kept.eval())
        run.epoch += 1
        better = recipe.to_the_end or score > run.best_score
        seconds = time.monotonic() - started
        best = max(score, run.best_score)
        report = EpochReport(
            run.epoch, run.pace.stage + 1, run.pace.rate, loss, score, best, seconds
        )
        run.history.append(report)
        if better:
            save_weights(run.kept, folder / BEST)
        if run.pace.advance(recipe.stages, better=better):
            _next_stage(run, recipe, folder)
        _save(run, folder / CHECKPOINT)
        _write_curves(run.history, folder / CURVES)
        yield report


def _begin(network: nn.Module, recipe: Recipe, folder: Path) -> _Run:
    checkpoint = folder / CHECKPOINT
    state = torch.load(checkpoint, weights_only=True) if checkpoint.exists() else None
    pace = Pace.begin(recipe.stages) if state is None else Pace(**state["pace"])
    stage = recipe.stages[min(pace.stage, len(recipe.stages) - 1)]
    average = None if recipe.ema_decay is None else MovingAverage(network, recipe.ema_decay)
    run = _Run(network, average, begin_stage(network, stage), pace)
    if state is not None:
        _restore(run, state)
    return run


def _next_stage(run: _Run, recipe: Recipe, folder: Path) -> None:
    """Go on from the best weights with the next stage's optimiser; nothing after the last."""
    if run.pace.stage == len(recipe.stages):
        return
    run.network.load_state_dict(load_file(folder / BEST))
    run.optimiser = begin_stage(run.network, recipe.stages[run.pace.stage])
    if recipe.ema_decay is not None:
        run.average = MovingAverage(run.network, recipe.ema_decay)


def _train_epoch(
    run: _Run,
    batches: Batches,
    forward: Callable[[Tensor], Tensor],
    recipe: Recipe,
    progress: Progress,
) -> float:
    set_training(run.network, recipe.stages[run.pace.stage].frozen)
    device = next(run.network.parameters()).device
    loss_of = LOSSES[recipe.loss]
    total = 0.0
    for group in run.optimiser.param_groups:
        group["lr"] = run.pace.rate
    for done, batch in enumerate(batches.epoch(run.epoch), start=1):
        settle_norms(run.network, run.pace.epochs * len(batches) + done)
        images = batch.images.to(device).contiguous(memory_format=torch.channels_last)
        with torch.autocast(device.type, torch.bfloat16, enabled=_halved(recipe, device)):
            loss = loss_of(forward(images), batch.targets.to(device))
        run.optimiser.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        run.optimiser.step()
        if run.average is not None:
            run.average.follow(run.network)
        total += float(loss.detach())
        progress.update(done, len(batches), f"epoch {run.epoch + 1}/{recipe.epochs}")
    return total / len(batches)


def _halved(recipe: Recipe, device: torch.device) -> bool:
    if recipe.precision is Precision.AUTO:
        return device.type == "cuda"
    return recipe.precision is Precision.BFLOAT16


def save_weights(network: nn.Module, path: Path, dtype: torch.dtype = torch.float32) -> None:
    """Write a network's state as safetensors, beside `path` and renamed; counters keep theirs."""
    state = {
        name: (value.to(dtype) if value.is_floating_point() else value).cpu().contiguous()
        for name, value in network.state_dict().items()
    }
    with written_beside(path) as part:
        save_file(state, part)
        part.chmod(0o644)  # safetensors writes for the owner alone; models are for everyone


def _save(run: _Run, path: Path) -> None:
    state = {
        "network": run.network.state_dict(),
        "average": None if run.average is None else run.average.shadow.state_dict(),
        "steps": 0 if run.average is None else run.average.steps,
        "optimiser": run.optimiser.state_dict(),
        "pace": asdict(run.pace),
        "epoch": run.epoch,
        "history": [asdict(report) for report in run.history],
        "rng": torch.get_rng_state(),
    }
    with written_beside(path) as part:
        torch.save(state, part)


def _write_curves(history: Sequence[EpochReport], path: Path) -> None:
    with written_beside(path) as part, part.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, [one.name for one in fields(EpochReport)])
        rows.writeheader()
        rows.writerows(asdict(report) for report in history)


def read_curves(path: Path) -> list[EpochReport]:
    """The epochs that a run wrote into `curves.csv`."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            EpochReport(
                int(row["epoch"]),
                int(row["stage"]),
                float(row["rate"]),
                float(row["loss"]),
                float(row["score"]),
                float(row["best_score"]),
                float(row["seconds"]),
            )
            for row in csv.DictReader(file)
        ]


def _restore(run: _Run, state: dict[str, Any]) -> None:
    run.network.load_state_dict(state["network"])
    if run.average is not None:
        run.average.shadow.load_state_dict(state["average"])
        run.average.steps = state["steps"]
    run.optimiser.load_state_dict(state["optimiser"])
    run.epoch = state["epoch"]
    run.history = [EpochReport(**report) for report in state["history"]]
    torch.set_rng_state(state["rng"])
