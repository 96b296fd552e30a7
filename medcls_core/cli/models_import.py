"""`medcls models import`: a model of one's own or of others into the user's data folder."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from medcls_core.cli.help_texts import both
from medcls_core.cli.options import JsonOption
from medcls_core.cli.speech import invalid, notes, results, say
from medcls_core.language import Text
from medcls_core.tasks import get_task, task_for

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
    from medcls_core.inference.installing import install  # noqa: PLC0415

    plan = plan_import(file, card, task, name)
    if plan.folder.exists() and not overwrite:
        raise invalid(f"--name {plan.name}", _EXISTS, task=plan.card.task)
    if not dry_run:
        install(plan)
    if as_json:
        results().print_json(json.dumps(_as_json(plan, written=not dry_run), ensure_ascii=False))
        return
    _tell(plan)
    results().print()
    results().print(say(_DRY if dry_run else _DONE).format(name=plan.name), markup=False)


def _tell(plan: "ImportPlan") -> None:
    from medcls_core.inference.installing import facts_of, warnings_of  # noqa: PLC0415

    for warning in warnings_of(plan):
        notes().print(say(warning), style="yellow")
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    for fact in facts_of(plan):
        table.add_row(say(fact.name), say(fact.said))
    results().print(table)


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
