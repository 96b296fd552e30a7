"""`medcls train`: weights from labelled images, by a named recipe, with figures and a card."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

import typer

from medcls_core.cli.data_options import (
    DataOption,
    DeviceOption,
    EpochsOption,
    FoldsOption,
    InitOption,
    NegativesOption,
    UnlabelledOption,
    refuse_folds,
)
from medcls_core.cli.help_texts import both
from medcls_core.cli.speech import results, say
from medcls_core.language import Text
from medcls_core.tasks import get_task

HELP = both(
    "Train a model and measure it on cases that it was not trained on.\n\n"
    "The images are a folder per class, a table (manifest.csv with file,label and patient, case "
    "or group), one of the public sets as published, or the file of a label store: then the "
    "verdicts that stand are the labels (not for mitoses, whose masks they don't draw). "
    "A run that was stopped goes on from its last epoch when the same command is given again. "
    "A task without a recipe name uses its seed's. With --folds the weights then learn from "
    "everything.\n\n"
    "Examples\n\n"
    "Cells by folds:  medcls train --task cervical --recipe cervical_herlev --data herlev "
    "--folds 5 --init weights/ --out run\n\n"
    "Mitoses:         medcls train --task mitosis --data patches --negatives fields --out run\n\n"
    "Own corrections: medcls train --task cervical --data labels.sqlite "
    "--init model/weights.safetensors --out own\n\n"
    "One epoch:       medcls train --task cervical --data cells --epochs 1 --out try",
    "训练模型，并在未参与训练的病例上评估。\n\n"
    "图像可以是按类别分的文件夹、表格（manifest.csv，含 file、label 以及 patient、case 或 "
    "group 列）、公开数据集的原始结构，或标注库文件：此时以当前有效的结论作为标签"
    "（核分裂象除外，其掩膜并非由结论给出）。中断后以相同命令再次运行，会从上一轮继续。"
    "未指定配方时使用该任务的原始配方。给出 --folds 时，最后用全部数据训练权重。\n\n"
    "示例\n\n"
    "交叉验证：  medcls train --task cervical --recipe cervical_herlev --data herlev "
    "--folds 5 --init weights/ --out run\n\n"
    "核分裂象：  medcls train --task mitosis --data patches --negatives fields --out run\n\n"
    "自己的标注：medcls train --task cervical --data labels.sqlite "
    "--init model/weights.safetensors --out own\n\n"
    "只训练一轮：medcls train --task cervical --data cells --epochs 1 --out try",
)


def train(
    data: DataOption,
    out: Annotated[
        Path, typer.Option(help=both("Folder for checkpoint, weights and card.", "输出文件夹。"))
    ],
    negatives: NegativesOption = None,
    unlabelled: UnlabelledOption = None,
    task: Annotated[str, typer.Option(help=both("Task key.", "任务代号。"))] = "mitosis",
    recipe: Annotated[
        str | None,
        typer.Option(
            help=both(
                "Name of a recipe, or a JSON file; the task's own is the default.",
                "配方名称或 JSON 文件；默认使用该任务的配方。",
            )
        ),
    ] = None,
    init: InitOption = "none",
    folds: FoldsOption = 0,
    epochs: EpochsOption = None,
    card: Annotated[
        Path | None,
        typer.Option(
            help=both(
                "A card.json whose version, texts and limits the new card takes.",
                "新模型卡沿用其版本、文字和局限说明的 card.json。",
            )
        ),
    ] = None,
    precision: Annotated[
        Literal["auto", "float32", "bfloat16"] | None,
        typer.Option(
            help=both(
                "Arithmetic while it learns; 'auto' is bfloat16 on CUDA and float32 on a "
                "processor, where bfloat16 pays only if the processor has it (AVX512-BF16, AMX).",
                "训练时的数值精度；“auto”在 CUDA 上为 bfloat16，在处理器上为 float32；"
                "仅当处理器支持（AVX512-BF16、AMX）时 bfloat16 才更快。",
            )
        ),
    ] = None,
    device: DeviceOption = "auto",
) -> None:
    """See `HELP`."""
    # torch takes two seconds to import: only when the command itself makes sense.
    from medcls_core.cli.training_run import TrainingRequest, run_training  # noqa: PLC0415
    from medcls_core.training import Precision, recipe_called, shortened  # noqa: PLC0415

    asked = get_task(task)
    chosen = recipe_called(recipe, asked.key)
    if epochs is not None:
        chosen = shortened(chosen, epochs)
    if precision is not None:
        chosen = replace(chosen, precision=Precision(precision))
    refuse_folds(folds, asked)
    request = TrainingRequest(
        asked, chosen, data, negatives, unlabelled, init, folds, device, card, out
    )
    run_training(request)
    results().print(say(WRITTEN).format(folder=out))


WRITTEN = Text("Weights and card are in {folder}.", "权重与模型卡已写入 {folder}。")
