"""Carrying out an import that was planned, and what there is to say about it first."""

from dataclasses import dataclass

from medcls_core.half_folders import clear_halves
from medcls_core.inference.foreign_cards import FORMAT_NAMES
from medcls_core.inference.importing import ImportPlan
from medcls_core.inference.trial import shape_words
from medcls_core.language import Text, filled
from medcls_core.networks.card import ModelCard, write_card
from medcls_core.networks.installed import CARD_FILE
from medcls_core.tasks import task_for
from medcls_core.whole_folder import whole_folder

_LEFT_OUT = Text(
    "The card's {count} figures were left out: it doesn't say that they are of this file.",
    "卡片中的 {count} 项指标未保留：卡片未说明它们属于此文件。",
)
_TRUST = Text(
    "TorchScript is a program: import only what comes from someone you trust.",
    "TorchScript 是程序：请只导入来自可信来源的文件。",
)
_GIVES = Text("{count} probabilities already, used as they are", "已是 {count} 个概率，直接使用")
_ANY = Text("any: the crop or region as given", "任意：按所给的裁剪或区域")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to know before a model is imported."""

    name: Text
    said: Text


def install(plan: ImportPlan) -> None:
    """Write the model's folder, as a whole or not at all.

    Raises:
        OutputUnwritable: if the disk refuses.
    """
    clear_halves(plan.folder.parent)
    with whole_folder(plan.folder) as part:
        assert plan.card.weights is not None  # noqa: S101  (a plan's card has them)
        (part / plan.card.weights.file).write_bytes(plan.data)
        write_card(plan.card, part / CARD_FILE)


def warnings_of(plan: ImportPlan) -> tuple[Text, ...]:
    """What a person should weigh before importing; empty if nothing."""
    trust = (_TRUST,) if plan.kind == "torchscript" else ()
    count = plan.figures_left_out
    return (*trust, filled(_LEFT_OUT, count=count)) if count else trust


def facts_of(plan: ImportPlan) -> tuple[Fact, ...]:
    """What would be imported, and what trying it showed."""
    card, trial = plan.card, plan.trial
    task = task_for(card)
    assert card.weights is not None  # noqa: S101  (a plan's card has them)
    shapes = f"{shape_words(trial.input_shape)} → {shape_words(trial.output_shape)}"
    gives = filled(_GIVES, count=len(card.classes))
    return (
        Fact(Text("File", "文件"), _same(f"{plan.file}, {len(plan.data) / 1e6:.1f} MB")),
        Fact(Text("Format", "格式"), _same(FORMAT_NAMES[plan.kind])),
        Fact(
            Text("Task", "任务"),
            Text(f"{task.key} ({task.title.en})", f"{task.key}（{task.title.zh}）"),
        ),
        Fact(Text("Network", "网络"), _same(card.network)),
        Fact(Text("Classes", "类别"), _classes(card)),
        Fact(Text("Input", "输入"), _same(f"{task.input.width_px} x {task.input.height_px} px")),
        Fact(Text("Field of view", "视野"), _field(card)),
        Fact(
            Text("Tried on one blank", "空白试运行"),
            _same(f"{shapes}, {trial.seconds * 1000:.0f} ms (CPU)"),
        ),
        *([Fact(Text("Answers", "输出"), gives)] if trial.probabilities else []),
        Fact(Text("sha256", "sha256"), _same(card.weights.sha256)),
        Fact(Text("Goes to", "写入"), _same(str(plan.folder))),
    )


def _classes(card: ModelCard) -> Text:
    names = {label.key: label.name for label in task_for(card).all_labels}
    named = [names.get(key, _same(key)) for key in card.classes]
    return Text(
        ", ".join(_beside(key, name.en) for key, name in zip(card.classes, named, strict=True)),
        ", ".join(_beside(key, name.zh) for key, name in zip(card.classes, named, strict=True)),
    )


def _beside(key: str, name: str) -> str:
    return key if name == key else f"{key} ({name})"


def _field(card: ModelCard) -> Text:
    weights, foreign = card.weights, card.input
    mpp = None if weights is None else weights.mpp
    if mpp is None:
        return _ANY
    if foreign is None or foreign.field_px is None:
        return _same(f"{mpp:g} µm/px")
    field_px = foreign.field_px
    return _same(f"{field_px} px, {mpp:g} µm/px = {field_px * mpp:.4g} µm")


def _same(text: str) -> Text:
    return Text(text, text)
