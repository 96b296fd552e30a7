"""What is typed after the options of `medcls learn`, understood."""

from medcls_core.cli.speech import invalid
from medcls_core.language import Text
from medcls_core.learning.asking_next.strategies import Strategy

_STRATEGIES = Text(
    "there is no strategy '{name}'; there are {known}", "没有策略“{name}”；可选：{known}"
)


def strategy_called(name: str) -> Strategy:
    """The strategy of that name; dashes and capitals are as good as underscores.

    Raises:
        InputInvalid: if there is none.
    """
    try:
        return Strategy(name.strip().lower().replace("-", "_"))
    except ValueError as problem:
        raise invalid("--strategy", _STRATEGIES, name=name, known=", ".join(Strategy)) from problem


def strategies_called(names: str) -> tuple[Strategy, ...]:
    """Several with commas between, in the order typed; 'all' are all.

    Raises:
        InputInvalid: if one is no strategy.
    """
    if names.strip() == "all":
        return tuple(Strategy)
    return tuple(dict.fromkeys(strategy_called(name) for name in names.split(",")))
