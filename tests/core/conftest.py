"""Models of others, made in the test: TorchScript and ONNX classifiers of two classes.

All of them say "tumor" of dark inputs: the second logit falls with the mean of the green channel.
"""

import io
import json
import struct
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

WSINFER = {
    "spec_version": "1.0",
    "architecture": "resnet34",
    "num_classes": 2,
    "class_names": ["notumor", "tumor"],
    "patch_size_pixels": 64,
    "spacing_um_px": 0.5,
    "transform": [
        {"name": "Resize", "arguments": {"size": 32}},
        {"name": "ToTensor"},
        {"name": "Normalize", "arguments": {"mean": [0.5, 0.5, 0.5], "std": [0.25, 0.5, 0.5]}},
    ],
}


@pytest.fixture
def wsinfer_card(tmp_path: Path) -> Callable[..., Path]:
    """`wsinfer_card(num_classes=3)` writes a `config.json` with these entries changed."""

    def write(**changed: object) -> Path:
        path = tmp_path / "模型库" / "config.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(WSINFER | changed), "utf-8")
        return path

    return write


@pytest.fixture
def torchscript(tmp_path: Path) -> Callable[..., Path]:
    """`torchscript(classes=2, softmax=False)` writes a TorchScript classifier."""
    import torch  # noqa: PLC0415  (a test of the bare values needs no torch)
    from torch import Tensor, nn  # noqa: PLC0415

    class Dark(nn.Module):
        def __init__(self, classes: int, softmax: bool) -> None:  # noqa: FBT001
            super().__init__()
            self.mix = nn.Conv2d(3, classes, 1)
            self.softmax = softmax
            with torch.no_grad():
                self.mix.weight.zero_()
                self.mix.bias.zero_()
                self.mix.weight[-1, 1] = -4

        def forward(self, images: Tensor) -> Tensor:
            logits = self.mix(images).mean((2, 3))
            return logits.softmax(1) if self.softmax else logits

    def write(classes: int = 2, *, softmax: bool = False, name: str = "torchscript_model") -> Path:
        path = tmp_path / "模型库" / f"{name}.pt"
        path.parent.mkdir(exist_ok=True)
        data = io.BytesIO()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # torch would rather export
            torch.jit.save(torch.jit.script(Dark(classes, softmax).eval()), data)
        path.write_bytes(data.getvalue())
        return path

    return write


@pytest.fixture
def onnx_file(tmp_path: Path) -> Callable[..., Path]:
    """`onnx_file(batch="n", side=32)` writes the same classifier as ONNX, byte by byte."""

    def write(batch: int | str = "n", side: int = 32, *, external: bool = False) -> Path:
        path = tmp_path / "模型库" / "net.onnx"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(onnx_bytes(batch, side, external=external))
        return path

    return write


def onnx_bytes(batch: int | str, side: int, *, external: bool) -> bytes:
    """A `ModelProto` of GlobalAveragePool, Flatten and MatMul, after onnx.proto3."""
    tensor = _field(1, 3) + _field(1, 2) + _field(2, 1) + _field(8, b"w")
    if external:
        place = _field(1, b"location") + _field(2, b"w.bin")
        tensor += _field(13, place) + _field(14, 1)
    else:
        tensor += _field(9, struct.pack("<6f", 0, 0, 0, -4, 0, 0))
    graph = (
        _node("GlobalAveragePool", ["x"], "pooled")
        + _node("Flatten", ["pooled"], "flat")
        + _node("MatMul", ["flat", "w"], "y")
        + _field(2, b"dark")
        + _field(5, tensor)
        + _field(11, _value("x", [batch, 3, side, side]))
        + _field(12, _value("y", [batch, 2]))
    )
    return _field(1, 8) + _field(7, graph) + _field(8, _field(2, 17))


def _node(operation: str, inputs: list[str], output: str) -> bytes:
    given = b"".join(_field(1, one.encode()) for one in inputs)
    return _field(1, given + _field(2, output.encode()) + _field(4, operation.encode()))


def _value(name: str, shape: list[int | str]) -> bytes:
    sides = (_field(1, one) if isinstance(one, int) else _field(2, one.encode()) for one in shape)
    dims = b"".join(_field(1, one) for one in sides)
    return _field(1, name.encode()) + _field(2, _field(1, _field(1, 1) + _field(2, dims)))


def _field(number: int, value: int | bytes) -> bytes:
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    return _varint(number << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    seven, rest = value & 0x7F, value >> 7
    return bytes([seven | 0x80]) + _varint(rest) if rest else bytes([seven])
