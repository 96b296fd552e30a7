"""Whole networks of others: TorchScript and ONNX, run as if they were ours.

What they hold is a program. TorchScript and ONNX programs can't start other programs or reach the
network, unlike pickles, but TorchScript can read and write files: import only what you trust.
"""

import io
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from medcls_core.errors import WeightsMismatch
from medcls_core.language import Text, filled
from medcls_core.networks.card import Weights
from medcls_core.networks.onnx_file import keeps_tensors_elsewhere

_DAMAGED = Text("torch can't load it ({why})", "torch 无法加载（{why}）")
_DAMAGED_ONNX = Text("onnxruntime can't load it ({why})", "onnxruntime 无法加载（{why}）")
_ELSEWHERE = Text(
    "it keeps tensors in another file; save the network with all tensors inside "
    "(onnx.save with save_as_external_data=False)",
    "其部分张量存放在其他文件中；请将全部张量保存在同一文件内"
    "（onnx.save，save_as_external_data=False）",
)
_INPUTS = Text(
    "it wants {found}, and is given one float image (N, 3, H, W)",
    "它需要 {found}，而此处提供的是一个浮点图像 (N, 3, H, W)",
)
_TINY = 1e-12
Pixels = NDArray[np.float32 | np.float16]

_FLOAT_TYPES = {"tensor(float)": np.float32, "tensor(float16)": np.float16}
_IMAGE_DIMENSIONS = 4
_CHANNELS = 3


class ForeignNetwork(nn.Module):
    """Logits (N, C) from float images (N, 3, H, W), by a network that isn't in our registry.

    Args:
        gives: "probabilities" if the network ends in a softmax; their logarithms are logits.
    """

    differentiable = False

    def __init__(self, gives: str) -> None:
        super().__init__()
        self.gives = gives

    def forward(self, images: Tensor) -> Tensor:
        """Logits (N, C), computed in float32 as the network's authors did."""
        with torch.autocast(images.device.type, enabled=False):
            answers = self.answer(images.float()).float()
        return answers if self.gives == "logits" else answers.clamp_min(_TINY).log()

    def answer(self, images: Tensor) -> Tensor:
        """What the network itself says of float32 images."""
        raise NotImplementedError


class TorchScriptNetwork(ForeignNetwork):
    """A TorchScript program; its gradients by the input can be asked for."""

    differentiable = True

    def __init__(self, program: nn.Module, gives: str) -> None:
        super().__init__(gives)
        self.program = program

    def answer(self, images: Tensor) -> Tensor:
        """See `ForeignNetwork`."""
        answers: object = self.program(images)
        if not isinstance(answers, Tensor):
            raise TypeError(f"it answers with {type(answers).__name__} instead of one tensor")
        return answers


class _Input(Protocol):
    """The part of `onnxruntime.NodeArg` that is used."""

    @property
    def type(self) -> str:
        """As "tensor(float)"."""

    @property
    def shape(self) -> Sequence[object]:
        """Numbers, and names or None for what is left open."""


class _Session(Protocol):
    """The part of `onnxruntime.InferenceSession` that is used."""

    def run(self, outputs: None, given: dict[str, Pixels]) -> list[object]:
        """Answers in the order of the outputs."""


class OnnxNetwork(ForeignNetwork):
    """An ONNX graph, run by onnxruntime on the processor; it has no gradients."""

    def __init__(self, session: _Session, name: str, kind: type, batch: int | None) -> None:
        super().__init__("logits")
        self.session, self.name, self.kind, self.batch = session, name, kind, batch

    def answer(self, images: Tensor) -> Tensor:
        """See `ForeignNetwork`; a graph of a fixed batch is given as many images as it wants."""
        pixels: Pixels = np.ascontiguousarray(images.detach().cpu().numpy().astype(self.kind))
        step = self.batch or len(pixels)
        found = [self._run(pixels[start : start + step]) for start in range(0, len(pixels), step)]
        return torch.from_numpy(np.concatenate(found)[: len(pixels)]).to(images.device)

    def _run(self, pixels: Pixels) -> NDArray[np.float32]:
        missing = (self.batch or len(pixels)) - len(pixels)
        whole = np.concatenate([pixels, np.repeat(pixels[-1:], missing, 0)]) if missing else pixels
        try:
            answers = self.session.run(None, {self.name: whole})[0]
        except Exception as problem:  # its exceptions share no class of their own
            raise RuntimeError(str(problem)) from problem
        if not isinstance(answers, np.ndarray):
            raise TypeError(f"it answers with {type(answers).__name__} instead of one tensor")
        return answers.astype(np.float32)


def open_foreign(data: bytes, weights: Weights, path: Path) -> ForeignNetwork:
    """The network in `data`, the bytes of `path`, on the processor and in eval mode.

    Raises:
        WeightsMismatch: if it is damaged, or doesn't take one image.
    """
    network = (
        _torchscript(data, weights.gives, path)
        if weights.format == "torchscript"
        else _onnx(data, path)
    )
    network.gives = weights.gives
    return network.eval()


def _torchscript(data: bytes, gives: str, path: Path) -> TorchScriptNetwork:
    try:
        with warnings.catch_warnings():
            # Torch would rather have torch.export, which other programs don't write yet.
            warnings.simplefilter("ignore", FutureWarning)
            warnings.simplefilter("ignore", DeprecationWarning)
            program = torch.jit.load(io.BytesIO(data), map_location="cpu")  # type: ignore[no-untyped-call]
    except (RuntimeError, ValueError, OSError) as problem:
        raise WeightsMismatch(path, _because(_DAMAGED, problem)) from problem
    return TorchScriptNetwork(cast("nn.Module", program), gives)


def _onnx(data: bytes, path: Path) -> OnnxNetwork:
    import onnxruntime  # noqa: PLC0415  (50 MB that only models of others need)

    if keeps_tensors_elsewhere(data):
        raise WeightsMismatch(path, _ELSEWHERE)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    options.log_severity_level = 4  # what is wrong is said once, by us
    try:
        session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    except Exception as problem:  # its exceptions share no class of their own
        raise WeightsMismatch(path, _because(_DAMAGED_ONNX, problem)) from problem
    inputs = session.get_inputs()
    if len(inputs) != 1 or not _takes_an_image(inputs[0]):
        found = ", ".join(f"{one.name} {one.type} {one.shape}" for one in inputs) or "-"
        raise WeightsMismatch(path, filled(_INPUTS, found=found))
    (given,) = inputs
    batch = given.shape[0] if isinstance(given.shape[0], int) and given.shape[0] > 0 else None
    return OnnxNetwork(session, given.name, _FLOAT_TYPES[given.type], batch)


def _takes_an_image(given: _Input) -> bool:
    """Whether an input is float (N, 3, H, W); sizes that are left open are names or None."""
    shape = given.shape
    if given.type not in _FLOAT_TYPES or len(shape) != _IMAGE_DIMENSIONS:
        return False
    return shape[1] == _CHANNELS or not isinstance(shape[1], int)


def _because(text: Text, problem: Exception) -> Text:
    return filled(text, why=first_line(problem))


def first_line(problem: Exception) -> str:
    """What a library says went wrong, without the pages behind it."""
    lines = [line.strip() for line in str(problem).splitlines() if line.strip()]
    # TorchScript tells the way to the fault first and the fault last.
    telling = lines[-1] if lines and "Traceback" in str(problem) else "".join(lines[:1])
    return (telling or type(problem).__name__).rstrip(".")[:160]
