"""`medcls learn gate`: a candidate beside the model in use, figure by figure and cell by cell."""

import json
from typing import TYPE_CHECKING

from rich.table import Table

from medcls_core.cli.help_texts import both
from medcls_core.cli.learn_options import RoundOption
from medcls_core.cli.options import JsonOption, StoreOption, TaskOption
from medcls_core.cli.speech import results, say
from medcls_core.cli.stores_in_use import existing_store
from medcls_core.cli.tables import plain_table
from medcls_core.language import Text, filled
from medcls_core.tasks import Task, get_task

if TYPE_CHECKING:
    from medcls_core.learning.rounds.gate import ChangedAnswer, ClassChange, GateReport

# ruff: noqa: PLC0415  (torch takes seconds to import: only once the command makes sense)

GATE_HELP = both(
    "Show what the gate found of a round: figures with 95 % intervals, and every cell whose "
    "answer changes, right to wrong first.",
    "显示一轮训练的比较结果：各指标及 95% 区间，以及结论改变的每个细胞（由对变错者在前）。",
)
SHOWN = 20
_HEADS = (
    Text("Class", "类别"),
    Text("n", "n"),
    Text("Recall", "召回率"),
    Text("F1", "F1"),
    Text("Difference of F1", "F1 差值"),
    Text("", ""),
)
_CHANGED_HEADS = (
    Text("Finding", "目标"),
    Text("Readers", "阅片人"),
    Text("Model in use", "当前模型"),
    Text("Candidate", "候选模型"),
    Text("", ""),
)
_MORE = Text("… and {count} more (--json lists all).", "……另有 {count} 个（--json 可全部列出）。")
OUTCOME_WORDS = {
    "better": Text("better", "更好"),
    "worse": Text("worse", "更差"),
    "not_worse": Text("not worse", "不劣"),
    "undecided": Text("too few to tell", "例数太少"),
}
RANK_WORDS = (
    Text("right to wrong", "由对变错"),
    Text("wrong to right", "由错变对"),
    Text("wrong to wrong", "由错变错"),
)


def gate(
    task: TaskOption = "mitosis",
    number: RoundOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """See `GATE_HELP`."""
    from medcls_core.learning.rounds.deciding import standing_of
    from medcls_core.learning.rounds.reports import report_of

    asked = get_task(task)
    with existing_store(store) as opened:
        standing = standing_of(opened, asked.key, number)
    if as_json:
        results().print_json(json.dumps(dict(standing.round.report), ensure_ascii=False))
        return
    print_report(report_of(standing.round.report), asked)


def print_report(report: "GateReport", task: Task) -> None:
    """The verdict in words, then the figures, then the changes."""
    from medcls_core.learning.rounds.gate_lines import lines_of

    names = {label.key: label.name for label in task.all_labels}
    results().print(say(report.words), markup=False, style="bold")
    for line in lines_of(report):
        results().print(say(line), markup=False)
    results().print(_class_table(report.classes, names))
    if report.changed:
        results().print(_changed_table(report.changed[:SHOWN], names))
    if len(report.changed) > SHOWN:
        results().print(say(filled(_MORE, count=len(report.changed) - SHOWN)))


def _class_table(changes: "tuple[ClassChange, ...]", names: dict[str, Text]) -> Table:
    from medcls_core.learning.rounds.gate_lines import signed

    table = plain_table(_HEADS, range(1, 5))
    for one in changes:
        table.add_row(
            say(names.get(one.key, Text(one.key, one.key))),
            str(one.n),
            f"{one.recall_before:.3f} → {one.recall_after:.3f}",
            f"{one.f1_before:.3f} → {one.f1_after:.3f}",
            signed(one.difference),
            say(OUTCOME_WORDS[one.outcome]),
        )
    return table


def _changed_table(changed: "tuple[ChangedAnswer, ...]", names: dict[str, Text]) -> Table:
    table = plain_table(_CHANGED_HEADS)
    for one in changed:
        label, before, after = (
            say(names.get(key, Text(key, key))) for key in (one.label, one.before, one.after)
        )
        table.add_row(
            one.name[:8],
            label,
            f"{before} {one.prob_before:.2f}",
            f"{after} {one.prob_after:.2f}",
            say(RANK_WORDS[one.rank]),
        )
    return table
