"""The stages of a run: what learns, with which optimiser, at which rate, and for how long."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import torch
from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm

from medcls_core.training.recipe import Optimiser, Stage

MOMENTUM = 0.9


@dataclass(slots=True)
class Pace:
    """Where a run stands.

    Attributes:
        stage: index of the stage that is on; their number when all are done.
        epochs: finished in this stage.
        stale: since the last better score.
        waited: since the last better score or change of the rate.
        rate: learning rate of the next epoch.
    """

    stage: int
    epochs: int
    stale: int
    waited: int
    rate: float

    @classmethod
    def begin(cls, stages: Sequence[Stage]) -> Self:
        """Before the first epoch."""
        return cls(0, 0, 0, 0, stages[0].learning_rate)

    def advance(self, stages: Sequence[Stage], *, better: bool) -> bool:
        """An epoch is over; whether its stage is over as well."""
        stage = stages[self.stage]
        self.epochs += 1
        self.stale = 0 if better else self.stale + 1
        self.waited = 0 if better else self.waited + 1
        if stage.step is not None and self.epochs % stage.step == 0:
            self.rate *= stage.factor
        if stage.plateau is not None and self.waited >= stage.plateau:
            self.rate *= stage.factor
            self.waited = 0
        tired = stage.patience is not None and self.stale >= stage.patience
        if self.epochs < stage.epochs and not tired:
            return False
        self.stage += 1
        self.epochs = self.stale = self.waited = 0
        if self.stage < len(stages):
            self.rate = stages[self.stage].learning_rate
        return True


def begin_stage(network: nn.Module, stage: Stage) -> torch.optim.Optimizer:
    """Freeze what is to be frozen, and make the optimiser of the rest.

    Raises:
        ValueError: if a frozen module isn't there, or nothing is left to learn.
    """
    names = {name for name, _ in network.named_modules()}
    missing = [name for name in stage.frozen if name not in names]
    if missing:
        raise ValueError(f"the network has no module {', '.join(missing)}")
    for name, parameter in network.named_parameters():
        parameter.requires_grad_(not is_below(name, stage.frozen))
    learning = [parameter for parameter in network.parameters() if parameter.requires_grad]
    match stage.optimiser:
        case Optimiser.ADAM:
            return torch.optim.Adam(
                learning, lr=stage.learning_rate, weight_decay=stage.weight_decay
            )
        case Optimiser.ADAMW:
            return torch.optim.AdamW(
                learning, lr=stage.learning_rate, weight_decay=stage.weight_decay
            )
        case Optimiser.SGD:
            return torch.optim.SGD(
                learning,
                lr=stage.learning_rate,
                momentum=MOMENTUM,
                weight_decay=stage.weight_decay,
            )


def set_training(network: nn.Module, frozen: Sequence[str]) -> None:
    """Train mode, in which frozen batch norms keep their statistics."""
    network.train()
    for name, module in network.named_modules():
        if isinstance(module, _BatchNorm) and is_below(name, frozen):
            module.eval()


def is_below(name: str, modules: Sequence[str]) -> bool:
    """Whether a parameter or module of that name belongs to one of `modules`."""
    return any(name == top or name.startswith(f"{top}.") for top in modules)
