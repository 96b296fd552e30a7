"""Options that `train` and `evaluate` share."""

from pathlib import Path
from typing import Annotated

import typer

from medcls_core.cli.help_texts import both

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
