"""`medcls analyze`: images in; findings, heatmap, report and record out."""

from pathlib import Path
from typing import Annotated

import typer

from medcls_core.cli.help_texts import both
from medcls_core.cli.invocation import typed
from medcls_core.cli.options import (
    DeviceOption,
    ImagesArgument,
    JsonOption,
    ModelOption,
    MppOption,
    NameOption,
    TaskOption,
)
from medcls_core.cli.values import check_threshold, read_region
from medcls_core.errors import InputInvalid
from medcls_core.images import find_images
from medcls_core.tasks import get_task

HELP = both(
    "Analyse images and write, for each, a folder with findings (QuPath GeoJSON, CSV), heatmap, "
    "mask, overview, PDF report and run.json.\n\n"
    "A folder is written as a whole or not at all, and an earlier result of something else in it "
    "is replaced with --overwrite alone. With several images a bad one is named at the "
    "end and the others are done; the exit code is then 2.\n\n"
    "[bold]Examples[/]\n\n"
    "A slide:                      medcls analyze slide.svs\n\n"
    "A folder, results elsewhere:  medcls analyze slides/ --out results\n\n"
    "A scan without pixel size:    medcls analyze scan.tif --mpp 0.25\n\n"
    "A part, into a label store:   medcls analyze a.svs --region 0,0,4000,4000 --store db.sqlite"
    "\n\nFor a script:                 medcls analyze 'slides/*.svs' --json",
    "分析图像，并为每幅图像写出一个文件夹：目标（QuPath GeoJSON、CSV）、热图、掩膜、概览、"
    "PDF 报告和 run.json。\n\n"
    "文件夹要么完整写出，要么不写；其中若有不同的旧结果，仅在给出 --overwrite 时替换。"
    "多幅图像时，失败者在最后列出，其余照常完成，退出码为 2。\n\n"
    "[bold]示例[/]\n\n"
    "单张切片：        medcls analyze slide.svs\n\n"
    "整个文件夹：      medcls analyze slides/ --out results\n\n"
    "无像素尺寸的图像：medcls analyze scan.tif --mpp 0.25\n\n"
    "部分区域并入库：  medcls analyze a.svs --region 0,0,4000,4000 --store labels.sqlite\n\n"
    "供脚本使用：      medcls analyze 'slides/*.svs' --json",
)


def analyze(
    images: ImagesArgument,
    task: TaskOption = "mitosis",
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            "-o",
            metavar="FOLDER",
            help=both("Where the folders go, one per image.", "结果位置，每幅图像一个文件夹。"),
        ),
    ] = Path("medcls-results"),
    mpp: MppOption = None,
    threshold: Annotated[
        float | None,
        typer.Option(
            "--threshold",
            metavar="0..1",
            show_default=False,
            callback=check_threshold,
            help=both(
                "Lowest probability of a finding; otherwise the model card's.",
                "目标的最低概率；默认取模型卡中的值。",
            ),
        ),
    ] = None,
    region: Annotated[
        str | None,
        typer.Option(
            "--region",
            metavar="X,Y,W,H",
            show_default=False,
            help=both(
                "Look only here, in full-resolution pixels.", "仅分析此区域（全分辨率像素）。"
            ),
        ),
    ] = None,
    device: DeviceOption = "auto",
    model: ModelOption = None,
    store: Annotated[
        str | None,
        typer.Option(
            "--store",
            metavar="FILE|URL",
            show_default=False,
            help=both(
                "Also append findings and predictions to this label store, for review.",
                "同时将目标和预测追加到该标注库，以供复核。",
            ),
        ),
    ] = None,
    overwrite: Annotated[
        bool,
        typer.Option(
            "--overwrite",
            help=both(
                "Replace an earlier result of another image, model, region or threshold.",
                "替换文件夹中由其他图像、模型、区域或阈值得到的结果。",
            ),
        ),
    ] = False,
    name: NameOption = None,
    as_json: JsonOption = False,
) -> None:
    """Analyse images; see `HELP`."""
    box = read_region(region)
    asked = get_task(task)
    found = find_images(images)
    if name is not None and len(found) > 1:
        raise InputInvalid("--name", "one name doesn't fit several images")
    # torch takes two seconds to import: only when the command itself makes sense.
    from medcls_core.cli.analysis_run import AnalysisRequest, run_analyses  # noqa: PLC0415
    from medcls_core.cli.analysis_telling import tell  # noqa: PLC0415
    from medcls_core.cli.models_in_use import predictor_for  # noqa: PLC0415
    from medcls_core.inference import AnalysisOptions  # noqa: PLC0415

    options = AnalysisOptions(region=box, threshold=threshold)
    predictor = predictor_for(asked, model, device)
    request = AnalysisRequest(predictor.task, out, mpp, store, name, options, typed(), overwrite)
    tell(run_analyses(found, request, predictor), as_json=as_json)
