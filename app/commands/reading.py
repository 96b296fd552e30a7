"""How one reads: what is hidden at first, and the reader's own card."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.commands import gallery, load_review
from app.context import AppContext
from medcls_core.tasks import Task

if TYPE_CHECKING:  # these load the database library and scipy
    from medcls_core.evaluation.reader_card import ReaderCard
    from medcls_core.store import LabelStore
    from medcls_core.store.blinding import ReadingRule

# ruff: noqa: PLC0415  (imported in the store's own job)


@dataclass(frozen=True, slots=True)
class OwnReading:
    """The reader's rule, and the card of the task that is asked."""

    rule: "ReadingRule"
    card: "ReaderCard"


def look_up(context: AppContext, tell: Callable[[OwnReading], None]) -> None:
    """Read rule and card from the label store."""
    reader, task = context.settings.reader, context.review.task
    context.store.submit(
        "read card",
        lambda store: _own_reading(store, reader, task),
        done=tell,
        failed=context.messages.error,
    )


def choose_rule(
    context: AppContext, rule: "ReadingRule", tell: Callable[[OwnReading], None]
) -> None:
    """Hide more or less at first, from now on; what is open is loaded anew."""
    reader, task = context.settings.reader, context.review.task

    def work(store: "LabelStore") -> OwnReading:
        from medcls_core.store import reading_rules

        with store.session() as session:
            reading_rules.choose(session, reader, rule)
        return _own_reading(store, reader, task)

    def done(own: OwnReading) -> None:
        load_review.reload(context)
        gallery.forget(context)
        tell(own)

    context.store.submit("choose rule", work, done=done, failed=context.messages.error)


def _own_reading(store: "LabelStore", reader: str, task: Task) -> OwnReading:
    from medcls_core.evaluation.reader_card import read_card
    from medcls_core.store import reading_rules

    with store.session(read_only=True) as session:
        rule = reading_rules.of_reader(session, reader)
    return OwnReading(rule, read_card(store, reader, task))
