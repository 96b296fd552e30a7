"""`medcls gpu`: torch built for NVIDIA GPUs, in the user's folder, and out of it again."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from medcls_core.cli.help_texts import both
from medcls_core.cli.options import JsonOption
from medcls_core.cli.progress_bar import ProgressBar
from medcls_core.cli.speech import results, say
from medcls_core.gpu_pack import folder as packs
from medcls_core.gpu_pack import installing
from medcls_core.gpu_pack.sources import DEFAULT_SOURCE, DOWNLOAD_GB
from medcls_core.language import Text

gpu = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help=both(
        "Use this computer's NVIDIA GPU: the Windows program comes with torch for the processor; "
        f"the GPU pack is torch built for CUDA, about {DOWNLOAD_GB} GB to fetch, in "
        "your own data folder. Without it everything works, slower.\n\n"
        "[bold]Examples[/]\n\n"
        "What is in use:         medcls gpu status\n\n"
        "From PyTorch's index:   medcls gpu install\n\n"
        "Without a network:      medcls gpu install --from D:\\wheels\n\n"
        "Fetch them elsewhere:   medcls gpu fetch wheels\n\n"
        "The processor again:    medcls gpu remove",
        "使用本机的 NVIDIA GPU：Windows 版程序自带面向处理器的 torch；GPU 包是支持 CUDA 的 torch，"
        f"下载约 {DOWNLOAD_GB} GB，存放在您自己的数据文件夹中。没有它也能使用全部功能，"
        "只是较慢。\n\n"
        "[bold]示例[/]\n\n"
        "当前状态：          medcls gpu status\n\n"
        "从 PyTorch 下载：   medcls gpu install\n\n"
        "没有网络：          medcls gpu install --from D:\\wheels\n\n"
        "在其他电脑上下载：  medcls gpu fetch wheels\n\n"
        "改回处理器：        medcls gpu remove",
    ),
)

SourceOption = Annotated[
    str,
    typer.Option(
        "--from",
        metavar="SOURCE",
        help=both(
            "A package index, or a folder or .zip with the wheels.",
            "软件包索引网址，或含 wheel 的文件夹或 .zip。",
        ),
    ),
]

_NONE = Text("No GPU pack is installed.", "未安装 GPU 包。")
_OWN = Text(
    "The program's own torch is built for CUDA {cuda}: it uses an NVIDIA GPU without a pack.",
    "程序自带的 torch 支持 CUDA {cuda}：无需 GPU 包即可使用 NVIDIA GPU。",
)
_IN_USE = Text(
    "GPU pack: torch {torch}, CUDA {cuda}, tried on {device}; from {source}; in {path}.",
    "GPU 包：torch {torch}，CUDA {cuda}，已在 {device} 上测试；来源：{source}；位置：{path}。",
)
_NEXT_START = Text("It is used from the next start.", "下次启动时生效。")
_REMOVED = Text(
    "The GPU pack is removed; from the next start everything runs on the processor.",
    "已移除 GPU 包；下次启动起全部在处理器上运行。",
)
_FETCHED = Text(
    "{count} wheels, {size} GB. There: medcls gpu install --from {folder}",
    "{count} 个 wheel，{size} GB。在目标电脑上：medcls gpu install --from {folder}",
)


@gpu.command(help=both("What is in use.", "当前状态。"))
def status(as_json: JsonOption = False) -> None:
    """Say which pack is in use."""
    pack = packs.active()
    if as_json:
        said = None if pack is None else asdict(pack)
        results().print_json(json.dumps({"pack": said, "own_cuda": installing.own_cuda()}))
    elif pack is not None:
        results().print(_described(pack))
    elif cuda := installing.own_cuda():
        results().print(say(_OWN).format(cuda=cuda))
    else:
        results().print(say(_NONE))


@gpu.command(
    help=both("Install the pack, try it, and use it.", "安装 GPU 包，测试后启用。"),
)
def install(source: SourceOption = DEFAULT_SOURCE) -> None:
    """Install a pack."""
    with ProgressBar() as progress:
        pack = installing.install(source, progress)
    results().print(_described(pack))
    results().print(say(_NEXT_START))


@gpu.command(help=both("Remove the pack: the processor again.", "移除 GPU 包，改回处理器。"))
def remove() -> None:
    """Remove the pack."""
    if packs.active() is None:
        packs.deactivate()
        results().print(say(_NONE))
        return
    packs.deactivate()
    results().print(say(_REMOVED))


@gpu.command(
    help=both(
        "Download the pack's wheels, to carry them to a computer without a network.",
        "下载 GPU 包的 wheel，以便带到没有网络的电脑。",
    ),
)
def fetch(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help=both("Where they go.", "存放位置。"))
    ],
    source: SourceOption = DEFAULT_SOURCE,
    platform: Annotated[
        str,
        typer.Option(
            "--platform",
            metavar="NAME",
            help=both("Of the other computer, as pip calls it.", "目标电脑的平台名（pip 写法）。"),
        ),
    ] = "win_amd64",
) -> None:
    """Download the wheels."""
    with ProgressBar() as progress:
        wheels = installing.fetch(source, folder, platform, progress)
    size = sum(wheel.stat().st_size for wheel in wheels) / 1e9
    results().print(say(_FETCHED).format(count=len(wheels), size=f"{size:.1f}", folder=folder))


def _described(pack: packs.Pack) -> str:
    return say(_IN_USE).format(path=pack.path, **asdict(pack))
