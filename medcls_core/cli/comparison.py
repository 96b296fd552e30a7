"""`medcls evaluate --table`: our figures beside the seeds' claims, each with its data."""

import json
from dataclasses import asdict
from pathlib import Path

from rich.table import Table

from medcls_core.cli.progress_bar import ProgressBar
from medcls_core.cli.speech import results, say
from medcls_core.evaluation.claims import ComparisonRow, comparison_rows
from medcls_core.inference import choose_device
from medcls_core.language import Text
from medcls_core.learning.held_out import measure_held_out
from medcls_core.networks import Metric, bundled_model
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
    """The figures of every bundled model beside the claims; a dash where there is none.

    Args:
        root: of public sets, on whose held-out parts the models are measured now; without it, and
            for models that have learnt from a whole set, the figures are the card's.
        device: see `choose_device`.
        bar: told of the measuring, task by task.
        as_json: print JSON instead of tables.

    Raises:
        InputInvalid: if a set below `root` isn't understood.
    """
    found = {task: _figures(task, root, device, bar) for task in all_tasks()}
    rows = {task.key: comparison_rows(task.key, some) for task, (some, _) in found.items()}
    if as_json:
        said = {
            task.key: {"measured_now": now, "rows": [asdict(row) for row in rows[task.key]]}
            for task, (_, now) in found.items()
        }
        results().print_json(json.dumps(said))
        return
    for task, (_, now) in found.items():
        title = say(MEASURED_NOW if now else FROM_THE_CARD).format(task=say(task.title))
        table = Table(*(say(column) for column in COLUMNS), title=title)
        for row in rows[task.key]:
            table.add_row(*_cells(row))
        results().print(table)


def _figures(
    task: Task, root: Path | None, device: str, bar: ProgressBar
) -> tuple[tuple[Metric, ...], bool]:
    """Figures, and whether they were measured now."""
    model = bundled_model(task.key)
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
