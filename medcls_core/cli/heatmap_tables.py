"""The tests of heatmaps as tables in a terminal."""

import math
from collections.abc import Sequence

from medcls_core.cli.speech import results, say
from medcls_core.cli.tables import plain_table
from medcls_core.evaluation.heatmap_sanity import Remainder
from medcls_core.evaluation.heatmap_scores import ORDERS, MethodFigures
from medcls_core.evaluation.intervals import Interval
from medcls_core.language import Text, percent
from medcls_core.reports import heatmap_words as words
from medcls_core.reports.words import METHODS


def print_figures(figures: Sequence[MethodFigures], unit_name: str, left_out: int | None) -> None:
    """Deletion and insertion of every method.

    Args:
        figures: at least one.
        unit_name: what the intervals are by.
        left_out: images in which a mask network saw nothing; None for a classifier.
    """
    out = results()
    unit = words.UNITS.get(unit_name, Text(unit_name, unit_name))
    note = say(words.DELETION_NOTE).format(orders=ORDERS, unit=say(unit), images=figures[0].images)
    out.print(f"\n[bold]{say(words.DELETION)}[/]")
    out.print(note, markup=False)
    if left_out is not None:
        out.print(say(words.DELETION_OF_MASK).format(left=left_out), markup=False)
    told = (words.BY_CHANCE, words.GAIN, words.INTERVAL, words.VERDICT)
    heads = (words.METHOD, words.DELETED, *told, words.INSERTED, *told)
    table = plain_table(heads, range(1, len(heads)))
    for one in figures:
        table.add_row(
            say(METHODS[one.method]),
            *_part(one.deletion, one.deletion_chance, one.deletion_gain),
            *_part(one.insertion, one.insertion_chance, one.insertion_gain),
        )
    out.print(table)


def _part(area: Interval, chance: Interval, gain: Interval) -> tuple[str, ...]:
    interval = "-" if math.isnan(gain.low) else f"{gain.low:+.3f}, {gain.high:+.3f}"
    return (
        *(f"{area.value:.3f}", f"{chance.value:.3f}", f"{gain.value:+.3f}", interval),
        say(verdict(gain)),
    )


def verdict(gain: Interval) -> Text:
    """Whether a gain is above or below zero, as far as its interval tells."""
    if gain.low > 0:
        return words.BETTER
    return words.WORSE if gain.high < 0 else words.NOT_SHOWN


def print_remainders(remainders: Sequence[Remainder]) -> None:
    """What remains of every method's maps while the network forgets."""
    out = results()
    out.print(f"\n[bold]{say(words.SANITY)}[/]")
    out.print(say(words.SANITY_NOTE).format(images=remainders[0].images), markup=False)
    shares = list(dict.fromkeys(one.forgotten for one in remainders))
    forgotten = [say(words.FORGOTTEN).format(percent=say(percent(share))) for share in shares]
    heads: tuple[Text | str, ...] = (words.METHOD, *forgotten, words.INTERVAL, words.FOLLOWS)
    table = plain_table(heads, range(1, len(heads)))
    for method in dict.fromkeys(one.method for one in remainders):
        steps = [one for one in remainders if one.method is method]
        last = steps[-1]
        follows = {True: words.YES, False: words.NO, None: words.NOT_SHOWN}[last.follows_weights]
        ranks = last.spearman
        table.add_row(
            say(METHODS[method]),
            *(f"{one.spearman.value:.2f} ({one.ssim.value:.2f})" for one in steps),
            "-" if math.isnan(ranks.low) else f"{ranks.low:.2f}, {ranks.high:.2f}",
            say(follows),
        )
    out.print(table)
