"""`medcls explain`: where a model looked, as pictures, and whether the pictures are true."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from medcls_core.cli.help_texts import both
from medcls_core.cli.options import (
    DeviceOption,
    ModelOption,
    MppOption,
    TaskOption,
)
from medcls_core.cli.speech import invalid
from medcls_core.cli.values import read_point, read_region
from medcls_core.images import quick_hash
from medcls_core.language import Text
from medcls_core.tasks import Task, get_task, task_for

HELP = both(
    "Draw the evidence of a model: for a place its probability, mask, Grad-CAM and CBAM attention, "
    "each over the image with a scale bar, and run.json with what was asked.\n\n"
    "Without --at, a mask task explains its surest findings; other tasks explain the image.\n\n"
    "Of a folder of labelled images (any layout that evaluate reads, or a manifest.csv), --sheet "
    "draws examples of every class with all heatmaps on one sheet, and --score tests the heatmaps: "
    "deletion and insertion against random order, and randomisation of the network. Of mitosis "
    "patches only held-out cases are taken.\n\n"
    "[bold]Examples[/]\n\n"
    "A place in a slide:    medcls explain slide.svs --at 1200,860\n\n"
    "Its surest findings:   medcls explain slide.svs --region 0,0,2000,2000 --findings 3\n\n"
    "One cell:              medcls explain cell.png --task micronucleus\n\n"
    "A sheet of examples:   medcls explain cells --task cervical --sheet\n\n"
    "Are heatmaps true?     medcls explain cells --task cervical --score",
    "绘制模型的判读依据：某处的概率、掩膜、Grad-CAM 和 CBAM 注意力，叠加于图像并带比例尺，"
    "并写出 run.json。\n\n"
    "不给 --at 时，掩膜任务解释其最确信的目标，其他任务解释整幅图像。\n\n"
    "对带标签图像的文件夹（evaluate 可读取的任何布局，或 manifest.csv），--sheet 将各类示例及"
    "全部热图绘制在一页上，--score 检验热图：与随机顺序相比的删除与插入测试，以及网络随机化检验。"
    "核分裂小图仅取留出病例。\n\n"
    "[bold]示例[/]\n\n"
    "切片中一处：  medcls explain slide.svs --at 1200,860\n\n"
    "最确信的目标：medcls explain slide.svs --region 0,0,2000,2000 --findings 3\n\n"
    "单个细胞：    medcls explain cell.png --task micronucleus\n\n"
    "示例页：      medcls explain cells --task cervical --sheet\n\n"
    "检验热图：    medcls explain cells --task cervical --score",
)


_WHAT_OF_FOLDER = Text(
    "this is a folder: give --sheet to draw labelled examples or --score to test their heatmaps",
    "这是文件夹：请用 --sheet 绘制带标签的示例，或用 --score 检验其热图",
)
_ONE_IMAGE = Text(
    "it belongs to one image and can't be given with --sheet or --score",
    "该选项仅用于单幅图像，不能与 --sheet 或 --score 同用",
)
_NO_FOLDER = Text("there is no such folder", "文件夹不存在")


def explain(
    image: Annotated[
        Path,
        typer.Argument(
            metavar="IMAGE|FOLDER",
            show_default=False,
            help=both(
                "The image file, or a folder of labelled images for --sheet and --score.",
                "图像文件；用于 --sheet 和 --score 时为带标签图像的文件夹。",
            ),
        ),
    ],
    task: TaskOption = "mitosis",
    at: Annotated[
        str | None,
        typer.Option(
            "--at",
            metavar="X,Y",
            show_default=False,
            help=both("The place, in full-resolution pixels.", "位置（全分辨率像素）。"),
        ),
    ] = None,
    size: Annotated[
        float | None,
        typer.Option(
            "--size",
            metavar="PX",
            min=1,
            show_default=False,
            help=both(
                "Side of the cell at --at, in full-resolution pixels (cell and field tasks).",
                "--at 处细胞的边长（全分辨率像素；细胞与视野任务）。",
            ),
        ),
    ] = None,
    region: Annotated[
        str | None,
        typer.Option(
            "--region",
            metavar="X,Y,W,H",
            show_default=False,
            help=both("Look for findings only here.", "仅在此区域查找目标。"),
        ),
    ] = None,
    findings: Annotated[
        int,
        typer.Option("--findings", min=1, help=both("How many findings.", "解释的目标数。")),
    ] = 4,
    sheet: Annotated[
        bool,
        typer.Option(
            "--sheet",
            help=both(
                "Draw labelled examples of every class with all heatmaps on one sheet.",
                "将各类带标签示例及全部热图绘制在一页上。",
            ),
        ),
    ] = False,
    score: Annotated[
        bool,
        typer.Option(
            "--score",
            help=both(
                "Test the heatmaps: deletion, insertion, randomisation. Takes minutes.",
                "检验热图：删除、插入、随机化。需数分钟。",
            ),
        ),
    ] = False,
    images: Annotated[
        int | None,
        typer.Option(
            "--images",
            min=1,
            show_default=False,
            help=both(
                "How many images for --sheet (12 or a few more) or --score (8 to 24, fewer of "
                "large inputs; 40 mitosis patches).",
                "图像数：--sheet 默认 12 或略多，--score 默认 8 至 24（输入越大越少；"
                "核分裂小图为 40）。",
            ),
        ),
    ] = None,
    seed: Annotated[
        int,
        typer.Option(
            "--seed",
            min=0,
            help=both("Of the drawing of images.", "抽取图像的随机种子。"),
        ),
    ] = 0,
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            "-o",
            metavar="FOLDER",
            help=both("Where the result's folder goes.", "结果文件夹的位置。"),
        ),
    ] = Path("medcls-explained"),
    mpp: MppOption = None,
    device: DeviceOption = "auto",
    model: ModelOption = None,
) -> None:
    """Draw the evidence; see `HELP`."""
    asked = get_task(task)
    place = None if at is None else read_point(at)
    box = read_region(region)
    if sheet or score:
        _refuse({"--at": at, "--size": size, "--region": region, "--mpp": mpp})
        _explain_folder(image, asked, out, model, device, (sheet, score, images, seed))
        return
    if image.is_dir():
        raise invalid(str(image), _WHAT_OF_FOLDER)
    quick_hash(image)  # a missing file is said at once
    # torch takes two seconds to import: only when the command itself makes sense.
    from medcls_core.cli.explanation import ExplainRequest, explain_image  # noqa: PLC0415
    from medcls_core.cli.models_in_use import model_for, predictor_for  # noqa: PLC0415

    answered = asked if model is None else task_for(model_for(asked, model).card)
    request = ExplainRequest(answered, out / image.stem, mpp, place, size, box, findings)
    explain_image(image, request, lambda: predictor_for(asked, model, device))


def _refuse(given: Mapping[str, object]) -> None:
    """Refuse options of one image.

    Raises:
        InputInvalid: if any was given.
    """
    for option, value in given.items():
        if value is not None:
            raise invalid(option, _ONE_IMAGE)


def _explain_folder(
    data: Path,
    task: Task,
    out: Path,
    model: Path | None,
    device: str,
    wanted: tuple[bool, bool, int | None, int],
) -> None:
    """The sheet, the tests, or both; `wanted` is whether sheet and score, images and seed."""
    if not data.exists():
        raise invalid(str(data), _NO_FOLDER)
    from medcls_core.cli.heatmap_run import HeatmapRequest, explain_folder  # noqa: PLC0415
    from medcls_core.cli.models_in_use import model_for, predictor_for  # noqa: PLC0415

    name = data.resolve().parent.name if data.is_file() else data.resolve().name
    request = HeatmapRequest(data, out / f"{name}-{task.key}", *wanted)
    explain_folder(request, model_for(task, model), lambda: predictor_for(task, model, device))
