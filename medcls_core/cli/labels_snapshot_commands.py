"""`medcls labels snapshot`, `snapshots` and `restore`: copies of the label store, and back."""

import json
from typing import Annotated

import typer

from medcls_core.cli.help_texts import both
from medcls_core.cli.options import JsonOption, StoreOption
from medcls_core.cli.speech import results, say
from medcls_core.cli.tables import local_time, plain_table
from medcls_core.language import Text
from medcls_core.store import rescuing, snapshots
from medcls_core.store.address import read_address
from medcls_core.store.label_store import open_store
from medcls_core.store.snapshots import Snapshot

_TAKEN = Text("Snapshot with {reads} reads: {path}", "快照（{reads} 条判读）：{path}")
_NONE = Text("There is no snapshot of {path} yet.", "尚无 {path} 的快照。")
_BACK = Text(
    "The snapshot of {time} with {reads} reads is the label store now.\n"
    "{rescued} later reads could be read from the store before and were added.\n"
    "The store before is kept: {aside}",
    "{time} 的快照（{reads} 条判读）现为标注库。\n"
    "从原标注库中另读出 {rescued} 条较新的判读并已加入。\n"
    "原标注库已保留：{aside}",
)


def snapshot(store: StoreOption = None) -> None:
    """Take a snapshot now."""
    path = snapshots.file_of(read_address(store))
    open_store(store).close()
    taken = snapshots.take(path)
    results().print(say(_TAKEN).format(reads=taken.reads, path=taken.path), markup=False)


def list_snapshots(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """List the snapshots, the newest first."""
    path = snapshots.file_of(read_address(store))
    found = snapshots.of_store(path)
    if as_json:
        results().print_json(json.dumps([_facts(one) for one in found]))
    elif not found:
        results().print(say(_NONE).format(path=path), markup=False)
    else:
        heads = (Text("Taken", "时间"), Text("Reads", "判读"), Text("File", "文件"))
        table = plain_table(heads, {1})
        for one in found:
            table.add_row(local_time(one.time_utc), str(one.reads), one.path.name)
        results().print(table)


def restore(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[SNAPSHOT]",
            show_default=False,
            help=both("Its file name; else the newest.", "快照的文件名；默认最新的快照。"),
        ),
    ] = None,
    store: StoreOption = None,
) -> None:
    """Put a snapshot back; the store before is kept beside it."""
    path = snapshots.file_of(read_address(store))
    wanted = snapshots.chosen(path, name)
    aside = snapshots.put_back(path, wanted)
    open_store(store).close()  # an older layout is brought up to date first
    rescued = rescuing.rescue(aside, path) if aside.exists() else 0
    said = say(_BACK).format(
        time=local_time(wanted.time_utc), reads=wanted.reads, rescued=rescued, aside=aside
    )
    results().print(said, markup=False)


def _facts(one: Snapshot) -> dict[str, object]:
    return {"path": str(one.path), "time_utc": one.time_utc.isoformat(), "reads": one.reads}
