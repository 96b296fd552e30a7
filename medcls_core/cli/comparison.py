"""`medcls evaluate --table`: our figures beside the seeds' claims, each with its data."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.table import Table

from medcls_core.cli.progress_bar import ProgressBar
from medcls_core.cli.speech import results, say
from medcls_core.evaluation.claims import ComparisonRow, comparison_rows, own_rows
from medcls_core.inference import choose_device
from medcls_core.language import Text
from medcls_core.learning.held_out import measure_held_out
from medcls_core.networks import (
    Metric,
    ModelVersion,
    bundled_model,
    installed_name,
    read_model,
)
from medcls_core.networks.installed import shipped_folders
from medcls_core.tasks import Task, all_tasks

COLUMNS = (
    Text("figure", "指标"),
    Text("ours", "本程序"),
    Text("95 % interval", "95% 区间"),
    Text("n", "n"),
    Text("our data", "本程序的数据"),
    Text("claimed", "来源文献"),
    Text("the source's data", "来源文献的数据"),
)


MEASURED_NOW = Text("{task}: measured now", "{task}：本次评估")
FROM_THE_CARD = Text("{task}: figures of the card", "{task}：模型卡中的指标")


def print_comparison(root: Path | None, device: str, bar: ProgressBar, *, as_json: bool) -> None:
    """The figures of every model that ships, beside the claims; a dash where there is none.

    Args:
        root: of public sets, on whose held-out parts the models are measured now; without it, and
            for models that have learnt from a whole set, the figures are the card's.
        device: see `choose_device`.
        bar: told of the measuring, task by task.
        as_json: print JSON instead of tables.

    Raises:
        InputInvalid: if a set below `root` isn't understood.
    """
    found = [_measured(task, model, root, device, bar) for task, model in _shipped()]
    if as_json:
        said = {
            one.key: {"measured_now": one.now, "rows": [asdict(row) for row in one.rows]}
            for one in found
        }
        results().print_json(json.dumps(said))
        return
    for one in found:
        table = Table(*(say(column) for column in COLUMNS), title=one.title)
        for row in one.rows:
            table.add_row(*_cells(row))
        results().print(table)


@dataclass(frozen=True, slots=True)
class _Compared:
    key: str
    title: str
    rows: tuple[ComparisonRow, ...]
    now: bool


def _shipped() -> Iterator[tuple[Task, ModelVersion]]:
    for task in all_tasks():
        yield task, bundled_model(task.key)
        yield from ((task, read_model(folder)) for folder in shipped_folders(task.key))


def _measured(
    task: Task, model: ModelVersion, root: Path | None, device: str, bar: ProgressBar
) -> _Compared:
    name = installed_name(model)
    metrics, now = _figures(task, model, root, device, bar)
    # The sources claim nothing of the models that ship beside the bundled ones.
    rows = comparison_rows(task.key, metrics) if name is None else own_rows(metrics)
    title = say(MEASURED_NOW if now else FROM_THE_CARD).format(task=_title(task, name))
    return _Compared(task.key if name is None else f"{task.key}/{name}", title, rows, now)


def _title(task: Task, name: str | None) -> str:
    return say(task.title) if name is None else f"{say(task.title)}, {name}"


def _figures(
    task: Task, model: ModelVersion, root: Path | None, device: str, bar: ProgressBar
) -> tuple[tuple[Metric, ...], bool]:
    """Figures, and whether they were measured now."""
    if root is not None and model.card.weights is not None:
        bar.begin(say(task.title))
        measured = measure_held_out(model, root, choose_device(device), bar)
        bar.finish()
        if measured is not None:
            return measured, True
    return model.card.metrics, False


def _cells(row: ComparisonRow) -> tuple[str, ...]:
    ours, claim = row.ours, row.claim
    return (
        row.figure,
        "-" if ours is None else f"{ours.value:.3f}",
        "-" if ours is None or ours.low is None else f"{ours.low:.3f} - {ours.high:.3f}",
        "-" if ours is None else f"{ours.n} {ours.unit}",
        "-" if ours is None else ours.data,
        "-" if claim is None else f"{claim.value:.3f}",
        "-" if row.claim_data is None else say(row.claim_data),
    )
