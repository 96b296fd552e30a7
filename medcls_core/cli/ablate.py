"""`medcls ablate`: the seed's ablation table on one's own data."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from medcls_core.cli.data_options import (
    DataOption,
    DeviceOption,
    EpochsOption,
    FoldsOption,
    InitOption,
    NegativesOption,
    refuse_folds,
)
from medcls_core.cli.help_texts import both
from medcls_core.cli.speech import invalid, results
from medcls_core.language import Text
from medcls_core.tasks import TaskKind, get_task

HELP = both(
    "Train the networks of the seed's ablation table on the same images and split, several "
    "times each, and print mean and spread on the held-out part; ablation.json and ablation.csv in "
    "the folder say the same.\n\n"
    "Stopped, it goes on where it was when the same command is given again.\n\n"
    "Examples\n\n"
    "Xception, A, B, C:  medcls ablate --task mammography --recipe mammography_mias --data mias "
    "--init weights/ --out table\n\n"
    "U-Net to MCSA-UNet: medcls ablate --task mitosis --data patches --negatives fields "
    "--epochs 5 --batches 30 --out table\n\n"
    "DenseNet to staged: medcls ablate --task breast_histology --data breakhis --folds 5 "
    "--stage lung/weights.safetensors --out table\n\n"
    "One quick pass:     medcls ablate --task cervical --data cells --seeds 1 --epochs 1 --out try",
    "在相同图像和划分上多次训练来源文献消融表中的各网络，给出留出部分的均值与离散程度；"
    "输出文件夹中的 ablation.json 和 ablation.csv 含相同结果。\n\n"
    "中断后以相同命令再次运行会继续。\n\n"
    "示例\n\n"
    "Xception、A、B、C：medcls ablate --task mammography --recipe mammography_mias --data mias "
    "--init weights/ --out table\n\n"
    "U-Net 至 MCSA-UNet：medcls ablate --task mitosis --data patches --negatives fields "
    "--epochs 5 --batches 30 --out table\n\n"
    "DenseNet 至分阶段：medcls ablate --task breast_histology --data breakhis --folds 5 "
    "--stage lung/weights.safetensors --out table\n\n"
    "快速试跑：        medcls ablate --task cervical --data cells --seeds 1 --epochs 1 --out try",
)

_CELLS = Text(
    "only networks that classify whole images take this",
    "仅适用于对整幅图像分类的网络",
)
_BATCHES = Text(
    "only mask networks draw crops; choose --epochs instead",
    "仅掩膜网络按批次抽取小图；请改用 --epochs",
)


def ablate(
    data: DataOption,
    task: Annotated[str, typer.Option(help=both("Task key.", "任务代号。"))],
    out: Annotated[Path, typer.Option(help=both("Folder for the runs.", "训练输出文件夹。"))],
    negatives: NegativesOption = None,
    recipe: Annotated[
        str | None, typer.Option(help=both("Name of a recipe, or a file.", "配方名称或文件。"))
    ] = None,
    init: InitOption = "none",
    stage: Annotated[
        str,
        typer.Option(
            help=both(
                "Weights of an earlier stage: the proposed network begins from them in a last row.",
                "前一阶段的权重：所提网络以其为起点再训练一次，列于最后一行。",
            ),
        ),
    ] = "none",
    folds: FoldsOption = 0,
    seeds: Annotated[
        int, typer.Option(min=1, help=both("Runs a network.", "每个网络的训练次数。"))
    ] = 3,
    epochs: EpochsOption = None,
    batches: Annotated[
        int | None,
        typer.Option(
            min=1, help=both("Batches an epoch (mask networks).", "每轮批次数（掩膜网络）。")
        ),
    ] = None,
    device: DeviceOption = "auto",
    as_json: Annotated[
        bool, typer.Option("--json", help=both("Print JSON.", "输出 JSON。"))
    ] = False,
) -> None:
    """See `HELP`."""
    # torch takes two seconds to import: only when the command itself makes sense.
    from medcls_core.cli.ablation_run import mask_rows, table_rows, write_rows  # noqa: PLC0415
    from medcls_core.cli.training_run import TrainingRequest  # noqa: PLC0415
    from medcls_core.training import recipe_called, shortened  # noqa: PLC0415
    from medcls_core.training.mitosis import fewer_batches  # noqa: PLC0415

    asked = get_task(task)
    masks = asked.kind is TaskKind.MASK
    if batches is not None and not masks:
        raise invalid(f"--batches {batches}", _BATCHES)
    refuse_folds(folds, asked)
    if masks and stage != "none":
        raise invalid(f"--stage {stage}", _CELLS)
    chosen = recipe_called(recipe, asked.key)
    chosen = chosen if epochs is None else shortened(chosen, epochs)
    chosen = chosen if batches is None else fewer_batches(chosen, batches)
    request = TrainingRequest(asked, chosen, data, negatives, None, init, folds, device, None, out)
    rows = mask_rows(request, seeds) if masks else table_rows(request, seeds, stage)
    write_rows(rows, out)
    if as_json:
        results().print_json(json.dumps([asdict(row) for row in rows]))
        return
    for row in rows:
        results().print(row.network)
        for name, spread in row.figures.items():
            results().print(f"  {name}: {spread.mean:.3f} ± {spread.deviation:.3f} ({spread.n})")
