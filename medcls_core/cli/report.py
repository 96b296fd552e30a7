"""`medcls report`: the PDF of an image with what its readers said."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from medcls_core.cli.help_texts import both
from medcls_core.cli.options import (
    DeviceOption,
    ImageArgument,
    MppOption,
    NameOption,
    StoreOption,
    TaskOption,
)
from medcls_core.cli.speech import results, say
from medcls_core.cli.values import read_region
from medcls_core.images import quick_hash
from medcls_core.language import Text
from medcls_core.tasks import get_task
from medcls_core.tasks.mitosis import COUNT_AREAS_MM2

HELP = both(
    "Write the PDF report of an image: the model's numbers and the readers' numbers apart, crops "
    "with evidence, model and image digests, and the head of the label store's chain.\n\n"
    "Findings and verdicts come from the label store, where 'medcls review' and "
    "'medcls analyze --store' put them; the image is known by its content, wherever it lies.\n\n"
    "[bold]Examples[/]\n\n"
    "A report:              medcls report slide.svs --reader 'Wang Fang'\n\n"
    "In Chinese, unnamed:   medcls report slide.svs --lang zh --name 'Case 17' --out case17.pdf",
    "为图像生成 PDF 报告：模型数字与人工数字分列，裁剪图与依据，模型和图像校验值，标注库链首。\n\n"
    "目标和判读来自标注库（由“medcls review”或“medcls analyze --store”写入）；"
    "图像按内容识别，与位置无关。\n\n"
    "[bold]示例[/]\n\n"
    "生成报告：    medcls report slide.svs --reader 王芳\n\n"
    "中文且不署名：medcls report slide.svs --lang zh --name '病例 17' --out case17.pdf",
)

_WRITTEN = Text("Report written to {path}", "报告已写入 {path}")


def report(
    image: ImageArgument,
    task: TaskOption = "mitosis",
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="FILE",
            show_default=False,
            help=both("The PDF; otherwise beside you, named after the image.", "PDF 文件。"),
        ),
    ] = None,
    store: StoreOption = None,
    reader: Annotated[
        str | None,
        typer.Option(
            "--reader",
            metavar="NAME",
            show_default=False,
            help=both("Who signs; otherwise the line stays open.", "签署者；默认留空。"),
        ),
    ] = None,
    name: NameOption = None,
    region: Annotated[
        str | None,
        typer.Option(
            "--region",
            metavar="X,Y,W,H",
            show_default=False,
            help=both(
                "The part that was analysed; areas and counts are of it.",
                "所分析的区域；面积与计数以此为准。",
            ),
        ),
    ] = None,
    mpp: MppOption = None,
    count_area: Annotated[
        float,
        typer.Option(
            "--count-area",
            metavar="MM2",
            min=0.1,
            max=50.0,
            help=both(
                "Area of the circle in which mitoses are counted where most of them lie; "
                "2.376 are ten fields of field number 22 at 40x.",
                "在核分裂象最多处计数所用圆的面积（mm²）；2.376 为视场数 22、40x 下的十个视野。",
            ),
        ),
    ] = COUNT_AREAS_MM2[0],
    evidence: Annotated[
        bool,
        typer.Option(
            "--evidence/--no-evidence",
            help=both("Draw heatmaps of the first findings.", "为前列目标绘制热图。"),
        ),
    ] = True,
    device: DeviceOption = "auto",
) -> None:
    """Write the report; see `HELP`."""
    asked = get_task(task)
    box = read_region(region)
    content = quick_hash(image)
    path = out or Path(f"{image.stem}-{asked.key}-{datetime.now(UTC):%Y%m%d}.pdf")
    from medcls_core.cli.stored_report import (  # noqa: PLC0415  (it draws: seconds to import)
        StoredReportRequest,
        write_stored_report,
    )

    request = StoredReportRequest(
        asked, store, reader, name, box, mpp, device if evidence else None, count_area
    )
    write_stored_report(image, content, request, path)
    results().print(say(_WRITTEN).format(path=path), markup=False)
