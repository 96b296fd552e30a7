"""The cards of imported models: made from WSInfer's, or ours with what the file says filled in."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from medcls_core.language import Text, filled
from medcls_core.networks.card import ModelCard, Weights, WeightsFormat
from medcls_core.networks.wsinfer import WSInferConfig
from medcls_core.tasks import Task

FORMAT_NAMES: dict[WeightsFormat, str] = {
    "safetensors": "safetensors",
    "torchscript": "TorchScript",
    "onnx": "ONNX",
}
WEIGHTS_FILES: dict[WeightsFormat, str] = {
    "safetensors": "weights.safetensors",
    "torchscript": "weights.pt",
    "onnx": "weights.onnx",
}

NOT_MEASURED = Text(
    "Imported: figures not measured here. Measure it on your own labelled images "
    "(medcls evaluate) before relying on it.",
    "导入的模型：未在此处测量指标。使用前请用自己的带标注图像测量（medcls evaluate）。",
)
CARDS_OWN = Text(
    "Imported: the figures are the card's own and were not measured here. Measure it on your own "
    "labelled images (medcls evaluate) before relying on it.",
    "导入的模型：指标来自其卡片，未在此处测量。使用前请用自己的带标注图像测量（medcls evaluate）。",
)
_ORIGIN = Text(
    "Imported on {day} from {file} ({format}) with {card}",
    "于 {day} 从 {file}（{format}）导入，所用卡片：{card}",
)
_WSINFER_USE = Text(
    "second look, for research; not for primary diagnosis. The card it came with states no "
    "intended use",
    "用于研究性二次复核，不用于初次诊断。随附的卡片未说明预期用途",
)
_WSINFER_DATA = Text("not stated by the card it came with", "随附的卡片未说明")
_WSINFER_LICENCE = Text(
    "not stated by the card it came with: ask whoever offers the model",
    "随附的卡片未说明：请向模型提供者询问",
)
_TORCHSCRIPT = Text(
    "TorchScript is a program: whoever wrote it decides what it does. Heatmaps are coarse input "
    "gradients, no Grad-CAM.",
    "TorchScript 是程序，其行为由编写者决定。热图为粗略的输入梯度，没有 Grad-CAM。",
)
_ONNX = Text(
    "No heatmaps: an ONNX graph has no gradients. It runs on the processor.",
    "没有热图：ONNX 图不提供梯度。仅在 CPU 上运行。",
)
_FIELDS = Text(
    "Reads square fields of {side:.4g} µm ({px} px at {mpp:g} µm per pixel); a rim narrower than "
    "a field isn't looked at.",
    "读取边长 {side:.4g} µm 的方形视野（{px} 像素，每像素 {mpp:g} µm）；"
    "窄于一个视野的边缘不予分析。",
)

_THRESHOLD = 0.5


def card_of_wsinfer(config: WSInferConfig, task: Task, name: str) -> ModelCard:
    """A card of ours that says what WSInfer's does, and plainly what it doesn't.

    Classes are the task's where all of them are; otherwise they are a scheme of the card.
    """
    names = config.class_names
    # WSInfer gives a single class by a sigmoid: its absence is the first of two classes.
    shown = names if len(names) > 1 else (f"not {names[0]}", names[0])
    keys = tuple(_key(one) for one in shown)
    own = _scheme_with(task, keys)
    return ModelCard(
        task=task.key,
        version=name,
        network=config.architecture,
        classes=keys if own else unambiguous(keys, shown),
        weights=Weights("", "", config.mpp, _THRESHOLD),
        intended_use=_WSINFER_USE,
        data=(_WSINFER_DATA,),
        licence=_WSINFER_LICENCE,
        recipe="",
        seed=None,
        metrics=(),
        limits=(),
        class_names=() if own else tuple(Text(one, one) for one in shown),
        input=config.input,
    )


def finished(
    card: ModelCard,
    *,
    kind: WeightsFormat,
    sha256: str,
    file: Path,
    card_file: Path,
    task: Task,
) -> ModelCard:
    """`card` with its weights, where they came from, and the limits that follow.

    Figures stay only where the card was of exactly these weights.
    """
    given = card.weights or Weights("", "", task.input.mpp, _THRESHOLD)
    weights = replace(given, file=WEIGHTS_FILES[kind], sha256=sha256, format=kind)
    facts = {
        "day": datetime.now(UTC).date().isoformat(),
        "file": file.name,
        "format": FORMAT_NAMES[kind],
        "card": card_file.name,
    }
    metrics = card.metrics if given.sha256 == sha256 else ()
    limits = (CARDS_OWN if metrics else NOT_MEASURED, *_limits(card, weights), *card.limits)
    return replace(
        card,
        weights=weights,
        metrics=metrics,
        limits=tuple(dict.fromkeys(limits)),
        origin=filled(_ORIGIN, **facts),
    )


def _limits(card: ModelCard, weights: Weights) -> list[Text]:
    limits = []
    if weights.format == "torchscript":
        limits.append(_TORCHSCRIPT)
    if weights.format == "onnx":
        limits.append(_ONNX)
    if card.input is not None and card.input.field_px and weights.mpp:
        px, mpp = card.input.field_px, weights.mpp
        limits.append(filled(_FIELDS, px=px, mpp=mpp, side=px * mpp))
    return limits


def _key(name: str) -> str:
    return "_".join(name.split()).lower()


def unambiguous(keys: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, ...]:
    """Class keys that differ: names that differ by case alone keep it."""
    return keys if len(set(keys)) == len(keys) else tuple("_".join(one.split()) for one in names)


def _scheme_with(task: Task, keys: tuple[str, ...]) -> bool:
    """Whether a scheme of the task has exactly these classes."""
    schemes = (task.classes, *task.schemes)
    return any({label.key for label in scheme} == set(keys) for scheme in schemes)
