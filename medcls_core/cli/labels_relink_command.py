"""`medcls labels relink`: images that were moved are found again."""

import json
from pathlib import Path
from typing import Annotated

import typer

from medcls_core.cli.help_texts import both
from medcls_core.cli.options import JsonOption, StoreOption
from medcls_core.cli.progress_bar import ProgressBar
from medcls_core.cli.speech import results, say
from medcls_core.cli.stores_in_use import existing_store
from medcls_core.language import Text

_NONE = Text("No image of the label store is missing.", "标注库中的图像均未缺失。")
_FOUND = Text(
    "{found} of {total} missing images found again.", "{total} 幅缺失图像中找回 {found} 幅。"
)
_STILL = Text("Still missing: {path}", "仍缺失：{path}")


def relink(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER",
            show_default=False,
            help=both(
                "Where they may be now, to the bottom.", "图像可能所在的文件夹（含子文件夹）。"
            ),
        ),
    ],
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find moved images again."""
    from medcls_core.data.relinking import relink as find_again  # noqa: PLC0415  (loads readers)

    with existing_store(store) as opened, ProgressBar() as progress:
        found = find_again(opened, folder, progress)
    if as_json:
        facts = {
            "found": [str(path) for path in found.found],
            "missing": [str(one.path) for one in found.missing],
        }
        results().print_json(json.dumps(facts))
        return
    total = len(found.found) + len(found.missing)
    said = say(_FOUND).format(found=len(found.found), total=total) if total else say(_NONE)
    results().print(said, markup=False)
    for one in found.missing:
        results().print(say(_STILL).format(path=one.path), markup=False)
