"""`medcls learn simulate`: active learning replayed on a set whose labels are known."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from medcls_core.cli.data_options import DataOption, DeviceOption
from medcls_core.cli.help_texts import both
from medcls_core.cli.invocation import typed
from medcls_core.cli.learn_options import CurvesOption, SeedsOption, StrategiesOption
from medcls_core.cli.options import JsonOption, TaskOption
from medcls_core.cli.replay_table import plain_saving, savings_table
from medcls_core.cli.speech import current_language, notes, results, say
from medcls_core.language import Text, filled
from medcls_core.whole_folder import RUN_FILE, refuse_foreign, whole_folder

if TYPE_CHECKING:
    from medcls_core.learning.simulation.features import Replayed
    from medcls_core.learning.simulation.replay import Plan, Point
    from medcls_core.learning.simulation.savings import Saving

SIMULATE_HELP = both(
    "Replay active learning on labelled images: how many labels would each strategy "
    "have needed?\n\n"
    "It starts from a tenth of the labels and asks batch by batch until all are known, from the "
    "same first labels for every strategy; each figure is a cross validation over fifths of the "
    "units (patients, cases), divided anew for every seed. So that "
    "hundreds of rounds take minutes, a linear head learns "
    "on frozen layers (ImageNet's) that no label of the set has moved: the order of the "
    "strategies is what counts, a fine-tuned network is better than these figures.\n\n"
    "Of the mitosis patches the question is atypical or normal figure.\n\n"
    "Example: medcls learn simulate --data herlev --task cervical --out replay",
    "在已有标注的图像上重演主动学习：各策略需要多少标注？\n\n"
    "从十分之一的标注开始，逐批询问直到全部已知，各策略的初始标注相同；"
    "各指标为按划分单位（患者、病例）的五折交叉验证，每个随机种子重新划分。为使数百轮在几分钟内完成，"
    "仅在冻结层（ImageNet 权重，未被该数据集标注影响）上训练线性分类头："
    "可比的是各策略的次序，微调后的网络优于这些指标。\n\n"
    "核分裂小图的问题为：该核分裂象是否非典型。\n\n"
    "示例：medcls learn simulate --data herlev --task cervical --out replay",
)

_TITLE = Text(
    "{name}: {images} images, {units} units ({unit}), {seeds} seeds; linear head on frozen layers",
    "{name}：{images} 幅图像，{units} 个划分单位（{unit}），{seeds} 个种子；冻结层 + 线性分类头",
)
_FULL = Text(
    "With all labels: average accuracy {score} (mean of {seeds} seeds, {low} to {high}). "
    "Intervals are Student's over the seeds.",
    "全部标注：平均准确率 {score}（{seeds} 个种子均值，{low} 至 {high}）。区间为跨种子的 t 区间。",
)
_WRITTEN = Text("Curves, table and picture are in {folder}.", "曲线、表格与图已写入 {folder}。")


def simulate(
    data: DataOption,
    out: CurvesOption,
    task: TaskOption = "cervical",
    strategies: StrategiesOption = "all",
    seeds: SeedsOption = 3,
    step: Annotated[
        float,
        typer.Option(
            min=0.01, max=0.5, help=both("Share asked about in a round.", "每轮询问的比例。")
        ),
    ] = 0.05,
    device: DeviceOption = "auto",
    as_json: JsonOption = False,
) -> None:
    """See `SIMULATE_HELP`."""
    from medcls_core.cli.learn_values import strategies_called  # noqa: PLC0415
    from medcls_core.cli.training_run import progress_bar  # noqa: PLC0415
    from medcls_core.inference import choose_device  # noqa: PLC0415
    from medcls_core.learning.simulation.features import (  # noqa: PLC0415
        frozen_numbers,
        read_replayed,
    )
    from medcls_core.learning.simulation.replay import Plan, replay  # noqa: PLC0415
    from medcls_core.learning.simulation.savings import savings  # noqa: PLC0415

    plan = Plan(strategies_called(strategies), seeds, step=step)
    refuse_foreign(out)
    labelled = read_replayed(data, task)
    with progress_bar() as bar:
        numbers = frozen_numbers(labelled, choose_device(device), bar)
        points = list(replay(numbers, plan, bar))
    found = savings(points)
    title = _title(numbers, plan)
    with whole_folder(out) as part:
        _write(part, points, found, title)
    if as_json:
        results().print_json(json.dumps([plain_saving(one) for one in found]))
        return
    results().print(say(title), markup=False)
    results().print(savings_table(found, current_language()))
    results().print(say(_full(points, plan)), markup=False)
    notes().print(say(filled(_WRITTEN, folder=out)), markup=False)


def _title(numbers: "Replayed", plan: "Plan") -> Text:
    return filled(
        _TITLE,
        name=numbers.name,
        images=len(numbers.labels),
        units=len(set(numbers.units.tolist())),
        unit=numbers.unit_name,
        seeds=plan.seeds,
    )


def _write(folder: Path, points: "Sequence[Point]", found: "Sequence[Saving]", title: Text) -> None:
    from medcls_core.learning.simulation.picture import (  # noqa: PLC0415
        AVERAGE_ACCURACY,
        draw_replay,
    )
    from medcls_core.learning.simulation.savings import write_points  # noqa: PLC0415

    language = current_language()
    write_points(points, folder / "curves.csv")
    draw_replay(points, title.say(language), folder / "curves.png", language, AVERAGE_ACCURACY)
    record = {
        "command": typed(),
        "about": title.en,
        "strategies": [plain_saving(one) for one in found],
    }
    (folder / RUN_FILE).write_text(json.dumps(record, indent=1) + "\n", "utf-8")


def _full(points: "Sequence[Point]", plan: "Plan") -> Text:
    from medcls_core.learning.simulation.replay import by_curve  # noqa: PLC0415
    from medcls_core.learning.simulation.savings import over_seeds  # noqa: PLC0415

    ends = {seed: curve[-1].score for (_, seed), curve in by_curve(points).items()}
    mean = over_seeds(list(ends.values()), 1.0)
    low, high = min(ends.values()), max(ends.values())
    return filled(
        _FULL, score=f"{mean.value:.3f}", seeds=plan.seeds, low=f"{low:.3f}", high=f"{high:.3f}"
    )
