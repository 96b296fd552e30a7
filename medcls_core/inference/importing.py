"""What importing a weights file would do: read, checked and tried, but nothing written."""

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path

from medcls_core.errors import InputInvalid, WeightsMismatch
from medcls_core.inference.foreign_cards import FORMAT_NAMES, card_of_wsinfer, finished
from medcls_core.inference.trial import Trial, try_out
from medcls_core.language import Text, filled
from medcls_core.networks.card import ModelCard, ModelVersion, WeightsFormat, read_card
from medcls_core.networks.installed import folder_for
from medcls_core.networks.loading import open_network
from medcls_core.networks.weights_format import read_weights_file
from medcls_core.networks.wsinfer import is_wsinfer, read_wsinfer
from medcls_core.tasks import Task, TaskKind, get_task, labels_for

_NO_TASK = Text(
    "a WSInfer card names no task; say with --task which question the model answers",
    "WSInfer 卡片不含任务；请用 --task 指明该模型回答的问题",
)
_OTHER_TASK = Text(
    "the card is for the task '{found}'; leave --task out", "该卡片属于任务“{found}”；请去掉 --task"
)
_TENSORS_ALONE = Text(
    "it holds tensors alone, and the architecture '{network}' of a WSInfer card isn't one of "
    "ours; take the model's TorchScript file (torchscript_model.pt)",
    "其中只有张量，而 WSInfer 卡片中的结构“{network}”不是本程序的网络；"
    "请使用该模型的 TorchScript 文件（torchscript_model.pt）",
)
_NO_INPUT = Text(
    'a {kind} network needs its own "input" in the card: width_px, height_px, mean, std',
    "{kind} 网络需要在卡片中写明“input”：width_px、height_px、mean、std",
)
_MASK = Text(
    "the task '{task}' needs a probability at every pixel, which only networks of ours give; "
    "{kind} files are taken as classifiers, for the other tasks",
    "任务“{task}”需要逐像素概率，只有本程序的网络能给出；{kind} 文件作为分类器用于其他任务",
)
_OTHER_WEIGHTS = Text(
    "its card is of other weights (sha256 {card}…, the file's is {file}…); where the card was "
    'written by hand, leave its sha256 ""',
    '卡片属于其他权重（sha256 {card}…，文件为 {file}…）；手写卡片请将 sha256 留空（""）',
)
_NAMES = Text(
    "its 'class_names' and 'classes' differ in number, or 'classes' has one twice",
    "“class_names”与“classes”数量不同，或“classes”中有重复",
)
_OWN_CLASSES = Text(
    "the task '{task}' has its own classes; leave 'class_names' out",
    "任务“{task}”有固定类别；请去掉“class_names”",
)
_INPUT_SIZES = Text("its 'input' needs sizes and std above 0", "“input”中的尺寸和 std 须大于 0")
_GENERAL_NAMES = frozenset(
    {"weights", "model", "torchscript_model", "pytorch_model", "best", "last", "network"}
)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """A model that can be imported: the bytes to write, its finished card, what a trial showed."""

    file: Path
    kind: WeightsFormat
    data: bytes
    card: ModelCard
    folder: Path
    trial: Trial
    figures_left_out: int

    @property
    def name(self) -> str:
        """What the model will be called."""
        return self.folder.name


def plan_import(file: Path, card_file: Path, task: str | None, name: str | None) -> ImportPlan:
    """Read, check and try a weights file with its card.

    Args:
        file: safetensors of a network of ours; TorchScript or ONNX of others.
        card_file: a card of ours, or WSInfer's `config.json`.
        task: key of the task; needed where the card names none.
        name: what to call the model; None takes the file's or its folder's name.

    Raises:
        WeightsMismatch: if the file is no such file, or doesn't do what the card says.
        InputInvalid: if the card or the name makes no sense.
    """
    data, kind = read_weights_file(file)
    digest = hashlib.sha256(data).hexdigest()
    called = name or default_name(file)
    given = _card(card_file, task, called, file, kind)
    asked = get_task(given.task)
    _check(given, asked, kind, digest, card_file, file)
    card = finished(given, kind=kind, sha256=digest, file=file, card_file=card_file, task=asked)
    labels_for(card, asked)
    folder = folder_for(card.task, called)
    network = open_network(data, card, file)
    trial = try_out(network, ModelVersion(card, folder), file)
    if trial.probabilities and card.weights is not None:
        card = replace(card, weights=replace(card.weights, gives="probabilities"))
    left_out = len(given.metrics) - len(card.metrics)
    return ImportPlan(file, kind, data, card, folder, trial, left_out)


def default_name(file: Path) -> str:
    """The file's name, or its folder's where files are always called that."""
    general = file.stem.lower() in _GENERAL_NAMES
    stem = (file.resolve().parent.name if general else "") or file.stem
    return "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in stem).strip("-_.")


def _card(path: Path, task: str | None, name: str, file: Path, kind: WeightsFormat) -> ModelCard:
    if not _is_wsinfer_file(path):
        card = read_card(path)
        if task is not None and get_task(task).key != card.task:
            raise InputInvalid(f"--task {task}", filled(_OTHER_TASK, found=card.task))
        return card
    config = read_wsinfer(path)
    if task is None:
        raise InputInvalid(str(path), _NO_TASK)
    if kind == "safetensors":
        raise WeightsMismatch(file, filled(_TENSORS_ALONE, network=config.architecture))
    return card_of_wsinfer(config, get_task(task), name)


def _is_wsinfer_file(path: Path) -> bool:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):  # `read_card` says what is wrong
        return False
    return isinstance(found, dict) and is_wsinfer(found)


def _check(
    card: ModelCard, task: Task, kind: WeightsFormat, digest: str, card_file: Path, file: Path
) -> None:
    named = card.class_names
    if (named and len(named) != len(card.classes)) or len({*card.classes}) != len(card.classes):
        raise InputInvalid(str(card_file), _NAMES)
    if kind != "safetensors":
        _check_foreign(card, task, kind, card_file)
    if named and task.kind is TaskKind.MASK:
        raise InputInvalid(str(card_file), filled(_OWN_CLASSES, task=task.key))
    known = "" if card.weights is None else card.weights.sha256
    if known and known != digest:
        raise WeightsMismatch(file, filled(_OTHER_WEIGHTS, card=known[:12], file=digest[:12]))


def _check_foreign(card: ModelCard, task: Task, kind: WeightsFormat, card_file: Path) -> None:
    if task.kind is TaskKind.MASK:
        raise InputInvalid(str(card_file), filled(_MASK, task=task.key, kind=FORMAT_NAMES[kind]))
    if card.input is None:
        raise InputInvalid(str(card_file), filled(_NO_INPUT, kind=FORMAT_NAMES[kind]))
    sizes = (card.input.width_px, card.input.height_px, *card.input.std)
    if min(sizes) <= 0:
        raise InputInvalid(str(card_file), _INPUT_SIZES)
