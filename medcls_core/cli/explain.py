"""`medcls explain`: where a model looked, as pictures."""

from pathlib import Path
from typing import Annotated

import typer

from medcls_core.cli.help_texts import both
from medcls_core.cli.options import (
    DeviceOption,
    ImageArgument,
    ModelOption,
    MppOption,
    TaskOption,
)
from medcls_core.cli.values import read_point, read_region
from medcls_core.images import quick_hash
from medcls_core.tasks import get_task, task_for

HELP = both(
    "Draw the evidence of a model: for a place its probability, mask, Grad-CAM and CBAM attention, "
    "each over the image with a scale bar, and run.json with what was asked.\n\n"
    "Without --at, a mask task explains its surest findings; other tasks explain the image.\n\n"
    "[bold]Examples[/]\n\n"
    "A place in a slide:    medcls explain slide.svs --at 1200,860\n\n"
    "Its surest findings:   medcls explain slide.svs --region 0,0,2000,2000 --findings 3\n\n"
    "One cell:              medcls explain cell.png --task micronucleus",
    "绘制模型的判读依据：某处的概率、掩膜、Grad-CAM 和 CBAM 注意力，叠加于图像并带比例尺，"
    "并写出 run.json。\n\n"
    "不给 --at 时，掩膜任务解释其最确信的目标，其他任务解释整幅图像。\n\n"
    "[bold]示例[/]\n\n"
    "切片中一处：  medcls explain slide.svs --at 1200,860\n\n"
    "最确信的目标：medcls explain slide.svs --region 0,0,2000,2000 --findings 3\n\n"
    "单个细胞：    medcls explain cell.png --task micronucleus",
)


def explain(
    image: ImageArgument,
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
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            "-o",
            metavar="FOLDER",
            help=both("Where the image's folder goes.", "结果文件夹的位置。"),
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
    quick_hash(image)  # a missing file is said at once
    # torch takes two seconds to import: only when the command itself makes sense.
    from medcls_core.cli.explanation import ExplainRequest, explain_image  # noqa: PLC0415
    from medcls_core.cli.models_in_use import model_for, predictor_for  # noqa: PLC0415

    answered = asked if model is None else task_for(model_for(asked, model).card)
    request = ExplainRequest(answered, out / image.stem, mpp, place, size, box, findings)
    explain_image(image, request, lambda: predictor_for(asked, model, device))
