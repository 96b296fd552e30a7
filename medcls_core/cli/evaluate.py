"""`medcls evaluate`: figures of a model on cases that it was not trained on."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from medcls_core.cli.data_options import DeviceOption, NegativesOption, UnlabelledOption
from medcls_core.cli.help_texts import both
from medcls_core.cli.options import ModelOption
from medcls_core.cli.speech import invalid, results, say
from medcls_core.language import Text
from medcls_core.tasks import TaskKind, get_task
from medcls_core.whole_folder import refuse_foreign

HELP = both(
    "Measure a model on labelled images, with 95 % intervals by patient, case or group.\n\n"
    "Mitosis patches are split by case name as in training, and only the held-out cases count. "
    "For the other tasks every image given is measured: give images that the model has not seen. "
    "The threshold is the card's.\n\n"
    "Examples\n\n"
    "Cells:       medcls evaluate --task cervical --data new_cells --out figures\n\n"
    "Mitoses:     medcls evaluate --data patches --negatives fields\n\n"
    "Your model:  medcls evaluate --task cervical --data new_cells --model NAME\n\n"
    "Comparison:  medcls evaluate --table --data folder_of_public_sets",
    "在带标注的图像上评估模型，给出按患者、病例或组计算的 95% 区间。\n\n"
    "核分裂小图按病例名称划分（与训练时相同），仅统计留出病例。其他任务统计给出的全部图像："
    "请使用模型未见过的图像。阈值取自模型卡。\n\n"
    "示例\n\n"
    "细胞：    medcls evaluate --task cervical --data new_cells --out figures\n\n"
    "核分裂象：medcls evaluate --data patches --negatives fields\n\n"
    "自己的模型：medcls evaluate --task cervical --data new_cells --model 名称\n\n"
    "对照表：  medcls evaluate --table --data 公开数据集文件夹",
)

_NO_TABLE = Text("it goes with --data, not with --table", "与 --data 连用，不与 --table 连用")
_NO_DATA = Text("give a folder of labelled images", "请给出带标注图像的文件夹")


def evaluate(
    data: Annotated[
        Path | None,
        typer.Option(help=both("Labelled images.", "带标注的图像。")),
    ] = None,
    negatives: NegativesOption = None,
    unlabelled: UnlabelledOption = None,
    task: Annotated[str, typer.Option(help=both("Task key.", "任务代号。"))] = "mitosis",
    model: ModelOption = None,
    out: Annotated[
        Path | None,
        typer.Option(
            show_default=False,
            help=both(
                "Folder for figures, every answer, confusion matrix and calibration.",
                "输出文件夹：指标、每幅图像的结果、混淆矩阵与校准图。",
            ),
        ),
    ] = None,
    table: Annotated[
        bool,
        typer.Option(
            "--table",
            help=both(
                "The figures of all bundled models beside what the seeds claim; with --data, a "
                "folder of public sets (mitosis_patches, micronuclei_fluorescence ...), measured "
                "now on what a model has not learnt from, else as in its card.",
                "列出所有随附模型的指标，并与来源文献的数值对照；给出 --data（公开数据集文件夹）"
                "时，在模型未学习过的部分上重新评估，否则显示模型卡中的指标。",
            ),
        ),
    ] = False,
    device: DeviceOption = "auto",
    as_json: Annotated[
        bool, typer.Option("--json", help=both("Print JSON.", "输出 JSON。"))
    ] = False,
) -> None:
    """See `HELP`."""
    # torch takes two seconds to import: only when the command itself makes sense.
    from medcls_core.cli import measuring  # noqa: PLC0415
    from medcls_core.cli.comparison import print_comparison  # noqa: PLC0415
    from medcls_core.cli.models_in_use import model_for  # noqa: PLC0415
    from medcls_core.cli.progress_bar import ProgressBar  # noqa: PLC0415

    if table and out is not None:
        raise invalid("--out", _NO_TABLE)
    if table:
        with ProgressBar() as bar:
            print_comparison(data, device, bar, as_json=as_json)
        return
    if data is None:
        raise invalid("--data", _NO_DATA)
    if out is not None:
        refuse_foreign(out)
    asked = get_task(task)
    version = model_for(asked, model)
    with ProgressBar() as bar:
        bar.begin(say(asked.title))
        if asked.kind is TaskKind.MASK:
            found = measuring.measure_masks(version, data, negatives, unlabelled, device, bar)
        else:
            found = measuring.measure_classifier(version, data, device, bar)
        bar.finish()
    if out is not None:
        measuring.keep_measured(found, data, out)
    if as_json:
        results().print_json(json.dumps([asdict(metric) for metric in found.metrics]))
    else:
        measuring.print_measured(found)
