"""WSInfer's `config.json`: how a patch classifier of its model zoo is to be fed.

Source: "Open and reusable deep learning for pathology with WSInfer and QuPath" (2024), and the
schema `model-config.schema.json` 1.0 of wsinfer-zoo. WSInfer reads a square of
`patch_size_pixels` at `spacing_um_px`, resizes it, scales it to [0, 1] and normalises it.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from medcls_core.errors import InputInvalid
from medcls_core.language import Text, filled
from medcls_core.networks.card import ForeignInput

SPEC_VERSION = "1.0"
_REQUIRED = (
    "spec_version",
    "architecture",
    "num_classes",
    "class_names",
    "patch_size_pixels",
    "spacing_um_px",
    "transform",
)
_ORDER = ("Resize", "ToTensor", "Normalize")
_CHANNELS = 3

_LACKS = Text("it has no '{key}'", "缺少“{key}”")
_WRONG = Text("its '{key}' must be {wanted}", "“{key}”应为{wanted}")
_VERSION = Text(
    "its spec_version is {found}; version 1.0 is understood",
    "spec_version 为 {found}；仅支持 1.0 版",
)
_STEP = Text(
    "its transform has the step '{step}' where Resize, ToTensor and Normalize are understood, in "
    "this order",
    "transform 中含有步骤“{step}”；仅支持依次为 Resize、ToTensor、Normalize",
)
_WHOLE = Text("a whole number above 0", "大于 0 的整数")
_POSITIVE = Text("a number above 0", "大于 0 的数")
_NAMES = Text(
    "a list of {count} different names, as num_classes says",
    "与 num_classes 一致的 {count} 个互不相同的名称",
)
_THREE = Text("three numbers, those of std above 0", "三个数，且 std 均大于 0")


@dataclass(frozen=True, slots=True)
class WSInferConfig:
    """What a `config.json` says.

    `mpp` is micrometres per pixel of the patch before it is resized; `input.field_px` its side.
    """

    architecture: str
    class_names: tuple[str, ...]
    mpp: float
    input: ForeignInput


def is_wsinfer(card: Mapping[str, object]) -> bool:
    """Whether a card is WSInfer's; ours has neither of these keys."""
    return "spec_version" in card or "patch_size_pixels" in card


def read_wsinfer(path: Path) -> WSInferConfig:
    """Read `config.json`.

    Raises:
        InputInvalid: if it doesn't follow the schema, or asks for a transform we don't know.
    """
    try:
        config = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as problem:
        raise InputInvalid(str(path), str(problem)) from problem
    for key in _REQUIRED:
        if key not in config:
            raise _fault(path, _LACKS, key=key)
    if config["spec_version"] != SPEC_VERSION:
        raise _fault(path, _VERSION, found=repr(config["spec_version"]))
    side = _whole(path, config, "patch_size_pixels")
    width, height, mean, std = _transform(path, config["transform"], side)
    return WSInferConfig(
        architecture=str(config["architecture"]),
        class_names=_class_names(path, config),
        mpp=_positive(path, config, "spacing_um_px"),
        input=ForeignInput(width, height, mean, std, field_px=side),
    )


def _class_names(path: Path, config: Mapping[str, object]) -> tuple[str, ...]:
    count, names = _whole(path, config, "num_classes"), config["class_names"]
    fits = isinstance(names, list) and all(isinstance(one, str) and one.strip() for one in names)
    if (
        not isinstance(names, list)
        or not fits
        or len({*names}) != len(names)
        or len(names) != count
    ):
        wanted = filled(_NAMES, count=count)
        raise _fault(path, _WRONG, key="class_names", wanted=wanted)
    return tuple(names)


def _transform(
    path: Path, steps: object, side: int
) -> tuple[int, int, tuple[float, float, float], tuple[float, float, float]]:
    """Width, height, mean and std; a step that isn't there does nothing."""
    width = height = side
    mean, std = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)
    if not isinstance(steps, list):
        raise _fault(path, _STEP, step=repr(steps))
    given = [one if isinstance(one, dict) else {} for one in steps]
    names = [str(one.get("name")) for one in given]
    for name in names:
        if name not in _ORDER or names.count(name) > 1:
            raise _fault(path, _STEP, step=name)
    if names != sorted(names, key=_ORDER.index) or "ToTensor" not in names:
        raise _fault(path, _STEP, step=", ".join(names))
    for name, step in zip(names, given, strict=True):
        arguments = step.get("arguments") or {}
        if name == "Resize":
            width, height = _size(path, arguments.get("size"))
        elif name == "Normalize":
            mean, std = _three(path, arguments.get("mean")), _three(path, arguments.get("std"))
            if min(std) <= 0:
                raise _fault(path, _WRONG, key="Normalize", wanted=_THREE)
    return width, height, mean, std


def _size(path: Path, size: object) -> tuple[int, int]:
    """Torchvision's size: one number for both sides of a square, or (height, width)."""
    given: list[object] = size if isinstance(size, list) else [size]
    sides = [one for one in given if isinstance(one, int) and not isinstance(one, bool) and one > 0]
    if len(sides) != len(given) or len(sides) not in {1, 2}:
        raise _fault(path, _WRONG, key="Resize size", wanted=_WHOLE)
    return sides[-1], sides[0]


def _three(path: Path, values: object) -> tuple[float, float, float]:
    if (
        not isinstance(values, list)
        or len(values) != _CHANNELS
        or not all(isinstance(one, int | float) and math.isfinite(one) for one in values)
    ):
        raise _fault(path, _WRONG, key="Normalize", wanted=_THREE)
    red, green, blue = map(float, values)
    return red, green, blue


def _whole(path: Path, config: Mapping[str, object], key: str) -> int:
    value = config[key]
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise _fault(path, _WRONG, key=key, wanted=_WHOLE)
    return value


def _positive(path: Path, config: Mapping[str, object], key: str) -> float:
    value = config[key]
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value < math.inf:
        raise _fault(path, _WRONG, key=key, wanted=_POSITIVE)
    return float(value)


def _fault(path: Path, reason: Text, **facts: str | Text) -> InputInvalid:
    return InputInvalid(str(path), filled(reason, **facts))
