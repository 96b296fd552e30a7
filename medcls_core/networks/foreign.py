"""Tensors out of weights files that others wrote, without running anything in them."""

import pickle
import warnings
from collections.abc import Mapping
from pathlib import Path
from zipfile import BadZipFile

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from medcls_core.errors import WeightsMismatch

WRAPPERS = ("state_dict", "model_state_dict", "model")
"""Where training programs put the weights inside a checkpoint."""

CHECKPOINT_STARTS = (b"PK\x03\x04", b"\x80")
"""First bytes of torch's zip files, and of the pickles before them."""

INT8 = ".int8"
SCALE = ".scale"


def read_tensors(path: Path) -> dict[str, Tensor]:
    """The tensors of a safetensors file or a torch checkpoint by name, floats in float32.

    Large kernels may be kept as `NAME.int8` with `NAME.scale`, a scale for each output channel.
    A torch checkpoint is read with `weights_only=True`, so pickled code is refused, not run.

    Raises:
        WeightsMismatch: if the file is missing, damaged, or holds anything but tensors.
    """
    if not path.is_file():
        raise WeightsMismatch(path, "there is no such file")
    raw = _safetensors(path) if path.suffix == ".safetensors" else _checkpoint(path)
    tensors: dict[str, Tensor] = {}
    for name, value in raw.items():
        if name.endswith(INT8):
            whole = name.removesuffix(INT8)
            tensors[whole] = _rescaled(path, value, raw.get(whole + SCALE))
        elif name.removesuffix(SCALE) + INT8 not in raw:
            tensors[name] = value.float() if value.is_floating_point() else value
    return tensors


def _safetensors(path: Path) -> dict[str, Tensor]:
    try:
        return load_file(path)
    except (OSError, SafetensorError) as problem:
        raise WeightsMismatch(path, f"the file is not readable ({problem})") from problem


def _checkpoint(path: Path) -> dict[str, Tensor]:
    try:
        with path.open("rb") as file:
            if not file.read(4).startswith(CHECKPOINT_STARTS):
                raise WeightsMismatch(path, "it is neither safetensors nor a torch checkpoint")
        with warnings.catch_warnings():
            # Torch wonders about the pickle's protocol before it refuses or takes it.
            warnings.simplefilter("ignore")
            loaded: object = torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as problem:
        raise WeightsMismatch(
            path,
            "it holds more than tensors and could run code when opened; save it as safetensors",
        ) from problem
    except (OSError, RuntimeError, EOFError, BadZipFile, ValueError) as problem:
        raise WeightsMismatch(path, f"the file is not readable ({problem})") from problem
    while isinstance(loaded, Mapping) and (inner := _inner(loaded)) is not None:
        loaded = inner
    if not isinstance(loaded, Mapping):
        raise WeightsMismatch(path, "it holds no named tensors")
    tensors = {
        str(name).removeprefix("module."): value  # DataParallel's prefix
        for name, value in loaded.items()
        if isinstance(value, Tensor)
    }
    if not tensors:
        raise WeightsMismatch(path, "it holds no named tensors")
    return tensors


def _inner(checkpoint: Mapping[object, object]) -> Mapping[object, object] | None:
    for key in WRAPPERS:
        inner = checkpoint.get(key)
        if isinstance(inner, Mapping):
            return inner
    return None


def _rescaled(path: Path, value: Tensor, scale: Tensor | None) -> Tensor:
    if scale is None or scale.shape != value.shape[:1]:
        raise WeightsMismatch(path, "an int8 tensor has no scale for each output channel")
    return value.float() * scale.float().view(-1, *[1] * (value.dim() - 1))
