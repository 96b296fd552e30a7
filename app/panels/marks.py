"""From the state of the review to what the slide view draws."""

import numpy as np

from app.panels.symbols import color_of, symbol_of
from app.state import Item, Outlines, Review
from app.translation import say
from app.viewer.mark_columns import Marks
from app.viewer.marks import FindingMark, Look
from medcls_core.findings import DISPUTED
from medcls_core.learning.queue_columns import READINGS
from medcls_core.learning.queues import Reading, reading_of
from medcls_core.tasks import Task

UNCLASSED = "#808080"

_STATES = ((False, False), (True, False), (False, True))
"""Whether a finding is confirmed, and whether it is rejected: not read yet, the one, the other."""

_LOOKS = 2 * len(_STATES)
"""Ways in which a class is drawn: each state, and each once more where readers differ."""

_STATE_OF = np.array(
    [
        {Reading.ACCEPTED: 1, Reading.CORRECTED: 1, Reading.REJECTED: 2}.get(each, 0)
        for each in READINGS
    ]
)


def mark_of(item: Item, review: Review, outlines: Outlines | None = None) -> FindingMark:
    """A finding in the class that stands: the reader's, else the model's."""
    task, read = review.task, review.standing(item.finding.uuid)
    key = read.class_key if read is not None and read.class_key else item.model_class(task)
    state = 0 if read is None else int(_STATE_OF[READINGS.index(reading_of(read))])
    disputed = review.dispute(item.finding.uuid) in DISPUTED
    look = _looks(task, key)[state + disputed * len(_STATES)]
    return FindingMark(
        item.finding.uuid,
        item.finding.outline,
        look.color,
        look.symbol,
        look.label,
        look.confirmed,
        look.rejected,
        locked=outlines is not None and outlines.is_locked(item.finding.uuid),
        disputed=look.disputed,
    )


def marks_of(review: Review, outlines: Outlines) -> Marks:
    """Every finding of the queue; the selected one last, so that it lies on top."""
    findings, rows, selected = review.findings, review.queue.rows, review.selected
    columns, queues = findings.columns, findings.queues
    row = None if selected is None else findings.row(selected.finding.uuid)
    if row is not None:
        rows = np.append(rows[rows != row], row)
    looks = (queues.shown_class() + 1) * _LOOKS + _STATE_OF[queues.reading]
    looks[queues.disputed()] += len(_STATES)
    return Marks(
        columns.uuids,
        columns.boxes,
        columns.grid,
        columns.outline,
        rows,
        [look for key in (None, *queues.keys) for look in _looks(review.task, key)],
        looks.astype(np.int16),
        set(outlines.locked),
    )


def _looks(task: Task, key: str | None) -> list[Look]:
    """How a class is drawn: not read yet, confirmed, rejected; then where readers differ."""
    known = key is not None and any(label.key == key for label in task.classes)
    return [
        Look(
            color=color_of(task, key) if known and key else UNCLASSED,
            symbol=symbol_of(task, key) if known and key else "circle",
            label=say(task.class_label(key).name) if known and key else "",
            confirmed=confirmed,
            rejected=rejected,
            disputed=disputed,
        )
        for disputed in (False, True)
        for confirmed, rejected in _STATES
    ]
