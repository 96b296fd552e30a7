"""`medcls models`: which models there are, what their cards say, whether they are unaltered.

Importing and removing have files of their own.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from medcls_core.cli.help_texts import both
from medcls_core.cli.models_import import IMPORT_HELP, import_model
from medcls_core.cli.models_in_use import model_for
from medcls_core.cli.models_range import RANGE_HELP, measure_model_range
from medcls_core.cli.models_remove import REMOVE_HELP, remove_model
from medcls_core.cli.options import JsonOption, ModelOption
from medcls_core.cli.readable_card import print_card
from medcls_core.cli.speech import complain, results, say, sentence_of
from medcls_core.cli.tables import plain_table
from medcls_core.errors import WeightsMismatch
from medcls_core.language import Text
from medcls_core.networks import ModelVersion, bundled_model, installed_name, read_model
from medcls_core.networks.in_use import name_in_use
from medcls_core.networks.installed import CARD_FILE, installed_folders
from medcls_core.tasks import Task, all_tasks, get_task, task_for

models = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help=both(
        "List models, read their cards, check that they are unaltered, import and remove your "
        "own.\n\n"
        "[bold]Examples[/]\n\n"
        "All models:     medcls models list\n\n"
        "One card:       medcls models show mitosis\n\n"
        "Check digests:  medcls models verify\n\n"
        "Your own:       medcls models import weights.safetensors --card card.json",
        "列出模型，查看模型卡，校验权重未被更改，导入和移除自己的模型。\n\n"
        "[bold]示例[/]\n\n"
        "全部模型：medcls models list\n\n"
        "模型卡：  medcls models show mitosis\n\n"
        "校验权重：medcls models verify\n\n"
        "导入模型：medcls models import weights.safetensors --card card.json",
    ),
)
models.command("import", help=IMPORT_HELP)(import_model)
models.command("range", help=RANGE_HELP)(measure_model_range)
models.command("remove", help=REMOVE_HELP)(remove_model)

_UNTRAINED = Text("no trained weights yet", "尚无训练权重")
_UNALTERED = Text("unaltered", "未被更改")
_ALTERED = Text("ALTERED", "已被更改")
_BUNDLED = Text("bundled", "随附")
_HEADS = (
    Text("Task", "任务"),
    Text("Model", "模型"),
    Text("Version", "版本"),
    Text("Network", "网络"),
    Text("Weights, sha256", "权重 sha256"),
    Text("In use", "当前使用"),
)


@models.command("list", help=both("List the models of every task.", "列出各任务的模型。"))
def list_models(as_json: JsonOption = False) -> None:
    """Say which models each task has: the bundled one first."""
    found, damaged = _all_models()
    _complain_of(damaged)
    if as_json:
        results().print_json(json.dumps([_summary(task, model) for task, model in found]))
        return
    table = plain_table(_HEADS)
    for task, model in found:
        trained = model is not None and model.card.weights is not None
        digest = model.sha256[:16] if model is not None and trained else say(_UNTRAINED)
        version = "" if model is None else model.card.version
        network = task.network if model is None else model.card.network
        name = (model and installed_name(model)) or say(_BUNDLED)
        used = "\u2713" if model is not None and _is_used(model) else ""
        table.add_row(task.key, name, version, network, digest, used)
    results().print(table)


@models.command("show", help=both("Print a model's card in full.", "完整显示模型卡。"))
def show_model(
    task: Annotated[
        str,
        typer.Argument(
            metavar="TASK|NAME",
            show_default=False,
            help=both("A task, or the name of a model.", "任务，或模型的名称。"),
        ),
    ],
    model: ModelOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print the card."""
    named = None if model else _named(task)
    version = named or model_for(get_task(task), model)
    asked = task_for(version.card)
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
            metavar="[NAMES|FOLDERS]...",
            show_default=False,
            help=both(
                "Names or folders of models; otherwise all there are.",
                "模型的名称或文件夹；默认全部。",
            ),
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Compare digests."""
    versions = [_named(str(folder)) or read_model(folder) for folder in folders or ()]
    damaged: list[WeightsMismatch] = []
    if not folders:
        found, damaged = _all_models()
        versions = [model for _, model in found if model is not None]
    checked = [(version, digest_problem(version)) for version in versions]
    if as_json:
        results().print_json(json.dumps([_checked(*one) for one in checked]))
    else:
        for version, problem in checked:
            said = problem or say(_UNALTERED if version.card.weights else _UNTRAINED)
            name = installed_name(version) or version.card.version
            results().print(f"{version.card.task}  {name}  {said}", markup=False)
    _complain_of(damaged)
    if damaged or any(problem for _, problem in checked):
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


def _all_models() -> tuple[list[tuple[Task, ModelVersion | None]], list[WeightsMismatch]]:
    """Every task's bundled model (None where there is none), then those with names.

    Returns:
        The models, and what is wrong with those whose card can't be read.
    """
    found: list[tuple[Task, ModelVersion | None]] = []
    damaged: list[WeightsMismatch] = []
    for task in all_tasks():
        try:
            found.append((task, bundled_model(task.key)))
        except FileNotFoundError:
            found.append((task, None))
        for folder in installed_folders(task.key):
            try:
                found.append((task, read_model(folder)))
            except WeightsMismatch as problem:
                damaged.append(problem)
    return found, damaged


def _complain_of(damaged: Sequence[WeightsMismatch]) -> None:
    for problem in damaged:
        complain(sentence_of(problem))


def _named(name: str) -> ModelVersion | None:
    """The only model of that name; None if it is no such name."""
    found = [
        folder
        for task in all_tasks()
        for folder in installed_folders(task.key)
        if folder.name == name
    ]
    return read_model(found[0]) if len(found) == 1 and not Path(name, CARD_FILE).exists() else None


def _is_used(model: ModelVersion) -> bool:
    return (installed_name(model) or "") == name_in_use(model.card.task)


def _summary(task: Task, model: ModelVersion | None) -> dict[str, object]:
    trained = model is not None and model.card.weights is not None
    return {
        "task": task.key,
        "name": None if model is None else installed_name(model),
        "version": None if model is None else model.card.version,
        "network": task.network if model is None else model.card.network,
        "trained": trained,
        "in_use": model is not None and _is_used(model),
        "sha256": model.sha256 if model is not None and trained else None,
        "folder": None if model is None else str(model.folder),
    }


def _checked(version: ModelVersion, problem: str | None) -> dict[str, object]:
    return {
        "task": version.card.task,
        "name": installed_name(version),
        "version": version.card.version,
        "trained": version.card.weights is not None,
        "unaltered": problem is None,
        "problem": problem,
    }
