"""`medcls learn round`, and how it is watched, paused and stopped from elsewhere."""

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import psutil
import typer

from medcls_core.cli.data_options import DeviceOption
from medcls_core.cli.help_texts import both
from medcls_core.cli.learn_options import ThreadsOption, keep_modest
from medcls_core.cli.options import JsonOption, StoreOption, TaskOption
from medcls_core.cli.speech import invalid, notes, results, say
from medcls_core.cli.stopping import StoppedEarly
from medcls_core.cli.stores_in_use import existing_store
from medcls_core.cli.tables import plain_table
from medcls_core.errors import MedclsError
from medcls_core.language import Language, Text, filled
from medcls_core.progress import Cancelled
from medcls_core.store import LabelStore
from medcls_core.tasks import Task, get_task, task_for

if TYPE_CHECKING:
    from medcls_core.learning.rounds.overview import Overview
    from medcls_core.learning.rounds.place import RoundFolder
    from medcls_core.learning.rounds.readiness import Readiness
    from medcls_core.learning.rounds.state import RoundState
    from medcls_core.networks import ModelVersion

# ruff: noqa: PLC0415  (torch takes seconds to import: only once the command makes sense)

ROUND_HELP = both(
    "Train a candidate from the verdicts in the label store, and compare it with the model in "
    "use.\n\n"
    "The first round freezes a fifth of the labelled images (at least twenty labels) as the test "
    "set, for good. Verdicts "
    "that contradict each other are left out; a reader counts as much as agreement and hidden "
    "repeats show. The candidate answers nothing until a person promotes it. Stopped by Ctrl+C, "
    "'medcls learn cancel' or a power cut, the same command goes on from the last epoch.\n\n"
    "Example: medcls learn round --task cervical --threads 1",
    "用标注库中的判读训练候选模型，并与当前模型比较。\n\n"
    "首轮会永久冻结五分之一的已标注图像（至少二十条标注）作为测试集。相互矛盾的判读不参与；"
    "阅片人的权重取决于一致性与隐藏重复判读。候选模型在有人采用之前不会给出任何结果。"
    "被 Ctrl+C、“medcls learn cancel”或断电中断后，再次运行同一命令即从上一轮次继续。\n\n"
    "示例：medcls learn round --task cervical --threads 1",
)
STATUS_HELP = both(
    "What there is to learn from, class by class, and how far a round is.",
    "各类别可学习的标注，以及训练进度。",
)
PAUSE_HELP = both("Let the running round wait.", "暂停正在进行的训练。")
CONTINUE_HELP = both("Let a paused round go on.", "继续已暂停的训练。")
CANCEL_HELP = both(
    "Stop the running round; what it learnt is kept, and 'medcls learn round' goes on.",
    "停止正在进行的训练；已学内容保留，“medcls learn round”可继续。",
)

_RUNS = Text(
    "a round of this task runs already (process {process}); see 'medcls learn status'",
    "此任务的训练正在进行（进程 {process}）；见“medcls learn status”",
)
_NOT_RUNNING = Text("no round of this task runs", "此任务没有正在进行的训练")
_GOES_ON = Text("Going on with round {number}.", "继续第 {number} 轮。")
_BEGINS = Text(
    "Round {number}: {count} labels to learn from, {tested} frozen for tests.",
    "第 {number} 轮：{count} 条学习标注，{tested} 条冻结为测试。",
)
_STOPPED = Text(
    "Stopped; what was learnt is kept, and the same command goes on from the last epoch.",
    "已停止；已学内容保留，再次运行同一命令即从上一轮次继续。",
)
_DECIDE = Text(
    "Round {number} is a candidate; 'medcls learn gate' shows what changes, "
    "'medcls learn promote --reader NAME' lets it answer.",
    "第 {number} 轮为候选模型；“medcls learn gate”查看变化，"
    "“medcls learn promote --reader 姓名”采用。",
)
_ASKED = Text("Asked process {process} to do so.", "已通知进程 {process}。")
_HEADS = (
    Text("Class", "类别"),
    Text("To learn from", "可学习"),
    Text("New", "新增"),
    Text("Frozen for tests", "冻结测试"),
)
_LEFT_OUT = Text("Left out: {count} ({why}).", "未使用：{count}（{why}）。")
_IN_USE = Text("In use: version {version}, {sha256}.", "当前模型：版本 {version}，{sha256}。")
_STATE = Text("Round {number}: {stage} {done}/{total}.", "第 {number} 轮：{stage} {done}/{total}。")


def learn_round(
    task: TaskOption = "mitosis",
    store: StoreOption = None,
    epochs: Annotated[
        int, typer.Option(min=1, max=200, help=both("Epochs at most.", "最多训练轮次。"))
    ] = 8,
    replay: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER|STORE",
            show_default=False,
            help=both(
                "Earlier labelled images that are mixed in, so that the candidate doesn't forget.",
                "混入的早期标注图像，避免遗忘。",
            ),
        ),
    ] = None,
    threads: ThreadsOption = None,
    memory: Annotated[
        float | None,
        typer.Option(
            min=0.5,
            metavar="GB",
            show_default=False,
            help=both("Memory at most; otherwise half.", "内存上限；默认一半。"),
        ),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help=both("Of chance.", "随机种子。"))] = 0,
    device: DeviceOption = "auto",
    as_json: JsonOption = False,
) -> None:
    """See `ROUND_HELP`."""
    asked = get_task(task)
    if replay is not None and not replay.exists():
        raise invalid("--replay", Text("there is no such folder or store", "没有此文件夹或标注库"))
    with existing_store(store) as opened:
        folder = _begin(opened, asked, epochs, replay, seed)
        keep_modest(threads)
        limit = psutil.virtual_memory().total / 2**31 if memory is None else memory
        _run(opened, folder, limit, device, as_json=as_json)


def _begin(
    store: LabelStore, asked: Task, epochs: int, replay: Path | None, seed: int
) -> "RoundFolder":
    """The folder of the round that is to be gone on with, or of a new one with its plan."""
    from medcls_core.learning.rounds.beginning import begin_round
    from medcls_core.learning.rounds.place import unfinished
    from medcls_core.learning.rounds.state import read_state

    before = unfinished(store, asked.key)
    state = None if before is None else read_state(before)
    if state is not None and state.runs and state.process != os.getpid():
        raise invalid(f"task {asked.key}", _RUNS, process=state.process)
    begun = begin_round(store, asked, epochs=epochs, replay=replay, seed=seed)
    if begun.goes_on:
        notes().print(say(filled(_GOES_ON, number=begun.folder.number)))
    else:
        said = filled(_BEGINS, number=begun.folder.number, count=begun.count, tested=begun.tested)
        notes().print(say(said))
    return begun.folder


def _run(
    store: LabelStore, folder: "RoundFolder", memory_gb: float, device: str, *, as_json: bool
) -> None:
    from medcls_core.cli.learn_gate import print_report
    from medcls_core.cli.training_run import progress_bar, tell_epoch
    from medcls_core.inference import choose_device
    from medcls_core.learning.rounds.run import run_round
    from medcls_core.learning.rounds.state import RoundProgress, Stage

    with progress_bar() as bar:
        progress = RoundProgress(folder, memory_gb, bar.update)
        try:
            finished = run_round(store, folder, choose_device(device), tell_epoch, progress)
        except (Cancelled, KeyboardInterrupt) as stop:
            progress.begin(Stage.STOPPED)
            raise StoppedEarly(_STOPPED) from stop
        except MedclsError as problem:
            said = Text(*(problem.sentence(one) for one in Language))
            progress.begin(Stage.FAILED, said)
            raise
    task = task_for(finished.candidate.card)
    if as_json:
        results().print_json(json.dumps(asdict(finished.report), ensure_ascii=False))
        return
    print_report(finished.report, task)
    results().print(say(filled(_DECIDE, number=folder.number)), markup=False)


def status(
    task: TaskOption = "mitosis", store: StoreOption = None, as_json: JsonOption = False
) -> None:
    """See `STATUS_HELP`."""
    from medcls_core.learning.rounds.overview import overview_of
    from medcls_core.learning.rounds.state import STAGE_WORDS, read_state

    get_task(task)
    with existing_store(store) as opened:
        seen = overview_of(opened, task)
    state = None if seen.folder is None else read_state(seen.folder)
    if as_json:
        results().print_json(json.dumps(_plain(seen, state), ensure_ascii=False))
        return
    _tell(seen.readiness, seen.task, seen.model)
    if seen.folder is not None and state is not None:
        said = filled(
            _STATE,
            number=seen.folder.number,
            stage=STAGE_WORDS[state.stage],
            done=state.done,
            total=state.total,
        )
        results().print(say(said), markup=False)


def _tell(ready: "Readiness", task: Task, model: "ModelVersion") -> None:
    from medcls_core.learning.rounds.labels import LEFT_OUT_WORDS

    names = {label.key: label.name for label in task.all_labels}
    table = plain_table(_HEADS, range(1, len(_HEADS)))
    for key, count in ready.counts.items():
        table.add_row(say(names[key]), str(count.learnable), str(count.new), str(count.tested))
    results().print(table)
    for reason, left in ready.left_out.items():
        said = filled(_LEFT_OUT, count=left, why=LEFT_OUT_WORDS[reason])
        results().print(say(said), markup=False)
    results().print(say(ready.words), markup=False)
    in_use = filled(_IN_USE, version=model.card.version, sha256=model.sha256[:16])
    results().print(say(in_use), markup=False)


def _plain(seen: "Overview", state: "RoundState | None") -> dict[str, object]:
    ready, model = seen.readiness, seen.model
    return {
        "ready": ready.ready,
        "words": say(ready.words),
        "counts": {key: asdict(count) for key, count in ready.counts.items()},
        "left_out": {str(key): count for key, count in ready.left_out.items()},
        "in_use": {"version": model.card.version, "sha256": model.sha256},
        "round": None if seen.folder is None else seen.folder.number,
        "state": None if state is None else asdict(state),
    }


def pause(task: TaskOption = "mitosis", store: StoreOption = None) -> None:
    """See `PAUSE_HELP`."""
    _flag(task, store, "pause", wanted=True)


def go_on(task: TaskOption = "mitosis", store: StoreOption = None) -> None:
    """See `CONTINUE_HELP`."""
    _flag(task, store, "pause", wanted=False)


def cancel(task: TaskOption = "mitosis", store: StoreOption = None) -> None:
    """See `CANCEL_HELP`."""
    _flag(task, store, "cancel", wanted=True)


def _flag(task: str, store: str | None, flag: str, *, wanted: bool) -> None:
    from medcls_core.learning.rounds.place import unfinished
    from medcls_core.learning.rounds.state import ask, read_state

    get_task(task)
    with existing_store(store) as opened:
        folder = unfinished(opened, task)
    state = None if folder is None else read_state(folder)
    if folder is None or state is None or not state.runs:
        raise invalid(f"task {task}", _NOT_RUNNING)
    ask(folder.cancel if flag == "cancel" else folder.pause, wanted=wanted)
    results().print(say(filled(_ASKED, process=state.process)))
