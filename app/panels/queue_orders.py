"""The queues by name: of the open image, with tissue still to be seen, and of all listed ones."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QWidget

from app.commands import asking, coverage, gallery, navigate
from app.commands.shortcuts import spoken_key
from app.context import AppContext
from app.theme import GRID
from app.translation import say
from medcls_core.learning.queues import QueueOrder, Wanted

UNSEEN = "unseen"
ALL_IMAGES = {
    "all flags": Wanted(flagged=True),
    "all likely_wrong": Wanted(likely_wrong=True),
    "all disputed": Wanted(disputed=True),
}
"""What the gallery is asked to show of all listed images, by the lines' keys."""


@dataclass(frozen=True, slots=True)
class _Queue:
    """A line of the list: its key, its name, how much it holds, and why it can't be chosen.

    Without a key it is the heading of those below.
    """

    key: str
    name: str
    count: int | None = None
    why_not: str = ""


class QueueOrders(QComboBox):
    """Every named queue with its count; an empty one is off and says why.

    Those of the open image come first, under a heading that says so; those of all listed images
    are gone through from image to image, or in the gallery.
    """

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.view().setMinimumWidth(36 * GRID)
        self.activated.connect(self._choose)

    def showPopup(self) -> None:
        """What other images hold is counted when somebody looks."""
        self.refresh()
        super().showPopup()

    def refresh(self) -> None:
        """Names, counts and reasons again; the lines are made anew only where they are others."""
        queues = list(self._queues())
        if [self.itemData(place) for place in range(self.count())] != [each.key for each in queues]:
            self.clear()
            for each in queues:
                self.addItem(each.name, each.key)
        for place, each in enumerate(queues):
            self._say(place, each)
        self.setCurrentIndex(self.findData(self._chosen()))

    def _say(self, place: int, queue: _Queue) -> None:
        text = queue.name if queue.count is None else f"{queue.name} ({queue.count:,})"
        self.setItemText(place, text)
        self.setItemData(place, queue.why_not or None, Qt.ItemDataRole.ToolTipRole)
        described = Qt.ItemDataRole.AccessibleDescriptionRole
        self.setItemData(place, queue.why_not or None, described)
        model = self.model()
        if isinstance(model, QStandardItemModel):
            model.item(place).setEnabled(bool(queue.key) and not queue.why_not)
            font = QFont(self.font())
            font.setBold(not queue.key)
            model.item(place).setFont(font)

    def _chosen(self) -> str:
        if self._context.coverage.is_queue:
            return UNSEEN
        review = self._context.review
        return _key(review.order, review.queue_class)

    def _choose(self, place: int) -> None:
        key = str(self.itemData(place))
        if key == UNSEEN:
            coverage.queue_unseen(self._context)
            self.refresh()
            return
        if key == QueueOrder.TEACHES:
            asking.choose(self._context)
            return
        if key in ALL_IMAGES:
            gallery.show_gallery(self._context, shown=True)
            gallery.filter_by(self._context, ALL_IMAGES[key])
            self.refresh()
            return
        order, _, class_key = key.partition(" ")
        navigate.sort_queue(self._context, QueueOrder(order), class_key)

    def _queues(self) -> Iterator[_Queue]:
        yield _Queue("", self.tr("In this image"))
        yield from self._of_this_image()
        yield _Queue("", self.tr("In all listed images"))
        yield self._teaches()
        if len(self._context.images.entries) > 1:
            yield from self._of_all_images()

    def _of_all_images(self) -> Iterator[_Queue]:
        """The gallery's; counted once it has looked up all images."""
        known, listed = self._context.gallery, self._context.images.entries
        missing = known.loading or known.missing(entry.path for entry in listed)
        for key, text in (
            ("all flags", self.tr("My flags, in the gallery")),
            ("all likely_wrong", self.tr("Likely wrong, in the gallery")),
            ("all disputed", self.tr("Readers disagree, in the gallery")),
        ):
            yield _Queue(key, text, None if missing else known.size_of(ALL_IMAGES[key]))

    def _of_this_image(self) -> Iterator[_Queue]:
        empty = self.tr("There is no finding here.")
        for order, text in (
            (QueueOrder.LEAST_SURE, self.tr("Least sure first")),
            (QueueOrder.MOST_SURE, self.tr("Surest first")),
            (QueueOrder.PLACE, self.tr("From top to bottom")),
        ):
            yield _Queue(order.value, text)
        for order, text, why in (
            (
                QueueOrder.LIKELY_WRONG,
                self.tr("Likely wrong first"),
                self.tr("No verdict of yours differs from the model's class here."),
            ),
            (QueueOrder.FLAGS, self.tr("My flags"), self._how_to_flag()),
            (
                QueueOrder.BLIND,
                self.tr("Blind reads and hidden repeats"),
                self.tr("Nothing here waits for your own read; Review, My reading sets the share."),
            ),
            (
                QueueOrder.DISPUTED,
                self.tr("Readers disagree"),
                self.tr("Readers disagree on no finding here."),
            ),
            (
                QueueOrder.DECIDE,
                self.tr("To be decided by you, blind"),
                self.tr(
                    "Nothing here waits for you: others must disagree on what you haven't read."
                ),
            ),
        ):
            yield self._sized(order, "", text, why)
        yield self._unseen()
        for each in self._context.review.task.classes:
            text = self.tr("All of class: {name}").format(name=say(each.name))
            yield self._sized(QueueOrder.CLASS, each.key, text, empty)

    def _how_to_flag(self) -> str:
        how = self.tr("No finding here is flagged: {key} flags one.")
        return how.format(key=spoken_key(self._context.settings, "flag"))

    def _sized(self, order: QueueOrder, class_key: str, text: str, why: str) -> _Queue:
        count = self._context.review.size_of(order, class_key)
        chosen = self._chosen() == _key(order, class_key)
        return _Queue(_key(order, class_key), text, count, "" if count or chosen else why)

    def _teaches(self) -> _Queue:
        state, key = self._context.asking, QueueOrder.TEACHES.value
        count = state.open() if state.is_known else None
        why = "" if self._chosen() == key else asking.why_not(self._context)
        return _Queue(key, self.tr("Teaches the model most"), count, why)

    def _unseen(self) -> _Queue:
        state, settings = self._context.coverage, self._context.settings
        count = len(state.unseen(settings.coverage_power)) if state.tissue_known else None
        why = coverage.why_not(self._context)
        if not why and count == 0:
            power = f"{settings.coverage_power:g}"
            why = self.tr("All tissue was seen at {power}× or higher.").format(power=power)
        return _Queue(UNSEEN, self.tr("Unseen tissue"), count, "" if state.is_queue else why)


def _key(order: QueueOrder, class_key: str) -> str:
    """An order as the list keeps it: its name, and the class it may be about."""
    return f"{order.value} {class_key}".strip()
