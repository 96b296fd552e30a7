"""`medcls models range`: how a model's training images look, and sets that hold the true class."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from medcls_core.cli.data_options import DataOption, DeviceOption
from medcls_core.cli.help_texts import both
from medcls_core.cli.speech import invalid, results, say
from medcls_core.language import Text, filled
from medcls_core.networks import read_model, write_card
from medcls_core.networks.installed import CARD_FILE
from medcls_core.tasks import TaskKind, get_task

# ruff: noqa: PLC0415  (torch takes seconds to import: only once the command makes sense)

RANGE_HELP = both(
    "Measure how a model's training images look, and write it into the card: depth and direction "
    "of the stain, sharpness, and where the network places them. An analysis then says in words "
    "how an image differs from them.\n\n"
    "With --answers, the answers.json that training wrote about cells the network had not seen, "
    "the card also gets sets of classes that hold the true one in nine of ten cells, with the "
    "coverage measured on cells the sets weren't fitted on.\n\n"
    "Example: medcls models range run --data herlev --answers run/answers.json",
    "测量模型训练图像的外观并写入模型卡：染色深浅与方向、清晰度以及网络中的位置。"
    "此后分析会用文字说明图像与其有何不同。\n\n"
    "给出 --answers（训练时对未见细胞的回答 answers.json）时，"
    "模型卡还会得到十分之九的细胞中含有正确类别的类别集合，"
    "其覆盖率在未用于拟合的细胞上测得。\n\n"
    "示例：medcls models range run --data herlev --answers run/answers.json",
)
MOST = 300
_NO_CARD = Text("there is no card.json in it", "其中没有 card.json")
_DONE = Text(
    "{n} images measured; nearly all lie within {distance} of the middle.",
    "已测量 {n} 幅图像；几乎全部位于距中心 {distance} 以内。",
)
_SETS = Text(
    "Sets for {level}: coverage {coverage} ({low} to {high}) of {n} cells, {size} classes a set.",
    "{level} 集合：{n} 个细胞的覆盖率 {coverage}（{low} 至 {high}），平均 {size} 个类别。",
)


def measure_model_range(
    folder: Annotated[
        Path,
        typer.Argument(metavar="FOLDER", help=both("The model's folder.", "模型文件夹。")),
    ],
    data: DataOption,
    answers: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            show_default=False,
            help=both("answers.json of a training.", "训练输出的 answers.json。"),
        ),
    ] = None,
    most: Annotated[
        int, typer.Option(min=40, help=both("Images measured at most.", "最多测量图像数。"))
    ] = MOST,
    device: DeviceOption = "auto",
) -> None:
    """See `RANGE_HELP`."""
    if not (folder / CARD_FILE).is_file():
        raise invalid(str(folder), _NO_CARD)
    from medcls_core.cli.training_run import progress_bar
    from medcls_core.evaluation.conformal import conformal_sets
    from medcls_core.inference import Predictor, choose_device
    from medcls_core.inference.likeness import measure_range
    from medcls_core.learning.classifiers import read_answers
    from medcls_core.learning.training_images import training_images

    model = read_model(folder)
    task = get_task(model.card.task)
    labelled = training_images(data, task, model.card, most)
    predictor = Predictor.load(task, model, choose_device(device))
    with progress_bar() as bar:
        found = measure_range(predictor, labelled.items, labelled.name, folder, bar)
    card = replace(model.card, range=found)
    if answers is not None and task.kind is not TaskKind.MASK:
        given = read_answers(answers)
        by_unit = "image" if labelled.unit_name == "image" else labelled.unit_name
        sets = conformal_sets(given, predictor.temperature, by_unit, labelled.name)
        card = replace(card, sets=sets)
    write_card(card, folder / CARD_FILE)
    said = filled(_DONE, n=found.n, distance=f"{found.distance or 0:.2f}")
    results().print(say(said), markup=False)
    if card.sets is not None:
        coverage = card.sets.coverage
        said = filled(
            _SETS,
            level=f"{100 * card.sets.level:.0f} %",
            coverage=f"{coverage.value:.3f}",
            low="-" if coverage.low is None else f"{coverage.low:.3f}",
            high="-" if coverage.high is None else f"{coverage.high:.3f}",
            n=card.sets.n,
            size=f"{card.sets.size:.2f}",
        )
        results().print(say(said), markup=False)
