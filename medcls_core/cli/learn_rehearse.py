"""`medcls learn rehearse`: the whole loop on a set whose labels are known."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from medcls_core.cli.data_options import DataOption, DeviceOption
from medcls_core.cli.help_texts import both
from medcls_core.cli.invocation import typed
from medcls_core.cli.learn_options import (
    CurvesOption,
    SeedsOption,
    StrategiesOption,
    ThreadsOption,
    keep_modest,
)
from medcls_core.cli.options import JsonOption, TaskOption
from medcls_core.cli.replay_table import plain_saving, savings_table
from medcls_core.cli.speech import current_language, notes, results, say
from medcls_core.cli.tables import plain_table
from medcls_core.language import Text, filled

if TYPE_CHECKING:
    from medcls_core.learning.rehearsal.cases import Rehearsed
    from medcls_core.learning.rehearsal.rehearse import Plan, Round

# ruff: noqa: PLC0415  (torch takes seconds to import: only once the command makes sense)

REHEARSE_HELP = both(
    "Rehearse the whole loop on labelled images: store, rounds, gate, decisions.\n\n"
    "A scripted reader gives the labels that a strategy asks for. Every round trains a candidate "
    "from the store as 'medcls learn round' does; it is promoted where the gate passes it, "
    "discarded where not. A fifth of the units is frozen for the gate, another is never in the "
    "store: the figures are of that one. The first model has learnt from a tenth of the rest. "
    "Your own store and models are not touched.\n\n"
    "Hours on a processor. Stopped, the same command goes on after the last finished curve.\n\n"
    "Example: medcls learn rehearse --data herlev --task cervical --out loop --strategies "
    "random,badge",
    "在已有标注的图像上演练完整流程：标注库、训练轮次、比较与采用。\n\n"
    "由脚本阅片人给出策略所要求的标注。每轮与“medcls learn round”一样训练候选模型；"
    "比较通过则采用，否则放弃。五分之一的划分单位冻结用于比较，另五分之一从不进入标注库，"
    "指标即来自后者。初始模型只学习其余部分的十分之一。不影响您自己的标注库和模型。\n\n"
    "在处理器上需数小时。中断后再次运行同一命令，从上一条完成的曲线继续。\n\n"
    "示例：medcls learn rehearse --data herlev --task cervical --out loop --strategies "
    "random,badge",
)
_TITLE = Text(
    "{name}: {images} images, {units} units ({unit}), {seeds} seeds; {score} of the model in use",
    "{name}：{images} 幅图像，{units} 个划分单位（{unit}），{seeds} 个种子；当前模型的 {score}",
)
_GATE_HEADS = (
    Text("Gate", "比较结果"),
    Text("Rounds", "轮次"),
    Text("Candidate better on held-out images", "候选在留出集上更好"),
    Text("Mean difference there", "留出集平均差值"),
)
_CURVE = Text(
    "{strategy}, seed {seed}: {first:.3f} to {last:.3f} in {rounds} rounds, {promoted} promoted",
    "{strategy}，种子 {seed}：{rounds} 轮，{first:.3f} 至 {last:.3f}，采用 {promoted} 次",
)
_WRITTEN = Text(
    "Curves, rounds and picture are in {folder}.", "曲线、各轮结果与图已写入 {folder}。"
)


def rehearse_loop(
    data: DataOption,
    out: CurvesOption,
    task: TaskOption = "cervical",
    strategies: StrategiesOption = "all",
    seeds: SeedsOption = 3,
    step: Annotated[
        float,
        typer.Option(
            min=0.05, max=0.9, help=both("Share asked about in a round.", "每轮询问的比例。")
        ),
    ] = 0.225,
    epochs: Annotated[
        int, typer.Option(min=1, max=50, help=both("Epochs of a round.", "每轮训练次数。"))
    ] = 8,
    first_epochs: Annotated[
        int,
        typer.Option(min=1, max=100, help=both("Of the first model.", "初始模型的训练次数。")),
    ] = 12,
    most: Annotated[
        int,
        typer.Option(
            min=50,
            help=both(
                "Images at most, drawn by chance, to ask about; to freeze; to hold out.",
                "询问、冻结、留出各最多使用的图像数，随机抽取。",
            ),
        ),
    ] = 1000,
    side: Annotated[
        int,
        typer.Option(
            min=32, max=512, help=both("Side of cells as learnt, px.", "细胞输入边长，像素。")
        ),
    ] = 128,
    threads: ThreadsOption = None,
    device: DeviceOption = "auto",
    as_json: JsonOption = False,
) -> None:
    """See `REHEARSE_HELP`."""
    from medcls_core.cli.learn_values import strategies_called
    from medcls_core.cli.training_run import progress_bar
    from medcls_core.inference import choose_device
    from medcls_core.learning.rehearsal.kept import keep_rounds, kept_rounds
    from medcls_core.learning.rehearsal.rehearse import Plan, rehearse
    from medcls_core.learning.rehearsal.sets import read_rehearsed

    chosen = strategies_called(strategies)
    plan = Plan(chosen, tuple(range(seeds)), step=step, most=most, epochs=epochs)
    rehearsed = read_rehearsed(data, task, epochs=first_epochs, side_px=side)
    settings = {
        "data": str(data.resolve()),
        "task": task,
        "start": plan.start,
        "step": step,
        "epochs": epochs,
        "first_epochs": first_epochs,
        "most": most,
        "side": side,
    }
    rounds = kept_rounds(out, settings)
    done = list(dict.fromkeys((one.strategy, one.seed) for one in rounds))
    keep_modest(threads)
    with progress_bar() as bar:
        run = rehearse(rehearsed, plan, done, out / "work", choose_device(device), bar)
        for curve in run:
            rounds += curve
            keep_rounds(rounds, out, settings, typed())
            notes().print(say(_told(curve)), markup=False)
    wanted = [one for one in rounds if one.strategy in chosen and one.seed in plan.seeds]
    _tell(rehearsed, plan, wanted, out, as_json=as_json)


def _told(curve: "Sequence[Round]") -> Text:
    return filled(
        _CURVE,
        strategy=curve[0].strategy,
        seed=curve[0].seed,
        first=curve[0].score,
        last=curve[-1].score,
        rounds=len(curve) - 1,
        promoted=sum(one.promoted for one in curve),
    )


def _tell(
    rehearsed: "Rehearsed", plan: "Plan", rounds: "Sequence[Round]", out: Path, *, as_json: bool
) -> None:
    from medcls_core.learning.rehearsal.kept import gate_record, points_of
    from medcls_core.learning.rounds.gate_words import VERDICT_WORDS, GateVerdict
    from medcls_core.learning.simulation.picture import draw_replay
    from medcls_core.learning.simulation.savings import savings

    points, language = points_of(rounds), current_language()
    found, gate = savings(points), gate_record(rounds)
    title = filled(
        _TITLE,
        name=rehearsed.name,
        images=len(rehearsed.items),
        units=len({item.unit for item in rehearsed.items}),
        unit=rehearsed.unit_name,
        seeds=len(plan.seeds),
        score=rehearsed.score_name,
    )
    draw_replay(points, title.say(language), out / "curves.png", language, rehearsed.score_name)
    if as_json:
        told = {
            "strategies": [plain_saving(one) for one in found],
            "gate": [asdict(one) for one in gate],
        }
        results().print_json(json.dumps(told))
        return
    results().print(say(title), markup=False)
    results().print(savings_table(found, language))
    table = plain_table(_GATE_HEADS, range(1, len(_GATE_HEADS)))
    for one in gate:
        better = f"{one.better}/{one.rounds}"
        words = say(VERDICT_WORDS[GateVerdict(one.verdict)])
        table.add_row(words, str(one.rounds), better, f"{one.difference:+.3f}")
    results().print(table)
    notes().print(say(filled(_WRITTEN, folder=out)), markup=False)
