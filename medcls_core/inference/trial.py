"""One blank input through a network: does it answer, in which shape, how fast."""

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from medcls_core.errors import WeightsMismatch
from medcls_core.inference.predictor import Predictor
from medcls_core.language import Text, filled
from medcls_core.networks import ModelVersion
from medcls_core.networks.foreign_networks import ForeignNetwork, first_line
from medcls_core.tasks import TaskKind, get_task

_FAILS = Text("it doesn't take an input of {shape} ({why})", "它无法处理 {shape} 的输入（{why}）")
_OUTPUTS = Text(
    "it answers an input of {shape} with {found}, and its card names {classes} classes",
    "对 {shape} 的输入，其输出为 {found}，而模型卡列出 {classes} 个类别",
)
_NOT_FINITE = Text("it answers with numbers that aren't finite", "其输出含有非有限数值")
_NOISY = 3
_SUM_TOLERANCE = 1e-3


@dataclass(frozen=True, slots=True)
class Trial:
    """What one blank input showed: shapes (N, 3, H, W) and of the answer, seconds on the CPU.

    `probabilities` says that the network ends in a softmax, found by noisy inputs.
    """

    input_shape: tuple[int, ...]
    output_shape: tuple[int, ...]
    seconds: float
    probabilities: bool


def try_out(network: torch.nn.Module, model: ModelVersion, file: Path) -> Trial:
    """Run `network`, which is the one of `model` from `file`, on the processor.

    Raises:
        WeightsMismatch: if it fails, or answers something else than the card's classes.
        InputInvalid: if the card doesn't fit its task.
    """
    predictor = Predictor(network, get_task(model.card.task), model, torch.device("cpu"))
    contract = predictor.task.input
    size = (1, contract.height_px, contract.width_px, 3)
    blank = predictor.scaled(np.full(size, 255, np.uint8), normalise=False)
    _answer(predictor, blank, file)  # the first pass also sets up
    started = time.perf_counter()
    answer = _answer(predictor, blank, file)
    seconds = time.perf_counter() - started
    _check(predictor, blank, answer, file)
    return Trial(
        tuple(blank.shape),
        tuple(answer.shape),
        seconds,
        _gives_probabilities(predictor, answer, file),
    )


def _answer(predictor: Predictor, inputs: Tensor, file: Path) -> Tensor:
    network = predictor.network
    try:
        with torch.inference_mode():
            # Not by `forward`: what is wanted is the network's own answer.
            answer: Tensor = (
                network.answer(inputs)
                if isinstance(network, ForeignNetwork)
                else predictor.logits(inputs)
            )
    except (RuntimeError, TypeError, ValueError, IndexError) as problem:
        raise WeightsMismatch(
            file, filled(_FAILS, shape=shape_words(inputs.shape), why=first_line(problem))
        ) from problem
    return answer.float()


def _check(predictor: Predictor, inputs: Tensor, answer: Tensor, file: Path) -> None:
    count = len(predictor.classes)
    columns = {count, 1} if count == 2 else {count}  # noqa: PLR2004  (one column says both of two)
    wanted = [(1, one) for one in columns]
    if predictor.task.kind is TaskKind.MASK:
        wanted = [(*one, *inputs.shape[2:]) for one in wanted]
    if tuple(answer.shape) not in wanted:
        facts = {"shape": shape_words(inputs.shape), "found": shape_words(answer.shape)}
        raise WeightsMismatch(file, filled(_OUTPUTS, **facts, classes=str(count)))
    if not bool(torch.isfinite(answer).all()):
        raise WeightsMismatch(file, _NOT_FINITE)


def _gives_probabilities(predictor: Predictor, answer: Tensor, file: Path) -> bool:
    """Whether the answers of a classifier of others are shares of one."""
    if not isinstance(predictor.network, ForeignNetwork) or answer.shape[1] == 1:
        return False
    contract = predictor.task.input
    noise = np.random.default_rng(0).integers(
        0, 256, (_NOISY, 1, contract.height_px, contract.width_px, 3), dtype=np.uint8
    )
    answers = [answer, *(_answer(predictor, predictor.scaled(one), file) for one in noise)]
    return all(
        float(one.min()) >= 0 and abs(float(one.sum()) - 1) < _SUM_TOLERANCE for one in answers
    )


def shape_words(shape: tuple[int, ...] | torch.Size) -> str:
    """A shape as people write it: 1 x 3 x 224 x 224."""
    return " x ".join(str(side) for side in shape) or "1"
