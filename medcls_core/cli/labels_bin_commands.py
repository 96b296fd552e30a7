"""`medcls labels remove`, `take-back` and `bin`: images put away, nothing of them lost."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from medcls_core.cli.help_texts import both
from medcls_core.cli.options import ImageArgument, JsonOption, StoreOption
from medcls_core.cli.speech import invalid, results, say
from medcls_core.cli.stores_in_use import existing_store
from medcls_core.cli.tables import local_time, plain_table
from medcls_core.images import quick_hash
from medcls_core.language import Text
from medcls_core.store import bin as put_away
from medcls_core.store import images
from medcls_core.store.bin import RemovedImage

_REMOVED = Text("{name} is in the bin.", "{name} 已放入回收站。")
_BACK = Text("{name} is back.", "{name} 已取回。")
_SAME = Text("{name} was there already.", "{name} 已处于该状态。")
_EMPTY = Text("The bin is empty.", "回收站为空。")
_UNKNOWN_IMAGE = Text("the label store has never seen it", "标注库中没有该图像")

_Reader = Annotated[
    str,
    typer.Option("--reader", metavar="NAME", show_default=False, help=both("Who.", "姓名。")),
]
_Reason = Annotated[
    str | None,
    typer.Option("--reason", metavar="TEXT", show_default=False, help=both("Why.", "原因。")),
]


def remove(
    image: ImageArgument, reader: _Reader, reason: _Reason = None, store: StoreOption = None
) -> None:
    """Put an image into the bin."""
    _put(image, reader, store, removed=True, reason=reason)


def take_back(image: ImageArgument, reader: _Reader, store: StoreOption = None) -> None:
    """Take an image back from the bin."""
    _put(image, reader, store, removed=False)


def list_bin(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """List the images in the bin: by whom, when and why."""
    with existing_store(store) as opened, opened.session(read_only=True) as session:
        found = put_away.removed_images(session)
    if as_json:
        results().print_json(json.dumps([_facts(one) for one in found]))
    elif not found:
        results().print(say(_EMPTY), markup=False)
    else:
        results().print(_table(found))


def _facts(one: RemovedImage) -> dict[str, object]:
    return {
        "image": str(one.image.path),
        "reader": one.reader,
        "time_utc": one.time_utc.isoformat(),
        "reason": one.reason,
    }


def _table(found: list[RemovedImage]) -> Table:
    table = plain_table(
        (
            Text("Image", "图像"),
            Text("Who", "操作人"),
            Text("When", "时间"),
            Text("Why", "原因"),
        )
    )
    for one in found:
        time = local_time(one.time_utc)
        table.add_row(str(one.image.path), one.reader, time, one.reason or "")
    return table


def _put(
    image: Path, reader: str, store: str | None, *, removed: bool, reason: str | None = None
) -> None:
    """The image is known by its content, or by where it was if the file is gone."""
    content = quick_hash(image) if image.exists() else None
    with existing_store(store) as opened, opened.session() as session:
        known = {one.path: one for one in (*images.all(session), *images.in_bin(session))}
        found = known.get(image.resolve())
        if content is not None:
            found = images.find_by_hash(session, content)
        if found is None:
            raise invalid(str(image), _UNKNOWN_IMAGE)
        changed = images.put_in_bin(session, found.uuid, reader, removed=removed, reason=reason)
    done = _REMOVED if removed else _BACK
    results().print(say(done if changed else _SAME).format(name=image.name), markup=False)
