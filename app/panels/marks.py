"""From the state of the review to what the slide view draws."""

from uuid import UUID

from app.panels.symbols import color_of, symbol_of
from app.state import Item, Outlines, Review
from app.translation import say
from app.viewer.marks import FindingMark
from medcls_core.findings import Read, Verdict

UNCLASSED = "#808080"


def mark_of(item: Item, review: Review, outlines: Outlines | None = None) -> FindingMark:
    """A finding in the class that stands: the reader's, else the model's."""
    task, read = review.task, review.standing(item.finding.uuid)
    key = read.class_key if read is not None and read.class_key else item.model_class(task)
    known = key is not None and any(label.key == key for label in task.classes)
    return FindingMark(
        uuid=item.finding.uuid,
        outline=item.finding.outline,
        color=color_of(task, key) if known and key else UNCLASSED,
        symbol=symbol_of(task, key) if known and key else "circle",
        label=say(task.class_label(key).name) if known and key else "",
        confirmed=read is not None and read.verdict in {Verdict.ACCEPT, Verdict.CORRECT},
        rejected=read is not None and read.verdict is Verdict.REJECT,
        locked=outlines is not None and outlines.is_locked(item.finding.uuid),
    )


class MarkBook:
    """The findings of a review as they are drawn; one that didn't change is the mark it was."""

    def __init__(self) -> None:
        self._known: dict[UUID, tuple[Item, Read | None, bool, FindingMark]] = {}

    def forget(self) -> None:
        """Everything looks otherwise: in another language."""
        self._known.clear()

    def of(self, review: Review, outlines: Outlines) -> list[FindingMark]:
        """Every finding of the queue; the selected one last, so that it lies on top."""
        items = {uuid: item for uuid in review.queue if (item := review.item(uuid)) is not None}
        selected = review.selected
        if selected is not None:
            items.pop(selected.finding.uuid, None)
            items[selected.finding.uuid] = selected
        before, self._known = self._known, {}
        return [
            self._mark(item, review, outlines, before.get(uuid)) for uuid, item in items.items()
        ]

    def _mark(
        self,
        item: Item,
        review: Review,
        outlines: Outlines,
        before: "tuple[Item, Read | None, bool, FindingMark] | None",
    ) -> FindingMark:
        uuid = item.finding.uuid
        read, locked = review.standing(uuid), outlines.is_locked(uuid)
        if before is None or not (before[0] is item and before[1] is read and before[2] is locked):
            before = (item, read, locked, mark_of(item, review, outlines))
        self._known[uuid] = before
        return before[3]
