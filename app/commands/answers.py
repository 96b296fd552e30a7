"""What a model and the reader said of an image, in one line."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.state import Findings, GalleryEntry, Said
from medcls_core.findings import Prediction
from medcls_core.language import Text, filled, percent
from medcls_core.learning.queues import QueueItem, Reading
from medcls_core.tasks import Task, TaskKind

_ANSWER = Text("{name} {prob}", "{name} {prob}")
_FOUND, _FOUND_ONE = (Text(f"{{count}} finding{s}", "{count} 个对象") for s in ("s", ""))
_SOME_READ = Text("{found}, {read} read", "{found}，已阅 {read} 个")
_OWN_FIRST = Text("your read first", "请先判读")
_BESIDE = Text("{own} (model: {answer})", "{own}（模型：{answer}）")
_DECIDED = {
    Reading.REJECTED: Text("rejected", "已拒绝"),
    Reading.CANNOT_TELL: Text("cannot tell", "无法判断"),
    Reading.SKIPPED: Text("skipped", "已跳过"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """What the list says of an image; `read` tells that every finding of it has an answer.

    `words` is None where neither the model nor the reader said anything.
    """

    words: Text | None
    read: bool


def answer_of(task: Task, findings: Findings, sha256: str) -> Text:
    """The model's class of a single cell or field, or how many findings it has.

    A class that waits for the reader's own word isn't told.

    Args:
        task: the question.
        findings: of the image.
        sha256: of the model; what others found doesn't count.
    """
    found = findings.answered_by(sha256)
    if task.kind is TaskKind.MASK or len(found) != 1:
        return _how_many(len(found))
    said = found[0].prediction
    return _OWN_FIRST if said is None else _in_words(task, said)


def line_of(task: Task, findings: Findings, said: Said, sha256: str | None, *, ran: bool) -> Line:
    """The line of an image in the list: the reader's word first, the model's where it differs.

    Args:
        task: the question.
        findings: of the image.
        said: by the reader.
        sha256: of the model; None while nobody knows which one is used.
        ran: the model is known to have looked at the image, whatever it found.
    """
    queues = findings.queues
    rows = np.flatnonzero(queues.in_force)
    read = int(np.count_nonzero(queues.answered[rows]))
    if task.kind is not TaskKind.MASK and len(rows) == 1:
        row = int(rows[0])
        item, waits = findings.queue_item(row, said), bool(queues.sealed[row])
        return Line(_of_one(task, item, sha256, waits=waits), read == 1)
    return _of_many(len(rows), read, ran=ran and task.kind is TaskKind.MASK)


def line_in_gallery(
    task: Task, shown: Sequence[tuple[GalleryEntry, QueueItem]], sha256: str | None
) -> Line:
    """As `line_of`, of what the gallery knows of an image's findings."""
    there = [(entry, item) for entry, item in shown if not item.unfound]
    read = sum(item.is_read for _, item in there)
    if task.kind is not TaskKind.MASK and len(there) == 1:
        entry, item = there[0]
        waits = entry.item.sealed is not None
        return Line(_of_one(task, item, sha256, waits=waits), read == 1)
    return _of_many(len(there), read, ran=False)


def _of_many(count: int, read: int, *, ran: bool) -> Line:
    if not count and not ran:
        return Line(None, read=False)
    found = _how_many(count)
    some = 0 < read < count
    words = filled(_SOME_READ, found=found, read=read) if some else found
    return Line(words, read=read == count > 0)


def _of_one(task: Task, item: QueueItem, sha256: str | None, *, waits: bool) -> Text | None:
    if waits:
        return _OWN_FIRST
    said = item.prediction
    known = said is not None and sha256 in {None, said.model_sha256}
    answer = _in_words(task, said) if said is not None and known else None
    own = _DECIDED.get(item.reading)
    if item.reader_class is not None:
        own = _name(task, item.reader_class)
        if said is not None and known and item.reader_class == said.top_class:
            own = None
    if own is None or answer is None:
        return own or answer
    return filled(_BESIDE, own=own, answer=answer)


def _in_words(task: Task, said: Prediction) -> Text:
    return filled(_ANSWER, name=_name(task, said.top_class), prob=percent(said.top_prob))


def _name(task: Task, key: str) -> Text:
    known = [label.name for label in task.all_labels if label.key == key]
    return known[0] if known else Text(key, key)


def _how_many(count: int) -> Text:
    return filled(_FOUND_ONE if count == 1 else _FOUND, count=count)
