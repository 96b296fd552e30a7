"""`medcls learn ask`: which findings a person's next labels would teach the model most about."""

import json
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from medcls_core.cli import models_in_use
from medcls_core.cli.data_options import DeviceOption
from medcls_core.cli.help_texts import both
from medcls_core.cli.options import JsonOption, ModelOption, StoreOption, TaskOption
from medcls_core.cli.speech import notes, results, say
from medcls_core.cli.stores_in_use import existing_store
from medcls_core.cli.tables import plain_table
from medcls_core.language import Text, filled
from medcls_core.tasks import get_task

if TYPE_CHECKING:
    from medcls_core.learning.asking_next.from_store import Asked

# ruff: noqa: PLC0415  (torch takes seconds to import: only once the command makes sense)

ASK_HELP = both(
    "Say which findings to label next, the most wanted first.\n\n"
    "Strategies: random, least_confidence, margin, entropy (from the answers that the store "
    "keeps), bald, core_set, badge (the model looks once more), class_balanced, mixed. What the "
    "model answers is not told, so that a reader isn't led.\n\n"
    "Example: medcls learn ask --task cervical --strategy badge --count 40",
    "列出接下来最值得标注的目标，最需要者在前。\n\n"
    "策略：random、least_confidence、margin、entropy（依据标注库中的结果），"
    "bald、core_set、badge（模型重新查看），class_balanced、mixed。"
    "不显示模型的答案，以免影响阅片人。\n\n"
    "示例：medcls learn ask --task cervical --strategy badge --count 40",
)
_HEADS = (
    Text("", ""),
    Text("Image", "图像"),
    Text("Finding", "目标"),
    Text("x, y (level 0)", "x, y（0 级）"),
    Text("uuid", "uuid"),
)
_WHY = Text("{why}; of {pool} findings without an answer.", "{why}；共 {pool} 个未判读目标。")
_LEFT_OUT = Text(
    "{count} were not weighed: no model has answered about them, their image is gone, or there "
    "are more than are looked at.",
    "{count} 个未参与比较：尚无模型结果、图像不在，或超出查看数量。",
)
_NONE = Text("Every finding of this task has an answer.", "此任务的所有目标均已判读。")


def ask(
    task: TaskOption = "mitosis",
    strategy: Annotated[
        str,
        typer.Option(metavar="NAME", help=both("What is wanted.", "策略。")),
    ] = "mixed",
    count: Annotated[int, typer.Option(min=1, help=both("How many.", "数量。"))] = 20,
    seed: Annotated[int, typer.Option(min=0, help=both("Of chance.", "随机种子。"))] = 0,
    model: ModelOption = None,
    store: StoreOption = None,
    device: DeviceOption = "auto",
    as_json: JsonOption = False,
) -> None:
    """See `ASK_HELP`."""
    from medcls_core.cli.learn_values import strategy_called
    from medcls_core.cli.training_run import progress_bar
    from medcls_core.learning.asking_next.from_store import Question, ask_next
    from medcls_core.learning.asking_next.strategies import STRATEGY_WORDS

    chosen, asked = strategy_called(strategy), get_task(task)
    with existing_store(store) as opened, progress_bar() as bar:
        predictor = models_in_use.predictor_for(asked, model, device)
        found = ask_next(opened, predictor, Question(chosen, count, seed), bar)
    if as_json:
        results().print_json(json.dumps(_plain(found), ensure_ascii=False))
        return
    if not found.pool:
        results().print(say(_NONE))
        return
    results().print(_table(found))
    notes().print(say(filled(_WHY, why=STRATEGY_WORDS[chosen], pool=found.pool)), markup=False)
    if found.left_out:
        notes().print(say(filled(_LEFT_OUT, count=found.left_out)), markup=False)


def _table(found: "Asked") -> Table:
    table = plain_table(_HEADS)
    for place, one in enumerate(found.findings, start=1):
        center = f"{one.center.x_l0:.0f}, {one.center.y_l0:.0f}"
        table.add_row(str(place), one.image_name, str(one.number), center, str(one.finding))
    return table


def _plain(found: "Asked") -> dict[str, object]:
    return {
        "pool": found.pool,
        "left_out": found.left_out,
        "findings": [
            {
                "finding": str(one.finding),
                "number": one.number,
                "image": one.image_name,
                "x_l0": one.center.x_l0,
                "y_l0": one.center.y_l0,
            }
            for one in found.findings
        ],
    }
