"""Options that several commands share, with help in both languages."""

from pathlib import Path
from typing import Annotated

import typer

from medcls_core.cli.help_texts import both
from medcls_core.cli.values import check_mpp

ImagesArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="IMAGES...",
        show_default=False,
        help=both(
            "Image files, folders (searched to the bottom), or patterns such as 'slides/*.svs'.",
            "图像文件、文件夹（含子文件夹）或通配符，如 'slides/*.svs'。",
        ),
    ),
]
ImageArgument = Annotated[
    Path,
    typer.Argument(metavar="IMAGE", show_default=False, help=both("The image file.", "图像文件。")),
]
OnlyImageOption = Annotated[
    Path | None,
    typer.Option(
        "--image",
        metavar="IMAGE",
        show_default=False,
        help=both("Only this image, known by its content.", "仅此图像（按内容识别）。"),
    ),
]
ReaderOption = Annotated[
    str,
    typer.Option("--reader", metavar="NAME", show_default=False, help=both("Who.", "姓名。")),
]
TaskOption = Annotated[
    str,
    typer.Option(
        "--task",
        "-t",
        metavar="TASK",
        help=both(
            "What to ask: mitosis, micronucleus, cervical, mammography, breast_histology.",
            "任务：mitosis（核分裂）、micronucleus（微核）、cervical（宫颈）、"
            "mammography（乳腺 X 线）、breast_histology（乳腺组织）。",
        ),
    ),
]
MppOption = Annotated[
    float | None,
    typer.Option(
        "--mpp",
        metavar="UM",
        show_default=False,
        callback=check_mpp,
        help=both(
            "Micrometres per pixel at full resolution, instead of what the file says.",
            "全分辨率下每像素的微米数，代替文件中的记录。",
        ),
    ),
]
DeviceOption = Annotated[
    str,
    typer.Option(
        "--device",
        metavar="auto|cpu|cuda",
        help=both("Where the network runs.", "网络的运行设备。"),
    ),
]
ModelOption = Annotated[
    Path | None,
    typer.Option(
        "--model",
        metavar="NAME|FOLDER",
        show_default=False,
        help=both(
            "The name of a model, or the folder of one (card.json and weights), instead of the "
            "bundled one.",
            "模型的名称，或模型文件夹（card.json 与权重），代替随附模型。",
        ),
    ),
]
StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="FILE|URL",
        envvar="MEDCLS_STORE",
        show_default=False,
        help=both(
            "Label store: a file, or a database URL. Otherwise the one in your data folder.",
            "标注库：文件或数据库 URL。默认使用用户数据文件夹中的标注库。",
        ),
    ),
]
JsonOption = Annotated[
    bool,
    typer.Option(
        "--json",
        help=both("JSON on standard output, for scripts.", "在标准输出打印 JSON，供脚本使用。"),
    ),
]
NameOption = Annotated[
    str | None,
    typer.Option(
        "--name",
        metavar="NAME",
        show_default=False,
        help=both(
            "What the report calls the image instead of its file name, which may name a patient.",
            "报告中代替文件名使用的名称（文件名可能含患者姓名）。",
        ),
    ),
]
