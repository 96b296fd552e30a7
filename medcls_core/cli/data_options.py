"""Options that `train`, `ablate` and `evaluate` share."""

from pathlib import Path
from typing import Annotated

import typer

from medcls_core.cli.help_texts import both
from medcls_core.cli.speech import invalid
from medcls_core.language import Text
from medcls_core.tasks import Task, TaskKind

DataOption = Annotated[
    Path,
    typer.Option(
        help=both("Folder of labelled images, or label store.", "带标注图像的文件夹，或标注库。")
    ),
]
NegativesOption = Annotated[
    Path | None,
    typer.Option(
        help=both("Folder of JPEG fields without mitoses.", "不含核分裂象的 JPEG 视野文件夹。")
    ),
]
UnlabelledOption = Annotated[
    Path | None,
    typer.Option(help=both("Folder of unlabelled H&E fields.", "未标注的 H&E 视野文件夹。")),
]
DeviceOption = Annotated[str, typer.Option(help=both("auto, cpu or cuda.", "auto、cpu 或 cuda。"))]
InitOption = Annotated[
    str,
    typer.Option(
        metavar="FILE|FOLDER|imagenet|none",
        help=both(
            "Starting weights: safetensors, a folder with the file for this network, "
            "'imagenet' (internet), or 'none'.",
            "起始权重：safetensors 文件、含该网络权重的文件夹、“imagenet”（需联网）或“none”。",
        ),
    ),
]
FoldsOption = Annotated[
    int,
    typer.Option(
        min=0,
        help=both(
            "Measure by cross validation in so many folds; 0 is one split.",
            "以指定折数交叉验证评估；0 为单一划分。",
        ),
    ),
]
EpochsOption = Annotated[
    int | None,
    typer.Option(min=1, help=both("At most so many epochs a stage.", "每阶段最多训练轮数。")),
]

_FOLDS = Text(
    "cross validation takes 2 folds or more of cells or fields",
    "交叉验证至少需要 2 折，且仅适用于细胞或视野",
)


def refuse_folds(folds: int, task: Task) -> None:
    """Nothing where `folds` fits the task; 0 always does.

    Raises:
        InputInvalid: if it is one, or masks are asked for.
    """
    if folds == 1 or (folds and task.kind is TaskKind.MASK):
        raise invalid(f"--folds {folds}", _FOLDS)
