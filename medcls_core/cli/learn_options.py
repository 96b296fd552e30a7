"""Options that the commands of `medcls learn` share."""

import os
from pathlib import Path
from typing import Annotated

import psutil
import typer

from medcls_core.cli.help_texts import both

ReaderOption = Annotated[
    str,
    typer.Option(
        "--reader",
        metavar="NAME",
        show_default=False,
        help=both("Who decides; it is kept in the history.", "决定者；记入历史。"),
    ),
]
ReasonOption = Annotated[
    str | None,
    typer.Option(
        "--reason",
        metavar="TEXT",
        show_default=False,
        help=both("Why; it is kept in the history.", "理由；记入历史。"),
    ),
]
RoundOption = Annotated[
    int | None,
    typer.Option(
        "--round",
        metavar="NUMBER",
        min=1,
        show_default=False,
        help=both("Which round; otherwise the last.", "轮次编号；默认最近一轮。"),
    ),
]
CurvesOption = Annotated[
    Path, typer.Option("--out", help=both("Folder for CSV, table and picture.", "输出文件夹。"))
]
StrategiesOption = Annotated[
    str,
    typer.Option(
        "--strategies",
        metavar="NAMES|all",
        help=both("Strategies, with commas between.", "策略名称，以逗号分隔。"),
    ),
]
SeedsOption = Annotated[
    int, typer.Option("--seeds", min=1, max=5, help=both("Seeds.", "随机种子数。"))
]
ThreadsOption = Annotated[
    int | None,
    typer.Option(
        "--threads",
        min=1,
        show_default=False,
        help=both("Processor threads; otherwise half.", "处理器线程数；默认一半。"),
    ),
]


def keep_modest(threads: int | None) -> None:
    """The computer belongs to the person in front of it."""
    import torch  # noqa: PLC0415  (it takes seconds to import)

    torch.set_num_threads(threads or max(1, (os.cpu_count() or 2) // 2))
    own = psutil.Process()
    own.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS if os.name == "nt" else max(own.nice(), 10))
