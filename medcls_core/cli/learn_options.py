"""Options that the commands of `medcls learn` share."""

from typing import Annotated

import typer

from medcls_core.cli.help_texts import both

ReaderOption = Annotated[
    str,
    typer.Option(
        "--reader",
        metavar="NAME",
        show_default=False,
        help=both("Who decides; it is kept in the history.", "决定者；记入历史。"),
    ),
]
ReasonOption = Annotated[
    str | None,
    typer.Option(
        "--reason",
        metavar="TEXT",
        show_default=False,
        help=both("Why; it is kept in the history.", "理由；记入历史。"),
    ),
]
RoundOption = Annotated[
    int | None,
    typer.Option(
        "--round",
        metavar="NUMBER",
        min=1,
        show_default=False,
        help=both("Which round; otherwise the last.", "轮次编号；默认最近一轮。"),
    ),
]
