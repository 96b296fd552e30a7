"""`medcls labels import`."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from medcls_core.cli.help_texts import both
from medcls_core.cli.options import JsonOption, StoreOption
from medcls_core.cli.speech import invalid, notes, results, say
from medcls_core.images import open_image, quick_hash
from medcls_core.language import Text
from medcls_core.store import images, open_store
from medcls_core.store.exchange import (
    DrawnOn,
    Imported,
    by_program,
    keep_imported,
    read_file,
    renamed,
)
from medcls_core.tasks import Task, get_task

_ADDED = Text(
    "{added} findings added, {answered} of them with an answer; {known} were there already.",
    "新增 {added} 个目标，其中 {answered} 个带有判读；{known} 个此前已存在。",
)
_UNKNOWN = Text(
    "Classes that the task doesn't know, kept without an answer: {names}.",
    "本任务没有的类别，已保留但无判读：{names}。",
)
_LEFT_OUT = Text("Left out: {what}.", "未导入：{what}。")
_NO_MEANING = Text(
    "'{given}' is not NAME=CLASS with one of the task's classes ({classes})",
    "“{given}”不是“名称=类别”的形式，或类别不属于此任务（{classes}）",
)
_NOBODY = Text("say whose answers these are", "请说明这些判读出自何人")


def import_labels(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            show_default=False,
            help=both(
                "GeoJSON (QuPath), COCO JSON, CSV, YOLO text, Pascal VOC XML, a mask (PNG, TIFF) "
                "or a SlideRunner database.",
                "GeoJSON（QuPath）、COCO JSON、CSV、YOLO 文本、Pascal VOC XML、掩膜（PNG、TIFF）"
                "或 SlideRunner 数据库。",
            ),
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
                "Who drew; the classes become this reader's reads. A SlideRunner database tells "
                "itself who said what.",
                "标注者；其类别成为该阅片人的判读。SlideRunner 数据库自带标注者。",
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
    class_names: Annotated[
        list[str] | None,
        typer.Option(
            "--class",
            metavar="NAME=CLASS",
            show_default=False,
            help=both(
                "What a class of the file means here, for example --class Tumor=mitosis; may be "
                "given several times.",
                "文件中的类别在此处的含义，如 --class Tumor=mitosis；可多次使用。",
            ),
        ),
    ] = None,
    found_by_program: Annotated[
        bool,
        typer.Option(
            "--found-by-program",
            help=both(
                "A program made the file: its classes are nobody's answers.",
                "文件由程序生成：其类别不作为任何人的判读。",
            ),
        ),
    ] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Keep what was drawn elsewhere."""
    if not reader.strip():
        raise invalid("--reader", _NOBODY)
    chosen = get_task(task)
    meanings = _meanings(class_names or (), chosen)
    source = open_image(image, mpp=mpp)
    content = quick_hash(image)
    told = read_file(path, chosen.key, DrawnOn(image.name, source.size_l0, content))
    told = renamed(told, meanings)
    if found_by_program:
        told = by_program(told)
    with open_store(store) as opened, opened.session() as session:
        stored = images.remember(session, image, content, source.size_l0, source.pixel_size)
        imported = keep_imported(
            session, stored, told, chosen.keys_by_name, reader.strip(), path.name
        )
    if as_json:
        left_out = [say(reason) for reason in imported.left_out]
        results().print_json(json.dumps({**asdict(imported), "left_out": left_out}))
    else:
        _tell(imported)


def _meanings(given: Sequence[str], task: Task) -> dict[str, str]:
    """Class keys by the names of the file in small letters.

    Raises:
        InputInvalid: if one isn't NAME=CLASS, or the task has no such class.
    """
    meanings = {}
    for one in given:
        name, equals, key = (part.strip() for part in one.rpartition("="))
        known = task.keys_by_name.get(key.casefold())
        if not equals or not name or known is None:
            classes = ", ".join(label.key for label in task.all_labels)
            raise invalid("--class", _NO_MEANING, given=one, classes=classes)
        meanings[name.casefold()] = known
    return meanings


def _tell(imported: Imported) -> None:
    results().print(say(_ADDED).format(**asdict(imported)), markup=False)
    if imported.classes_unknown:
        names = ", ".join(imported.classes_unknown)
        notes().print(say(_UNKNOWN).format(names=names), markup=False)
    for what in imported.left_out:
        notes().print(say(_LEFT_OUT).format(what=say(what)), markup=False)
