"""`medcls evaluate --table`: our figures beside the seeds' claims, each with its data."""

import json
from dataclasses import asdict

from rich.table import Table

from medcls_core.cli.speech import results, say
from medcls_core.evaluation.claims import ComparisonRow, comparison_rows
from medcls_core.language import Text
from medcls_core.networks import bundled_model
from medcls_core.tasks import all_tasks

COLUMNS = (
    Text("figure", "指标"),
    Text("ours", "本程序"),
    Text("95 % interval", "95% 区间"),
    Text("n", "n"),
    Text("our data", "本程序的数据"),
    Text("claimed", "来源文献"),
    Text("the source's data", "来源文献的数据"),
)


def print_comparison(*, as_json: bool) -> None:
    """The figures of every bundled card beside the claims; a dash where there is none."""
    rows = {
        task.key: comparison_rows(task.key, bundled_model(task.key).card.metrics)
        for task in all_tasks()
    }
    if as_json:
        results().print_json(
            json.dumps({key: [asdict(row) for row in some] for key, some in rows.items()})
        )
        return
    for task in all_tasks():
        table = Table(*(say(column) for column in COLUMNS), title=say(task.title))
        for row in rows[task.key]:
            table.add_row(*_cells(row))
        results().print(table)


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
