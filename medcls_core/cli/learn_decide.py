"""`medcls learn promote`, `discard`, `rollback` and `history`: a person decides on models."""

import json

from medcls_core.cli.help_texts import both
from medcls_core.cli.learn_options import ReaderOption, ReasonOption, RoundOption
from medcls_core.cli.options import JsonOption, StoreOption, TaskOption
from medcls_core.cli.speech import invalid, results, say
from medcls_core.cli.stores_in_use import existing_store
from medcls_core.cli.tables import local_time, plain_table
from medcls_core.language import Text, filled
from medcls_core.tasks import get_task

# ruff: noqa: PLC0415  (torch takes seconds to import: only once the command makes sense)

PROMOTE_HELP = both(
    "Let a round's candidate answer from now on. Where the gate doesn't pass it, --reason is "
    "needed. Answers given before keep the version that gave them.",
    "从现在起采用某轮的候选模型。比较未通过时需要 --reason。先前的结果仍属于给出它的版本。",
)
DISCARD_HELP = both("Say that a candidate isn't wanted.", "放弃某轮的候选模型。")
ROLLBACK_HELP = both(
    "Let the model answer again that did before the last promotion.",
    "恢复上次采用之前的模型。",
)
HISTORY_HELP = both(
    "Every round with its parent and verdict, and who decided what.",
    "每一轮的父模型与结论，以及谁作了什么决定。",
)

_PROMOTED = Text(
    "In use from now on: version {version}, {sha256}.", "现已采用：版本 {version}，{sha256}。"
)
_DISCARDED = Text("Round {number} is discarded.", "已放弃第 {number} 轮。")
_BACK = Text("In use again: version {version}, {sha256}.", "已恢复：版本 {version}，{sha256}。")
_NOBODY = Text("say who decides", "请说明由谁决定")
_NONE = Text("No round has come to its end yet.", "尚无已完成的轮次。")
_HEADS = (
    Text("When", "时间"),
    Text("What", "事项"),
    Text("Model", "模型"),
    Text("Before", "此前"),
    Text("Who", "何人"),
    Text("Words", "说明"),
)
_ROUND = Text("round {number}", "第 {number} 轮")


def promote(
    reader: ReaderOption,
    task: TaskOption = "mitosis",
    number: RoundOption = None,
    reason: ReasonOption = None,
    store: StoreOption = None,
) -> None:
    """See `PROMOTE_HELP`."""
    from medcls_core.learning.rounds import deciding

    get_task(task)
    with existing_store(store) as opened:
        standing = deciding.standing_of(opened, task, number)
        model = deciding.promote(opened, standing, _named(reader), reason)
    said = filled(_PROMOTED, version=model.card.version, sha256=model.sha256)
    results().print(say(said), markup=False)


def discard(
    reader: ReaderOption,
    task: TaskOption = "mitosis",
    number: RoundOption = None,
    reason: ReasonOption = None,
    store: StoreOption = None,
) -> None:
    """See `DISCARD_HELP`."""
    from medcls_core.learning.rounds import deciding

    get_task(task)
    with existing_store(store) as opened:
        standing = deciding.standing_of(opened, task, number)
        deciding.discard(opened, standing, _named(reader), reason)
    results().print(say(filled(_DISCARDED, number=standing.round.number)))


def rollback(
    reader: ReaderOption,
    task: TaskOption = "mitosis",
    reason: ReasonOption = None,
    store: StoreOption = None,
) -> None:
    """See `ROLLBACK_HELP`."""
    from medcls_core.learning.rounds import deciding

    get_task(task)
    with existing_store(store) as opened:
        model = deciding.roll_back(opened, task, _named(reader), reason)
    said = filled(_BACK, version=model.card.version, sha256=model.sha256)
    results().print(say(said), markup=False)


def history(
    task: TaskOption = "mitosis", store: StoreOption = None, as_json: JsonOption = False
) -> None:
    """See `HISTORY_HELP`."""
    from medcls_core.learning.rounds.history import told

    get_task(task)
    with existing_store(store) as opened:
        events = told(opened, task)
    if as_json:
        rows = [
            {
                "time_utc": one.time_utc.isoformat(),
                "round": one.number,
                "what": str(one.what),
                "model_sha256": one.model_sha256,
                "before_sha256": one.before_sha256,
                "reader": one.reader,
                "words": say(one.words),
            }
            for one in events
        ]
        results().print_json(json.dumps(rows, ensure_ascii=False))
        return
    if not events:
        results().print(say(_NONE))
        return
    table = plain_table(_HEADS)
    for one in events:
        what = say(one.title)
        if one.number is not None:
            what = f"{say(filled(_ROUND, number=one.number))}: {what}"
        table.add_row(
            local_time(one.time_utc),
            what,
            one.model_sha256[:12],
            one.before_sha256[:12],
            one.reader or "",
            say(one.words),
        )
    results().print(table)


def _named(reader: str) -> str:
    if not reader.strip():
        raise invalid("--reader", _NOBODY)
    return reader.strip()
