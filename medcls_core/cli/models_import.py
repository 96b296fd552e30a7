"""`medcls models import`: a model of one's own or of others into the user's data folder."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from medcls_core.cli.help_texts import both
from medcls_core.cli.options import JsonOption
from medcls_core.cli.speech import invalid, notes, results, say
from medcls_core.half_folders import clear_halves
from medcls_core.language import Text
from medcls_core.networks import write_card
from medcls_core.networks.installed import CARD_FILE
from medcls_core.tasks import get_task, task_for
from medcls_core.whole_folder import whole_folder

if TYPE_CHECKING:  # torch takes seconds to import
    from medcls_core.inference.importing import ImportPlan

IMPORT_HELP = both(
    "Import a model into your data folder: safetensors of one of the program's networks, or a "
    "whole network of others as TorchScript or ONNX. The card is a card.json, or the config.json "
    "of WSInfer's model zoo (then --task says what it answers). Pickles (.pth, .pkl) are "
    "refused: opening one can run any program.\n\n"
    "The file is read, checked against its card and tried on one blank input before anything is "
    "written. Figures aren't measured; 'medcls evaluate --model NAME' does that.\n\n"
    "[bold]Examples[/]\n\n"
    "Weights you trained:  medcls models import run/weights.safetensors --card run/card.json\n\n"
    "Look first:           medcls models import net.onnx --card card.json --dry-run\n\n"
    "From WSInfer's zoo:   medcls models import torchscript_model.pt --card config.json "
    "--task breast_histology --name brca",
    "将模型导入用户数据文件夹：本程序网络的 safetensors 权重，或他人的完整网络"
    "（TorchScript 或 ONNX）。卡片为 card.json，或 WSInfer 模型库的 config.json"
    "（此时用 --task 指明任务）。拒绝 pickle 文件（.pth、.pkl）：打开它可能运行任意程序。\n\n"
    "写入之前，会读取文件、按卡片核对，并用一个空白输入试运行。不测量指标；"
    "请用“medcls evaluate --model 名称”测量。\n\n"
    "[bold]示例[/]\n\n"
    "自己训练的权重：medcls models import run/weights.safetensors --card run/card.json\n\n"
    "仅查看：        medcls models import net.onnx --card card.json --dry-run\n\n"
    "WSInfer 模型库：medcls models import torchscript_model.pt --card config.json "
    "--task breast_histology --name brca",
)
_EXISTS = Text(
    "task '{task}' has an imported model of this name; give another --name, or --overwrite",
    "任务“{task}”已有同名的导入模型；请用 --name 另行命名，或加 --overwrite",
)
_DRY = Text("Nothing was written (dry run).", "未写入任何内容（试运行）。")
_DONE = Text(
    "Imported. Use it with --model {name}, or choose it in the window's model card.",
    "已导入。可用 --model {name} 使用，或在窗口的模型卡中选择。",
)
_LEFT_OUT = Text(
    "The card's {count} figures were left out: it doesn't say that they are of this file.",
    "卡片中的 {count} 项指标未保留：卡片未说明它们属于此文件。",
)
_TRUST = Text(
    "TorchScript is a program: import only what comes from someone you trust.",
    "TorchScript 是程序：请只导入来自可信来源的文件。",
)
_GIVES = Text(
    "{classes} probabilities already, used as they are", "已是 {classes} 个概率，直接使用"
)
_ANY = Text("any: the crop or region as given", "任意：按所给的裁剪或区域")


def import_model(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", show_default=False, help=both("The weights file.", "权重文件。")
        ),
    ],
    card: Annotated[
        Path,
        typer.Option(
            "--card",
            metavar="FILE",
            show_default=False,
            help=both(
                "A card.json, or WSInfer's config.json.", "card.json 或 WSInfer 的 config.json。"
            ),
        ),
    ],
    task: Annotated[
        str | None,
        typer.Option(
            "--task",
            "-t",
            metavar="TASK",
            show_default=False,
            help=both("What it answers, where the card doesn't say.", "卡片未说明时的任务。"),
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(
            "--name",
            metavar="NAME",
            show_default=False,
            help=both("What to call it; otherwise the file's name.", "名称；默认取文件名。"),
        ),
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help=both("Say what would be done, write nothing.", "仅说明将做什么，不写入。"),
        ),
    ] = False,
    overwrite: Annotated[
        bool,
        typer.Option(
            "--overwrite",
            help=both("Replace an imported model of this name.", "替换同名的导入模型。"),
        ),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Import a model; see `IMPORT_HELP`."""
    if task is not None:
        get_task(task)
    from medcls_core.inference.importing import plan_import  # noqa: PLC0415  (torch, seconds)

    plan = plan_import(file, card, task, name)
    if plan.folder.exists() and not overwrite:
        raise invalid(f"--name {plan.name}", _EXISTS, task=plan.card.task)
    if not dry_run:
        carry_out(plan)
    if as_json:
        results().print_json(json.dumps(_as_json(plan, written=not dry_run), ensure_ascii=False))
        return
    _tell(plan)
    results().print()
    results().print(say(_DRY if dry_run else _DONE).format(name=plan.name), markup=False)


def carry_out(plan: "ImportPlan") -> None:
    """Write the model's folder, as a whole or not at all.

    Raises:
        OutputUnwritable: if the disk refuses.
    """
    clear_halves(plan.folder.parent)
    with whole_folder(plan.folder) as part:
        assert plan.card.weights is not None  # noqa: S101  (a plan's card has them)
        (part / plan.card.weights.file).write_bytes(plan.data)
        write_card(plan.card, part / CARD_FILE)


def _tell(plan: "ImportPlan") -> None:
    if plan.kind == "torchscript":
        notes().print(say(_TRUST), style="yellow")
    if plan.figures_left_out:
        notes().print(say(_LEFT_OUT).format(count=plan.figures_left_out), style="yellow")
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    for head, said in _facts(plan):
        table.add_row(say(head), said)
    results().print(table)


def _facts(plan: "ImportPlan") -> list[tuple[Text, str]]:
    from medcls_core.inference.foreign_cards import FORMAT_NAMES  # noqa: PLC0415
    from medcls_core.inference.trial import shape_words  # noqa: PLC0415

    card, trial = plan.card, plan.trial
    task = task_for(card)
    assert card.weights is not None  # noqa: S101  (a plan's card has them)
    named = [
        f"{key} ({say(label.name)})" if say(label.name) != key else key
        for key in card.classes
        for label in task.all_labels
        if label.key == key
    ]
    answers = f"{shape_words(trial.input_shape)} \u2192 {shape_words(trial.output_shape)}"
    classes = ", ".join(dict.fromkeys(named)) or ", ".join(card.classes)
    return [
        (Text("File", "文件"), f"{plan.file}, {len(plan.data) / 1e6:.1f} MB"),
        (Text("Format", "格式"), FORMAT_NAMES[plan.kind]),
        (Text("Task", "任务"), f"{task.key} ({say(task.title)})"),
        (Text("Network", "网络"), card.network),
        (Text("Classes", "类别"), classes),
        (Text("Input", "输入"), f"{task.input.width_px} x {task.input.height_px} px"),
        (Text("Field of view", "视野"), _field(plan)),
        (Text("Tried on one blank", "空白试运行"), f"{answers}, {_milliseconds(trial.seconds)}"),
        *(
            [(Text("Answers", "输出"), say(_GIVES).format(classes=len(card.classes)))]
            if trial.probabilities
            else []
        ),
        (Text("sha256", "sha256"), card.weights.sha256),
        (Text("Goes to", "写入"), str(plan.folder)),
    ]


def _field(plan: "ImportPlan") -> str:
    weights, foreign = plan.card.weights, plan.card.input
    mpp = None if weights is None else weights.mpp
    if mpp is None:
        return say(_ANY)
    if foreign is None or foreign.field_px is None:
        return f"{mpp:g} µm/px"
    return f"{foreign.field_px} px, {mpp:g} µm/px = {foreign.field_px * mpp:.4g} µm"


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms (CPU)"


def _as_json(plan: "ImportPlan", *, written: bool) -> dict[str, object]:
    weights, task = plan.card.weights, task_for(plan.card)
    assert weights is not None  # noqa: S101  (a plan's card has them)
    return {
        "file": str(plan.file),
        "format": plan.kind,
        "task": plan.card.task,
        "name": plan.name,
        "network": plan.card.network,
        "classes": list(plan.card.classes),
        "input_px": [task.input.width_px, task.input.height_px],
        "mpp": weights.mpp,
        "sha256": weights.sha256,
        "folder": str(plan.folder),
        "trial": {
            "input": list(plan.trial.input_shape),
            "output": list(plan.trial.output_shape),
            "seconds": round(plan.trial.seconds, 4),
            "gives": weights.gives,
        },
        "figures_left_out": plan.figures_left_out,
        "written": written,
    }
