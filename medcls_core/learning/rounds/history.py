"""What happened to a task's models: rounds and decisions in the order of time."""

from dataclasses import dataclass
from datetime import datetime

from medcls_core.language import Text
from medcls_core.learning.rounds.deciding import ACTION_WORDS
from medcls_core.store import LabelStore, rounds

FINISHED = "finished"
_FINISHED = Text("came to the gate", "完成比较")
_NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Event:
    """A round that was finished (`model_sha256` is the candidate), or a decision.

    `what` is 'finished' or an action, `title` the same for people; `number` is the round's.
    """

    time_utc: datetime
    number: int | None
    what: str
    title: Text
    model_sha256: str
    before_sha256: str
    reader: str | None
    words: Text


def told(store: LabelStore, task: str) -> list[Event]:
    """Everything, the first event first."""
    with store.session(read_only=True) as session:
        finished, decided = rounds.of_task(session, task), rounds.decisions(session, task)
    number = {one.uuid: one.number for one in finished}
    events = [
        Event(
            one.time_utc,
            one.number,
            FINISHED,
            _FINISHED,
            one.candidate_sha256,
            one.parent_sha256,
            None,
            one.words,
        )
        for one in finished
    ]
    events += [
        Event(
            one.time_utc,
            None if one.round is None else number[one.round],
            one.action,
            ACTION_WORDS[one.action],
            one.model_sha256,
            one.previous_sha256,
            one.reader,
            _NOTHING if one.reason is None else Text(one.reason, one.reason),
        )
        for one in decided
    ]
    return sorted(events, key=lambda one: one.time_utc)
