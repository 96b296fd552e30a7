"""`medcls ablate`: the seed's ablation table on one's own data."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from medcls_core.cli.data_options import DataOption, DeviceOption
from medcls_core.cli.help_texts import both
from medcls_core.cli.speech import invalid, results
from medcls_core.language import Text
from medcls_core.tasks import TaskKind, get_task

HELP = both(
    "Train the networks of the seed's ablation table on the same images and split, several "
    "times each, and print mean and spread on the held-out part.\n\n"
    "Stopped, it goes on where it was when the same command is given again.\n\n"
    "Examples\n\n"
    "Xception, A, B, C:  medcls ablate --task mammography --recipe mammography_mias --data mias "
    "--init weights/ --out table\n\n"
    "One quick pass:     medcls ablate --task cervical --data cells --seeds 1 --epochs 1 --out try",
    "在相同图像和划分上多次训练来源文献消融表中的各网络，给出留出部分的均值与离散程度。\n\n"
    "中断后以相同命令再次运行会继续。\n\n"
    "示例\n\n"
    "Xception、A、B、C：medcls ablate --task mammography --recipe mammography_mias --data mias "
    "--init weights/ --out table\n\n"
    "快速试跑：        medcls ablate --task cervical --data cells --seeds 1 --epochs 1 --out try",
)

_MASKS = Text(
    "the table of this task isn't made yet; train its networks one by one",
    "此任务的消融表尚未实现，请逐个训练其网络",
)


def ablate(
    data: DataOption,
    task: Annotated[str, typer.Option(help=both("Task key.", "任务代号。"))],
    out: Annotated[Path, typer.Option(help=both("Folder for the runs.", "训练输出文件夹。"))],
    recipe: Annotated[
        str | None, typer.Option(help=both("Name of a recipe, or a file.", "配方名称或文件。"))
    ] = None,
    init: Annotated[
        str, typer.Option(help=both("Starting weights, as in train.", "起始权重，同 train。"))
    ] = "none",
    seeds: Annotated[
        int, typer.Option(min=1, help=both("Runs a network.", "每个网络的训练次数。"))
    ] = 3,
    epochs: Annotated[
        int | None,
        typer.Option(min=1, help=both("At most so many epochs a stage.", "每阶段最多训练轮数。")),
    ] = None,
    device: DeviceOption = "auto",
    as_json: Annotated[
        bool, typer.Option("--json", help=both("Print JSON.", "输出 JSON。"))
    ] = False,
) -> None:
    """See `HELP`."""
    # torch takes two seconds to import: only when the command itself makes sense.
    from medcls_core.cli.training_run import (  # noqa: PLC0415
        TrainingRequest,
        progress_bar,
        setup_of,
        tell_epoch,
    )
    from medcls_core.learning.ablation import ablate as rows_of  # noqa: PLC0415
    from medcls_core.training import recipe_called, shortened  # noqa: PLC0415

    asked = get_task(task)
    if asked.kind is TaskKind.MASK:
        raise invalid(f"--task {task}", _MASKS)
    chosen = recipe_called(recipe, asked.key)
    chosen = chosen if epochs is None else shortened(chosen, epochs)
    request = TrainingRequest(asked, chosen, data, None, None, init, 0, device, None, out)
    labelled, parts, setup = setup_of(request)
    with progress_bar() as bar:
        rows = list(rows_of(labelled, parts, setup, seeds, out, tell_epoch, bar))
    if as_json:
        results().print_json(json.dumps([asdict(row) for row in rows]))
        return
    for row in rows:
        results().print(row.network)
        for name, spread in row.figures.items():
            results().print(f"  {name}: {spread.mean:.3f} ± {spread.deviation:.3f} ({spread.n})")
