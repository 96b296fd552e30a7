"""`medcls labels timeline` and `return`: who said what and when, and back to any moment."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.table import Table

from medcls_core.cli.help_texts import both
from medcls_core.cli.options import (
    ImageArgument,
    JsonOption,
    OnlyImageOption,
    StoreOption,
    TaskOption,
)
from medcls_core.cli.speech import invalid, results, say
from medcls_core.cli.stores_in_use import existing_store
from medcls_core.cli.tables import local_time, plain_table
from medcls_core.findings import Read, Shape, Verdict
from medcls_core.images import quick_hash
from medcls_core.language import Text
from medcls_core.store import LabelStore, findings, images, timeline
from medcls_core.store.acts import RETURNED
from medcls_core.store.timeline import Event
from medcls_core.tasks import all_tasks, get_task

_UNKNOWN_IMAGE = Text("the label store has never seen it", "标注库中没有该图像")
_NO_NUMBER = Text("it has no finding {number} of this task", "没有该任务的第 {number} 号目标")
_NO_TIME = Text(
    "give a moment as 2026-11-22T14:30, in the time of this place",
    "请按 2026-11-22T14:30 给出本地时间",
)
_RETURNED = Text(
    "The answers of {reader} stand as at {time}: {count} entries were added, none was taken away.",
    "{reader} 的判读已恢复至 {time}：新增 {count} 条记录，未删除任何内容。",
)
_WORDS = {
    Verdict.ACCEPT: Text("accepted", "接受"),
    Verdict.CORRECT: Text("named it", "定为"),
    Verdict.REJECT: Text("rejected", "排除"),
    Verdict.SKIP: Text("skipped", "跳过"),
    Verdict.FLAG: Text("flagged", "标记"),
    Verdict.CANNOT_TELL: Text("cannot tell", "无法判断"),
    Verdict.WITHDRAW: Text("took an answer back", "撤回判读"),
}
_DREW, _UNDREW = Text("drew the outline", "绘制轮廓"), Text("took an outline back", "撤回轮廓")


def timeline_of(
    image: OnlyImageOption = None,
    reader: Annotated[
        str | None,
        typer.Option(
            "--reader", metavar="NAME", show_default=False, help=both("Only this one.", "仅此人。")
        ),
    ] = None,
    last: Annotated[
        int,
        typer.Option("--last", metavar="N", min=1, help=both("The last so many.", "最近的条数。")),
    ] = 50,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell who said and drew what, the last one at the end."""
    tasks = [task.key for task in all_tasks()]
    with existing_store(store) as opened:
        only = None if image is None else _image(opened, image)
        with opened.session(read_only=True) as session:
            found = timeline.events(session, tasks, only)
    wanted = [event for event in found if reader is None or event.row.reader == reader][-last:]
    if as_json:
        results().print_json(json.dumps([_facts(event) for event in wanted]))
    else:
        results().print(_table(wanted))


def return_to(
    image: ImageArgument,
    to: Annotated[
        str,
        typer.Option(
            "--to", metavar="TIME", show_default=False, help=both("The moment.", "目标时刻。")
        ),
    ],
    task: TaskOption,
    reader: Annotated[
        str,
        typer.Option(
            "--reader", metavar="NAME", show_default=False, help=both("Whose answers.", "阅片人。")
        ),
    ],
    number: Annotated[
        int | None,
        typer.Option(
            "--finding",
            metavar="NUMBER",
            show_default=False,
            help=both("Only this finding.", "仅此编号的目标。"),
        ),
    ] = None,
    store: StoreOption = None,
) -> None:
    """Let a reader's answers, flags and outlines of an image stand as they did then."""
    asked = get_task(task)
    try:
        moment = datetime.fromisoformat(to).astimezone()
    except ValueError as problem:
        raise invalid(f"--to {to}", _NO_TIME) from problem
    with existing_store(store) as opened:
        found = _image(opened, image)
        only = None if number is None else _numbered(opened, found, asked.key, number, image)
        with opened.session() as session:
            count = timeline.return_to(
                session, found, asked.key, reader, moment, RETURNED, finding=only
            )
    time = f"{moment:%Y-%m-%d %H:%M:%S}"
    results().print(say(_RETURNED).format(reader=reader, time=time, count=count), markup=False)


def _image(store: LabelStore, path: Path) -> UUID:
    with store.session(read_only=True) as session:
        known = images.find_by_hash(session, quick_hash(path))
    if known is None:
        raise invalid(str(path), _UNKNOWN_IMAGE)
    return known.uuid


def _numbered(store: LabelStore, image: UUID, task: str, number: int, path: Path) -> UUID:
    with store.session(read_only=True) as session:
        numbers = findings.numbers(session, image, task)
    found = [uuid for uuid, known in numbers.items() if known == number]
    if not found:
        raise invalid(str(path), _NO_NUMBER, number=number)
    return found[0]


def _table(wanted: list[Event]) -> Table:
    table = plain_table(
        (
            Text("When", "时间"),
            Text("Who", "阅片人"),
            Text("What", "内容"),
            Text("No.", "编号"),
            Text("Image", "图像"),
        )
    )
    for event in wanted:
        time = local_time(event.row.time_utc)
        table.add_row(
            time, event.row.reader, _what(event), str(event.number), event.image.path.name
        )
    return table


def _what(event: Event) -> str:
    if isinstance(event.row, Shape):
        return say(_DREW if event.row.withdraws is None else _UNDREW)
    said = say(_WORDS[event.row.verdict])
    if event.row.class_key is None:
        return said
    names = {label.key: label.name for label in get_task(event.task).all_labels}
    text = names.get(event.row.class_key)
    return f"{said}: {event.row.class_key if text is None else say(text)}"


def _facts(event: Event) -> dict[str, object]:
    row = event.row
    return {
        "time_utc": row.time_utc.isoformat(),
        "reader": row.reader,
        "image": str(event.image.path),
        "task": event.task,
        "number": event.number,
        "kind": "read" if isinstance(row, Read) else "shape",
        "verdict": str(row.verdict) if isinstance(row, Read) else None,
        "class": row.class_key if isinstance(row, Read) else None,
        "uuid": str(row.uuid),
        "withdraws": None if row.withdraws is None else str(row.withdraws),
    }
