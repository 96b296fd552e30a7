"""What strategies saved in a replay or a rehearsal, as a table and for scripts."""

import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from rich.table import Table

from medcls_core.cli.tables import plain_table
from medcls_core.language import Language, Text

if TYPE_CHECKING:
    from medcls_core.evaluation.intervals import Interval
    from medcls_core.learning.simulation.savings import Saving

_HEADS = (
    Text("Strategy", "策略"),
    Text("Labels for 95 %", "达 95% 所需标注"),
    Text("95 % interval", "95% 区间"),
    Text("Share of all", "占全部"),
    Text("Fewer than random", "比随机少"),
    Text("95 % interval", "95% 区间"),
    Text("Mean of the curve", "曲线平均值"),
)


def savings_table(found: "Sequence[Saving]", language: Language) -> Table:
    """Labels needed by every strategy, and how many fewer than by chance."""
    from medcls_core.learning.simulation.picture import STRATEGY_NAMES  # noqa: PLC0415

    table = plain_table(_HEADS, range(1, len(_HEADS)))
    for one in found:
        table.add_row(
            STRATEGY_NAMES[one.strategy].say(language),
            f"{one.needed.value:.0f}",
            _limits(one.needed, 0),
            f"{100 * one.share.value:.0f} %",
            "-" if math.isnan(one.against_random.value) else f"{one.against_random.value:+.0f}",
            _limits(one.against_random, 0),
            f"{one.area.value:.3f}",
        )
    return table


def _limits(interval: "Interval", digits: int) -> str:
    if math.isnan(interval.low):
        return "-"
    return f"{interval.low:.{digits}f} … {interval.high:.{digits}f}"


def plain_saving(one: "Saving") -> dict[str, object]:
    """One strategy for JSON; what isn't known is null."""
    return {
        key: _finite(value) if isinstance(value, dict) else value
        for key, value in asdict(one).items()
    }


def _finite(values: dict[str, float]) -> dict[str, float | None]:
    return {key: None if math.isnan(value) else value for key, value in values.items()}
