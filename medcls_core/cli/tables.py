"""Tables as every command prints them, and moments as a person reads them."""

from collections.abc import Container, Iterable
from datetime import datetime

from rich.table import Table

from medcls_core.cli.speech import say
from medcls_core.language import Text


def plain_table(heads: Iterable[Text | str], numbers: Container[int] = ()) -> Table:
    """A table without lines, its heads in the chosen language.

    Args:
        heads: of the columns; what is no `Text` stands as it is.
        numbers: places of the columns that are aligned at the right; the others may fold.
    """
    table = Table(box=None, pad_edge=False, header_style="dim")
    for place, head in enumerate(heads):
        said = say(head) if isinstance(head, Text) else head
        if place in numbers:
            table.add_column(said, justify="right")
        else:
            table.add_column(said, overflow="fold")
    return table


def local_time(moment: datetime) -> str:
    """`moment` by the clock of this computer, to the second."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M:%S}"
