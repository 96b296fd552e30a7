"""`medcls models`: which models there are, what their cards say, whether they are unaltered."""

import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from medcls_core.cli.help_texts import both
from medcls_core.cli.models_in_use import model_for
from medcls_core.cli.options import JsonOption, ModelOption
from medcls_core.cli.readable_card import print_card
from medcls_core.cli.speech import results, say
from medcls_core.errors import WeightsMissing
from medcls_core.language import Text
from medcls_core.networks import ModelVersion, read_model
from medcls_core.tasks import Task, all_tasks, get_task

models = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help=both(
        "List the bundled models, read their cards, and check that they are unaltered.\n\n"
        "[bold]Examples[/]\n\n"
        "All models:     medcls models list\n\n"
        "One card:       medcls models show mitosis\n\n"
        "Check digests:  medcls models verify",
        "列出随附模型，查看模型卡，并校验权重未被更改。\n\n"
        "[bold]示例[/]\n\n"
        "全部模型：medcls models list\n\n"
        "模型卡：  medcls models show mitosis\n\n"
        "校验权重：medcls models verify",
    ),
)

_UNTRAINED = Text("no trained weights yet", "尚无训练权重")
_UNALTERED = Text("unaltered", "未被更改")
_ALTERED = Text("ALTERED", "已被更改")
_HEADS = (Text("Task", "任务"), Text("Version", "版本"), Text("Network", "网络"))


@models.command("list", help=both("List a model per task.", "列出各任务的模型。"))
def list_models(as_json: JsonOption = False) -> None:
    """Say which model each task has."""
    found = [(task, _find(task)) for task in all_tasks()]
    if as_json:
        results().print_json(json.dumps([_summary(task, model) for task, model in found]))
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    for head in (*_HEADS, Text("Weights, sha256", "权重 sha256")):
        table.add_column(say(head))
    for task, model in found:
        trained = model is not None and model.card.weights is not None
        digest = model.sha256[:16] if model is not None and trained else say(_UNTRAINED)
        version = "" if model is None else model.card.version
        network = task.network if model is None else model.card.network
        table.add_row(task.key, version, network, digest)
    results().print(table)


@models.command("show", help=both("Print a model's card in full.", "完整显示模型卡。"))
def show_model(
    task: Annotated[
        str,
        typer.Argument(metavar="TASK", show_default=False, help=both("Its task.", "所属任务。")),
    ],
    model: ModelOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print the card."""
    asked = get_task(task)
    version = model_for(asked, model)
    if as_json:
        results().print_json(json.dumps(asdict(version.card), ensure_ascii=False))
    else:
        print_card(version.card, asked)


@models.command(
    "verify",
    help=both(
        "Compute the sha256 of weights and compare it with their card; exit code 1 if one differs.",
        "计算权重的 sha256 并与模型卡比较；不一致时退出码为 1。",
    ),
)
def verify_models(
    folders: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FOLDERS]...",
            show_default=False,
            help=both("Model folders; otherwise all bundled ones.", "模型文件夹；默认全部。"),
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Compare digests."""
    versions = [read_model(folder) for folder in folders or ()]
    if not folders:
        versions = [one for task in all_tasks() if (one := _find(task)) is not None]
    checked = [(version, digest_problem(version)) for version in versions]
    if as_json:
        results().print_json(json.dumps([_checked(*one) for one in checked]))
    else:
        for version, problem in checked:
            said = problem or say(_UNALTERED if version.card.weights else _UNTRAINED)
            results().print(f"{version.card.task}  {version.card.version}  {said}")
    if any(problem for _, problem in checked):
        raise typer.Exit(1)


def digest_problem(version: ModelVersion) -> str | None:
    """Why the weights aren't those of the card; None if they are, or if there are none."""
    if version.card.weights is None:
        return None
    try:
        digest = hashlib.sha256(version.weights_path.read_bytes()).hexdigest()
    except OSError as problem:
        return f"{say(_ALTERED)}: {version.weights_path.name}, {problem.strerror}"
    if digest == version.sha256:
        return None
    return f"{say(_ALTERED)}: {digest[:16]}\u2026 \u2260 {version.sha256[:16]}\u2026"


def _find(task: Task) -> ModelVersion | None:
    try:
        return model_for(task, None)
    except WeightsMissing:
        return None


def _summary(task: Task, model: ModelVersion | None) -> dict[str, object]:
    trained = model is not None and model.card.weights is not None
    return {
        "task": task.key,
        "version": None if model is None else model.card.version,
        "network": task.network if model is None else model.card.network,
        "trained": trained,
        "sha256": model.sha256 if model is not None and trained else None,
        "folder": None if model is None else str(model.folder),
    }


def _checked(version: ModelVersion, problem: str | None) -> dict[str, object]:
    return {
        "task": version.card.task,
        "version": version.card.version,
        "trained": version.card.weights is not None,
        "unaltered": problem is None,
        "problem": problem,
    }
