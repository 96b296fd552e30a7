"""What the Learning panel says of rounds, in the language that is on."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.translation import current_language, say
from medcls_core.language import Language

if TYPE_CHECKING:  # these load torch
    from medcls_core.learning.rounds.gate import GateReport
    from medcls_core.learning.rounds.history import Event
    from medcls_core.learning.rounds.state import RoundState

SHORT = 8


def stage_line(state: "RoundState | None") -> str:
    """'Training 3/12', or why it failed."""
    from medcls_core.learning.rounds.state import STAGE_WORDS  # noqa: PLC0415  (loads psutil)

    if state is None:
        return ""
    if state.said is not None:
        return state.said[1 if current_language() is Language.CHINESE else 0]
    line = say(STAGE_WORDS[state.stage])
    if state.runs and state.total:
        line += f" {state.message} {state.done}/{state.total}".replace("  ", " ")
    return line


def gate_lines(report: "GateReport") -> tuple[str, ...]:
    """The figures of the whole test set, and those of classes that are better or worse."""
    from medcls_core.learning.rounds.gate_lines import lines_of  # noqa: PLC0415  (loads torch)

    return tuple(say(line) for line in lines_of(report))


def history_lines(events: "Sequence[Event]") -> tuple[str, ...]:
    """A line an event, the newest first."""
    lines = []
    for one in reversed(events):
        what = say(one.title)
        if one.number is not None:
            number = QCoreApplication.translate("LearningPanel", "Round {number}")
            what = f"{number.format(number=one.number)}: {what}"
        who = f" · {one.reader}" if one.reader else ""
        words = f" · {say(one.words)}" if say(one.words) else ""
        when = one.time_utc.astimezone().strftime("%Y-%m-%d %H:%M")
        lines.append(f"{when}  {what} · {one.model_sha256[:SHORT]}{who}{words}")
    return tuple(lines)
