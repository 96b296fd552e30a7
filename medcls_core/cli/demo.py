"""`medcls demo`: the whole loop once, on a rendered slide or on a person's own image."""

from pathlib import Path
from typing import Annotated

import typer

from medcls_core.cli.help_texts import both
from medcls_core.cli.invocation import typed
from medcls_core.cli.options import DeviceOption, JsonOption, ModelOption, MppOption
from medcls_core.cli.speech import complain, say
from medcls_core.errors import InputInvalid
from medcls_core.images import quick_hash
from medcls_core.language import Text

HELP = both(
    "Show everything once, without a screen: render a sample slide with mitoses and look-alikes "
    "at known places, open it, find mitoses with the bundled model, draw the evidence, let a "
    "scripted reader give verdicts into a label store, write report, GeoJSON and CSV, take "
    "pictures of the window, and say how the model did against the known truth.\n\n"
    "The slide is rendered, no real tissue is in it: its figures are not clinical figures.\n\n"
    "[bold]Examples[/]\n\n"
    "The sample slide:  medcls demo\n\n"
    "Your own image:    medcls demo --image scan.tif --mpp 0.25\n\n"
    "Look at it after:  medcls review medcls-demo/sample.tiff --store medcls-demo/labels.sqlite",
    "无需屏幕，完整演示一遍：生成含已知位置核分裂象和相似细胞的示例切片，打开它，用随附模型查找"
    "核分裂象，绘制依据，由脚本阅片人将判读写入标注库，输出报告、GeoJSON 和 CSV，截取窗口图像，"
    "并与已知真值比较。\n\n"
    "切片由程序生成，不含真实组织：其数值并非临床指标。\n\n"
    "[bold]示例[/]\n\n"
    "示例切片：  medcls demo\n\n"
    "自己的图像：medcls demo --image scan.tif --mpp 0.25\n\n"
    "之后查看：  medcls review medcls-demo/sample.tiff --store medcls-demo/labels.sqlite",
)

_STOPPED = Text(
    "Cancelled; what was finished before lies in {out}.", "已取消；此前完成的内容位于 {out}。"
)
_MPP_ALONE = Text("it belongs to --image; the sample slide knows its own", "须与 --image 一起使用")
_CANCELLED = 130


def demo(
    out: Annotated[
        Path,
        typer.Option(
            "--out", "-o", metavar="FOLDER", help=both("Where everything goes.", "结果位置。")
        ),
    ] = Path("medcls-demo"),
    image: Annotated[
        Path | None,
        typer.Option(
            "--image",
            metavar="FILE",
            show_default=False,
            help=both("Your own image instead of the sample slide.", "用自己的图像代替示例切片。"),
        ),
    ] = None,
    mpp: MppOption = None,
    store: Annotated[
        str | None,
        typer.Option(
            "--store",
            metavar="FILE|URL",
            show_default=False,
            help=both(
                "Append the scripted reads to this label store; otherwise to labels.sqlite in the "
                "folder, never to your own.",
                "将脚本判读追加到该标注库；默认写入结果文件夹中的 labels.sqlite，"
                "不写入您自己的标注库。",
            ),
        ),
    ] = None,
    seed: Annotated[
        int,
        typer.Option(
            "--seed", metavar="N", min=0, help=both("Of the sample slide.", "示例切片的随机种子。")
        ),
    ] = 7,
    device: DeviceOption = "auto",
    model: ModelOption = None,
    window: Annotated[
        bool,
        typer.Option(
            "--window/--no-window",
            help=both("Take pictures of the window.", "截取窗口图像。"),
        ),
    ] = True,
    as_json: JsonOption = False,
) -> None:
    """Show everything once; see `HELP`."""
    if mpp is not None and image is None:
        raise InputInvalid("--mpp", _MPP_ALONE)
    if image is not None:
        quick_hash(image)  # a missing file is said at once
    # torch takes two seconds to import: only when the command itself makes sense.
    from medcls_core.cli.demo_run import DemoRequest, run_demo  # noqa: PLC0415
    from medcls_core.cli.demo_telling import tell  # noqa: PLC0415

    request = DemoRequest(out, image, mpp, store, seed, device, model, window, typed())
    try:
        tell(run_demo(request), as_json=as_json)
    except KeyboardInterrupt as interrupt:
        complain(say(_STOPPED).format(out=out))
        raise typer.Exit(_CANCELLED) from interrupt
