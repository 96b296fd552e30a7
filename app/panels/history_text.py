"""What an act was, in words: before and after, by whom, when, and how it came about."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.panels.verdict_text import verdict_name
from medcls_core.findings import ADJUDICATION, Read
from medcls_core.tasks import Task

if TYPE_CHECKING:  # these load the database library
    from medcls_core.store.acts import Act, Change, State

SEPARATOR = " · "


def change_words(change: "Change", task: Task) -> str:
    """What changed, as 'Not read → Mitotic figure · flagged'."""
    before, after = change.before, change.after
    parts = []
    if _answer(before) != _answer(after):
        parts.append(f"{_name(before, task)} → {_name(after, task)}")
    if before.flagged != after.flagged:
        parts.append(_flag_words(flagged=after.flagged))
    if _outline(before) != _outline(after):
        parts.append(_outline_words(before, after))
    if not parts:
        text = QCoreApplication.translate("HistoryText", "{answer}, said again")
        parts.append(text.format(answer=_name(after, task)))
    return SEPARATOR.join(parts)


def act_line(act: "Act", now: datetime) -> str:
    """When, who, which finding and how, in one line."""
    number = QCoreApplication.translate("HistoryText", "No. {number}")
    parts = [moment_words(act.time_utc, now), act.reader, number.format(number=act.change.number)]
    way = way_words(act.way.value)
    return SEPARATOR.join([*parts, way] if way else parts)


def moment_words(moment: datetime, now: datetime) -> str:
    """A moment in the time of this place, with its date where that isn't today's."""
    local = moment.astimezone()
    if local.date() == now.astimezone().date():
        return f"{local:%H:%M:%S}"
    return f"{local:%Y-%m-%d %H:%M}"


def _answer(state: "State") -> tuple[object, ...]:
    return state.seen[:3]


def _outline(state: "State") -> object:
    return state.seen[-1]


def _name(state: "State", task: Task) -> str:
    read: Read | None = state.read
    if read is None:
        return QCoreApplication.translate("HistoryText", "Not read")
    name = verdict_name(read, task)
    if read.source != ADJUDICATION:
        return name
    text = QCoreApplication.translate("HistoryText", "{answer} (adjudicated)")
    return text.format(answer=name)


def _flag_words(*, flagged: bool) -> str:
    if flagged:
        return QCoreApplication.translate("HistoryText", "flagged")
    return QCoreApplication.translate("HistoryText", "flag taken away")


def _outline_words(before: "State", after: "State") -> str:
    if after.shape is None:
        return QCoreApplication.translate("HistoryText", "outline as it was found")
    was_locked = before.shape is not None and before.shape.locked
    if after.shape.locked != was_locked:
        if after.shape.locked:
            return QCoreApplication.translate("HistoryText", "locked")
        return QCoreApplication.translate("HistoryText", "unlocked")
    return QCoreApplication.translate("HistoryText", "outline changed")


def way_words(way: str) -> str:
    """How an act came about; empty where it was simply given."""
    return {
        "removed": QCoreApplication.translate("HistoryText", "taken away"),
        "merged": QCoreApplication.translate("HistoryText", "merged into another"),
        "undone": QCoreApplication.translate("HistoryText", "undone"),
        "again": QCoreApplication.translate("HistoryText", "done again"),
        "returned": QCoreApplication.translate("HistoryText", "returned to"),
        "imported": QCoreApplication.translate("HistoryText", "imported"),
        "adjudicated": QCoreApplication.translate("HistoryText", "adjudicated"),
    }.get(way, "")
