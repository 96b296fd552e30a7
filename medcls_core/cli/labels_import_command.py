"""`medcls labels import`."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from medcls_core.cli.help_texts import both
from medcls_core.cli.labels_import import import_geojson
from medcls_core.cli.options import JsonOption, StoreOption
from medcls_core.cli.speech import invalid, notes, results, say
from medcls_core.language import Text
from medcls_core.store import open_store
from medcls_core.store.exchange import Imported
from medcls_core.tasks import get_task

_ADDED = Text(
    "{added} findings added, {answered} of them with an answer; {known} were there already.",
    "新增 {added} 个目标，其中 {answered} 个带有判读；{known} 个此前已存在。",
)
_UNKNOWN = Text(
    "Classes that the task doesn't know, kept without an answer: {names}.",
    "本任务没有的类别，已保留但无判读：{names}。",
)
_LEFT_OUT = Text("Left out: {what}.", "未导入：{what}。")
_NOBODY = Text("say whose answers these are", "请说明这些判读出自何人")


def import_labels(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            show_default=False,
            help=both("GeoJSON, as QuPath exports it.", "GeoJSON 文件，如 QuPath 所导出。"),
        ),
    ],
    image: Annotated[
        Path,
        typer.Option(
            "--image",
            metavar="IMAGE",
            show_default=False,
            help=both("What was drawn on.", "标注所在的图像。"),
        ),
    ],
    reader: Annotated[
        str,
        typer.Option(
            "--reader",
            metavar="NAME",
            show_default=False,
            help=both(
                "Who drew; the classes become this reader's reads.",
                "标注者；其类别成为该阅片人的判读。",
            ),
        ),
    ],
    task: Annotated[
        str, typer.Option("--task", "-t", metavar="TASK", help=both("Task key.", "任务名。"))
    ] = "mitosis",
    mpp: Annotated[
        float | None,
        typer.Option(
            "--mpp",
            metavar="MPP",
            show_default=False,
            help=both(
                "Micrometres per pixel where the image doesn't say.",
                "图像未注明时的每像素微米数。",
            ),
        ),
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Keep what was drawn elsewhere."""
    if not reader.strip():
        raise invalid("--reader", _NOBODY)
    chosen = get_task(task)
    with open_store(store) as opened:
        imported = import_geojson(opened, path, image, chosen, reader.strip(), mpp)
    if as_json:
        left_out = [say(reason) for reason in imported.left_out]
        results().print_json(json.dumps({**asdict(imported), "left_out": left_out}))
    else:
        _tell(imported)


def _tell(imported: Imported) -> None:
    results().print(say(_ADDED).format(**asdict(imported)), markup=False)
    if imported.classes_unknown:
        names = ", ".join(imported.classes_unknown)
        notes().print(say(_UNKNOWN).format(names=names), markup=False)
    for what in imported.left_out:
        notes().print(say(_LEFT_OUT).format(what=say(what)), markup=False)
