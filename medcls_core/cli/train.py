"""`medcls train`: weights from labelled images, by a named recipe, with figures and a card."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from safetensors.torch import load_file

from medcls_core.cli.evaluate import (
    DataOption,
    DeviceOption,
    NegativesOption,
    UnlabelledOption,
    chosen_threshold,
    measure_mitosis,
    print_metrics,
    validation_score,
)
from medcls_core.cli.help_texts import both
from medcls_core.cli.speech import notes, results, say
from medcls_core.data.mitosis_set import read_mitosis_set
from medcls_core.errors import InputInvalid
from medcls_core.inference import choose_device
from medcls_core.language import Text
from medcls_core.tasks import get_task
from medcls_core.training import RECIPES, Recipe, keep_some, read_recipe, shortened
from medcls_core.training.mitosis import (
    MPP,
    mitosis_card,
    mitosis_network,
    move_threshold,
    train_mitosis,
)
from medcls_core.training.recipes import recipe_as_json
from medcls_core.training.release import release

EPOCH = Text(
    "epoch {epoch}: loss {loss:.4f}, validation F1 {score:.4f} (best {best:.4f}), {seconds:.0f} s",
    "第 {epoch} 轮：损失 {loss:.4f}，验证 F1 {score:.4f}（最佳 {best:.4f}），{seconds:.0f} 秒",
)
WRITTEN = Text("Weights and card are in {folder}.", "权重与模型卡已写入 {folder}。")


class _Bar:
    """A core progress that a rich bar shows."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task = bar.add_task("", total=None)

    def update(self, done: int, total: int, message: str = "") -> None:
        self._bar.update(self._task, completed=done, total=total, description=message)


def train(
    data: DataOption,
    out: Annotated[
        Path, typer.Option(help=both("Folder for checkpoint, weights and card.", "输出文件夹。"))
    ],
    negatives: NegativesOption = None,
    unlabelled: UnlabelledOption = None,
    task: Annotated[str, typer.Option(help=both("Task key.", "任务代号。"))] = "mitosis",
    recipe: Annotated[
        str | None,
        typer.Option(
            help=both(
                "Name of a recipe, or a JSON file; the task's own is the default.",
                "配方名称或 JSON 文件；默认使用该任务的配方。",
            )
        ),
    ] = None,
    init: Annotated[
        Path | None,
        typer.Option(help=both("Safetensors weights to start from.", "起始权重（safetensors）。")),
    ] = None,
    epochs: Annotated[
        int | None, typer.Option(min=1, help=both("Epochs instead of the recipe's.", "训练轮数。"))
    ] = None,
    device: DeviceOption = "auto",
) -> None:
    """Train on the cases of the training part and measure on the held-out cases.

    A run that was stopped goes on from its last epoch when the same folder is given again.
    """
    chosen = _recipe(task, recipe, epochs)
    labelled = read_mitosis_set(data, negatives, chosen.seed)
    network = mitosis_network(chosen, choose_device(device))
    if init is not None:
        network.load_state_dict(load_file(init))
    start = {name: weights.clone() for name, weights in network.state_dict().items()}
    score = validation_score(labelled, mitosis_card(chosen))
    with _bars() as bar:
        for report in train_mitosis(network, labelled, score, chosen, out, _Bar(bar)):
            notes().print(
                say(EPOCH).format(
                    epoch=report.epoch,
                    loss=report.loss,
                    score=report.score,
                    best=report.best_score,
                    seconds=report.seconds,
                )
            )
        network.load_state_dict(load_file(out / "best.safetensors"))
        keep_some(network, start, chosen.keep_start)
        card = mitosis_card(chosen)
        draft = release(network, card, out, mpp=MPP, threshold=0.5)
        move_threshold(network, chosen_threshold(draft, labelled, device, _Bar(bar)))
        draft = release(network, card, out, mpp=MPP, threshold=0.5)
        metrics = measure_mitosis(draft, labelled, unlabelled, device, _Bar(bar))
    release(network, replace(card, metrics=metrics), out, mpp=MPP, threshold=0.5)
    (out / "run.json").write_text(json.dumps(recipe_as_json(chosen), indent=2) + "\n", "utf-8")
    print_metrics(metrics)
    results().print(say(WRITTEN).format(folder=out))


def _recipe(task: str, named: str | None, epochs: int | None) -> Recipe:
    key = get_task(task).key
    name = key if named is None else named
    if name in RECIPES:
        recipe = RECIPES[name]
    elif named is None:
        raise InputInvalid(f"task '{key}'", "its training recipe is not part of this version yet")
    elif Path(named).is_file():
        recipe = read_recipe(Path(named))
    else:
        known = ", ".join(RECIPES)
        raise InputInvalid(f"--recipe {named}", f"it is neither a file nor one of: {known}")
    if recipe.task != key:
        raise InputInvalid(f"recipe '{recipe.name}'", f"it is for the task '{recipe.task}'")
    return recipe if epochs is None else shortened(recipe, epochs)


def _bars() -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn(), console=notes()
    )
