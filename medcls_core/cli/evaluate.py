"""`medcls evaluate`: figures of a model on cases that it was not trained on."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from torch import nn

from medcls_core.cli.help_texts import both
from medcls_core.cli.speech import results, say
from medcls_core.data.mitosis_set import MitosisSet, read_fields, read_mitosis_set
from medcls_core.errors import InputInvalid
from medcls_core.evaluation.mitosis import (
    alarm_metrics,
    answer_fields,
    answer_patches,
    choose_threshold,
    f1_with_fields,
    patch_metrics,
)
from medcls_core.inference import Predictor, choose_device
from medcls_core.language import Text
from medcls_core.networks import (
    Metric,
    ModelCard,
    ModelVersion,
    Weights,
    bundled_model,
    read_model,
)
from medcls_core.progress import Progress, Silent
from medcls_core.tasks import get_task
from medcls_core.training.mitosis import MPP

PATCHES = "AMi-Br and TUPAC16 patches, held-out cases"
FREE = "MoNuSeg fields, held out, taken as mitosis-free"
UNLABELLED = "unlabelled fields (true mitoses among the alarms are not known)"
DRAFT_WEIGHTS = Weights("draft", "0" * 64, MPP, 0.5)
COLUMNS = (
    Text("figure", "指标"),
    Text("value", "数值"),
    Text("95 % interval", "95% 区间"),
    Text("n", "n"),
    Text("data", "数据"),
)

DataOption = Annotated[
    Path,
    typer.Option(
        help=both("Folder of the patches, with manifest.csv.", "小图文件夹（含 manifest.csv）。")
    ),
]
NegativesOption = Annotated[
    Path | None,
    typer.Option(
        help=both("Folder of JPEG fields without mitoses.", "不含核分裂象的 JPEG 视野文件夹。")
    ),
]
UnlabelledOption = Annotated[
    Path | None,
    typer.Option(help=both("Folder of unlabelled H&E fields.", "未标注的 H&E 视野文件夹。")),
]
DeviceOption = Annotated[str, typer.Option(help=both("auto, cpu or cuda.", "auto、cpu 或 cuda。"))]


def evaluate(
    data: DataOption,
    negatives: NegativesOption = None,
    unlabelled: UnlabelledOption = None,
    task: Annotated[str, typer.Option(help=both("Task key.", "任务代号。"))] = "mitosis",
    model: Annotated[
        Path | None,
        typer.Option(help=both("Folder of weights and card.", "权重与模型卡所在文件夹。")),
    ] = None,
    device: DeviceOption = "auto",
    as_json: Annotated[
        bool, typer.Option("--json", help=both("Print JSON.", "输出 JSON。"))
    ] = False,
) -> None:
    """Measure on the held-out cases, with 95 % intervals by case.

    The split follows from the case names, so it is the one that the bundled model was trained
    with. The threshold is the card's.
    """
    if get_task(task).key != "mitosis":
        raise InputInvalid(f"task '{task}'", "its evaluation is not part of this version yet")
    version = bundled_model(task) if model is None else read_model(model)
    labelled = read_mitosis_set(data, negatives, version.card.seed or 0)
    metrics = measure_mitosis(version, labelled, unlabelled, device, Silent())
    if as_json:
        results().print_json(json.dumps([asdict(metric) for metric in metrics]))
    else:
        print_metrics(metrics)


def chosen_threshold(
    model: ModelVersion, labelled: MitosisSet, device: str, progress: Progress
) -> float:
    """The object score with the best F1 on the validation part."""
    predictor = Predictor.load(get_task("mitosis"), model, choose_device(device))
    watched = answer_patches(predictor, labelled.patches.validation, progress)
    free = read_fields(labelled.free_fields.validation)
    return choose_threshold(watched, answer_fields(predictor, free, MPP, progress))


def measure_mitosis(
    model: ModelVersion,
    labelled: MitosisSet,
    unlabelled: Path | None,
    device: str,
    progress: Progress,
) -> tuple[Metric, ...]:
    """Figures of `model` on the test part, at its card's threshold.

    Args:
        model: card and weights.
        labelled: the split set.
        unlabelled: folder of H&E fields at 0.25 um per pixel, or None.
        device: auto, cpu or cuda.
        progress: told patch by patch.
    """
    predictor = Predictor.load(get_task("mitosis"), model, choose_device(device))
    answers = answer_patches(predictor, labelled.patches.test, progress)
    groups = {FREE: labelled.free_fields.test}
    if unlabelled is not None:
        groups[UNLABELLED] = tuple(sorted(unlabelled.rglob("*.jpg")))
    alarms = {
        name: answer_fields(predictor, read_fields(paths), MPP, progress)
        for name, paths in groups.items()
        if paths
    }
    threshold = predictor.threshold
    return patch_metrics(answers, threshold, PATCHES) + alarm_metrics(alarms, threshold)


def validation_score(labelled: MitosisSet, draft: ModelCard) -> Callable[[nn.Module], float]:
    """The score that training is steered by: best F1 over the validation part's objects.

    Args:
        labelled: the split set.
        draft: a card of the network that will be scored.
    """
    fields = read_fields(labelled.free_fields.validation)
    model = ModelVersion(replace(draft, weights=DRAFT_WEIGHTS), Path())

    def score(network: nn.Module) -> float:
        device = next(network.parameters()).device
        predictor = Predictor(network, get_task("mitosis"), model, device)
        patches = answer_patches(predictor, labelled.patches.validation, Silent())
        free = answer_fields(predictor, fields, MPP, Silent())
        return f1_with_fields(patches, free, choose_threshold(patches, free))

    return score


def print_metrics(metrics: Sequence[Metric]) -> None:
    """The figures as a table on standard output."""
    table = Table(*(say(column) for column in COLUMNS))
    for metric in metrics:
        known = metric.low is not None and metric.high is not None
        interval = f"{metric.low:.3f} - {metric.high:.3f}" if known else ""
        table.add_row(
            metric.name,
            f"{metric.value:.3f}",
            interval,
            f"{metric.n} {metric.unit}",
            metric.data,
        )
    results().print(table)
