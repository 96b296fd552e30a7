"""A finding as the window knows it: the model's answer, or that it waits for the reader's own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from medcls_core.findings import Dispute, Finding, Origin, Prediction, Read
from medcls_core.geometry import Box, Outline, Size
from medcls_core.learning.queues import QueueItem
from medcls_core.tasks import Task, class_of


@dataclass(frozen=True, slots=True)
class Sealed:
    """What waits until the reader has answered: only `Item.opened` looks into it.

    `prediction` is the model's answer, None where there is none; `held` are the reader's earlier
    reads of the finding, of which `repeats` is asked for once more.
    """

    prediction: Prediction | None
    held: tuple[Read, ...] = ()
    repeats: UUID | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A finding with the model's answer; None where no model was asked (a reader's mark).

    `number` is the label store's, so that it stays with the finding for good. What is `sealed`
    is not seen before the reader has answered; such an item has no prediction to show.
    """

    finding: Finding
    prediction: Prediction | None
    number: int
    sealed: Sealed | None = None

    @property
    def opened(self) -> "Item":
        """The same with nothing sealed any more."""
        if self.sealed is None:
            return self
        return replace(self, prediction=self.sealed.prediction, sealed=None)

    def score(self, task: Task) -> float | None:
        """Probability that it is what the task looks for; None without a prediction.

        For tasks with a background class that is one minus its probability, for the others the
        probability of the most probable class.
        """
        if self.prediction is None:
            return None
        if task.background in self.prediction.classes:
            place = self.prediction.classes.index(task.background or "")
            return 1 - self.prediction.probs[place]
        return self.prediction.top_prob

    def model_class(self, task: Task) -> str | None:
        """The class the model stands for; None without a prediction."""
        return None if self.prediction is None else class_of(self.prediction, task)

    def sureness(self, task: Task) -> float:
        """How sure the model is, [0, 1]; 2 for a finding it never saw, which comes last.

        What a mask task found is the less sure the lower its score; elsewhere it is the margin
        between the two most probable classes.
        """
        if self.prediction is None:
            return 2.0
        if task.background is not None:
            return self.score(task) or 0.0
        return self.prediction.margin

    def queued(  # noqa: PLR0913  (a line of the queue is all that)
        self,
        task: Task,
        read: Read | None,
        *,
        flagged: bool,
        image: int = 0,
        was_blind: bool = False,
        unfound: bool = False,
        dispute: Dispute | None = None,
        asked: int | None = None,
    ) -> QueueItem:
        """What orders and filters need to know of it.

        Args:
            task: the question.
            read: the standing verdict.
            flagged: whether the reader wants to see it again.
            image: its image's rank.
            was_blind: it was read blind since the image was opened.
            unfound: it is an image without findings, offered as one.
            dispute: what the reader may know of how readers differ.
            asked: its place among those whose labels would teach the model most.
        """
        center = self.finding.outline.center
        return QueueItem(
            finding=self.finding.uuid,
            number=self.number,
            sureness=self.sureness(task),
            model_class=self.model_class(task),
            place=(image, center.y_l0, center.x_l0),
            score=self.score(task),
            prediction=self.prediction,
            read=read,
            flagged=flagged,
            blind=was_blind or self.sealed is not None,
            unfound=unfound,
            dispute=dispute,
            asked=asked,
        )

    @property
    def is_mark(self) -> bool:
        """Whether nothing but a reader's word made it a finding."""
        return self.finding.origin is Origin.READER and self.opened.prediction is None


def dispute_about(item: Item, said: Sequence[Read], reader: str) -> Dispute | None:
    """What `reader` may know of how readers differ on a finding, of which they `said` all that."""
    from medcls_core.store import consensus  # noqa: PLC0415  (loaded by the store's own job)

    standing = consensus.standings(said).get(item.finding.uuid)
    if standing is None:
        return None
    sealed = item.sealed
    again = sealed is not None and sealed.repeats is not None
    return consensus.dispute_of(standing, reader, sealed=sealed is not None, again=again)


def whole_image(size_l0: Size, task: Task, reader: str, number: int) -> Item:
    """An image as one finding of the reader's own, which isn't kept yet."""
    outline = Outline.of_box(Box(0, 0, size_l0.width, size_l0.height))
    return Item(Finding(uuid4(), task.key, outline, Origin.READER, reader), None, number)
