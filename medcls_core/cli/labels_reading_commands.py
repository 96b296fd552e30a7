"""`medcls labels reader` and `medcls labels coverage`."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from medcls_core.cli.help_texts import both
from medcls_core.cli.options import JsonOption, StoreOption
from medcls_core.cli.speech import invalid, results, say
from medcls_core.cli.stores_in_use import existing_store
from medcls_core.cli.tables import plain_table
from medcls_core.language import Text, percent
from medcls_core.store import readers
from medcls_core.tasks import get_task

if TYPE_CHECKING:  # loads what measures
    from medcls_core.cli.labels_reading import Seen

_NO_READER = Text("nobody of that name has read here", "此处没有该姓名的阅片人")
_NO_POWER = Text("choose one of {powers}", "请从 {powers} 中选择")


def reader(
    name: Annotated[
        str, typer.Argument(metavar="NAME", show_default=False, help=both("Who.", "姓名。"))
    ],
    own_first: Annotated[
        float | None,
        typer.Option(
            "--own-first",
            metavar="PERCENT",
            show_default=False,
            min=0,
            max=100,
            help=both(
                "Hide the model's answer to this share of findings until the reader has answered.",
                "对这一比例的对象，阅片人判读之前不显示模型结果。",
            ),
        ),
    ] = None,
    repeats: Annotated[
        float | None,
        typer.Option(
            "--repeats",
            metavar="PERCENT",
            show_default=False,
            min=0,
            max=100,
            help=both(
                "Ask about this share of read findings again, the first read hidden.",
                "对已判读对象的这一比例再次询问，不显示首次判读。",
            ),
        ),
    ] = None,
    repeat_after: Annotated[
        float | None,
        typer.Option(
            "--repeat-after",
            metavar="HOURS",
            show_default=False,
            min=0,
            help=both("How old a read is then.", "再次询问前的间隔（小时）。"),
        ),
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a reader's own card, and change what is hidden at first."""
    from medcls_core.cli.labels_reading import (  # noqa: PLC0415
        card_lines,
        cards,
        change_rule,
        rule_sentence,
    )

    with existing_store(store) as opened:
        wanted = (own_first, repeats, repeat_after)
        with opened.session(read_only=True) as session:
            if readers.find(session, name) is None and wanted == (None, None, None):
                raise invalid(name, _NO_READER)
        rule = change_rule(opened, name, *wanted)
        found = cards(opened, name)
    if as_json:
        results().print_json(
            json.dumps(
                {
                    "reader": name,
                    "own_first": rule.own_first,
                    "repeats": rule.repeats,
                    "repeat_after_s": rule.repeat_after.total_seconds(),
                    "cards": [asdict(card) for card in found],
                }
            )
        )
        return
    results().print(rule_sentence(name, rule), markup=False)
    for card in found:
        lines = [say(get_task(card.task).title), *card_lines(card)]
        results().print("\n" + "\n".join(lines), markup=False)


def tissue(
    image: Annotated[
        Path | None,
        typer.Argument(
            metavar="[IMAGE]", show_default=False, help=both("Only this image.", "仅此图像。")
        ),
    ] = None,
    power: Annotated[
        float,
        typer.Option(
            "--power",
            metavar="POWER",
            help=both(
                "Objective power from which tissue counts as seen.", "视为已看的最低物镜倍数。"
            ),
        ),
    ] = 10.0,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say how long readers looked at each image, and how much of its tissue they saw."""
    from medcls_core.cli.labels_reading import seen  # noqa: PLC0415
    from medcls_core.quantify.coverage import POWERS  # noqa: PLC0415

    if power not in POWERS:
        powers = ", ".join(f"{each:g}" for each in POWERS)
        raise invalid("--power", _NO_POWER, powers=powers)
    with existing_store(store) as opened:
        found = seen(opened, image, power)
    if as_json:
        results().print_json(json.dumps([asdict(one) for one in found]))
    else:
        results().print(_table(found, power))


def _table(found: "list[Seen]", power: float) -> Table:
    share = Text(f"Tissue seen at {power:g}x", f"{power:g}x 下已看组织")
    heads = (Text("Image", "图像"), Text("Reader", "阅片人"), Text("Minutes", "分钟"), share)
    table = plain_table(heads, {2, 3})
    for one in found:
        shown = "-" if one.share is None else say(percent(one.share))
        table.add_row(one.image, one.reader, f"{one.seconds / 60:.1f}", shown)
    return table
