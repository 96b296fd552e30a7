"""What was drawn around the findings of the open image, and in which steps."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from medcls_core.findings import Shape
from medcls_core.history import Step, standing_shapes


class Outlines(QObject):
    """Shapes of all readers and the steps of the one at the keyboard, in their order.

    Signals:
        changed: (dict of UUID to Outline | None) these findings have these outlines now; None is
            the one that was found.
        saved_changed: more or fewer shapes are on disk.
    """

    changed = Signal(object)
    saved_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shapes: list[Shape] = []
        self._steps: list[Step] = []
        self._standing: dict[UUID, Shape] = {}
        self._unsaved: set[UUID] = set()

    @property
    def steps(self) -> tuple[Step, ...]:
        """The reader's steps that are more than one row."""
        return tuple(self._steps)

    def of_reader(self, reader: str) -> list[Shape]:
        """One reader's shapes, withdrawals among them."""
        return [shape for shape in self._shapes if shape.reader == reader]

    @property
    def known(self) -> frozenset[UUID]:
        """Every shape of the image, withdrawals among them."""
        return frozenset(shape.uuid for shape in self._shapes)

    def standing(self, finding: UUID) -> Shape | None:
        """The shape that stands for a finding; None: it is as it was found."""
        return self._standing.get(finding)

    def is_locked(self, finding: UUID) -> bool:
        """Whether a finding's outline is kept from being changed."""
        shape = self._standing.get(finding)
        return shape is not None and shape.locked

    @property
    def locked(self) -> list[UUID]:
        """The findings whose outline is kept from being changed."""
        return [finding for finding, shape in self._standing.items() if shape.locked]

    def unsaved(self) -> int:
        """How many shapes are shown but not on disk yet."""
        return len(self._unsaved)

    def load(self, shapes: Iterable[Shape], steps: Iterable[Step]) -> None:
        """Begin another image, whose findings are shown with their standing outlines already."""
        self._shapes, self._steps = list(shapes), list(steps)
        self._unsaved.clear()
        self._standing = standing_shapes(self._shapes)

    def give(self, shapes: Sequence[Shape], step: Step | None) -> None:
        """Show shapes before they are on disk."""
        self._shapes += shapes
        self._unsaved |= {shape.uuid for shape in shapes}
        if step is not None:
            self._steps.append(step)
        self._tell(shapes)

    def hear_others(self, shapes: Sequence[Shape]) -> None:
        """Show what was drawn elsewhere and lies on disk already."""
        self._shapes += shapes
        self._tell(shapes)

    def confirm(self, shapes: Sequence[Shape]) -> None:
        """The shapes are on disk."""
        self._unsaved -= {shape.uuid for shape in shapes}
        if shapes:
            self.saved_changed.emit()

    def take_back(self, shapes: Sequence[Shape], step: Step | None) -> None:
        """They could not be stored: show what stood before."""
        gone = {shape.uuid for shape in shapes}
        self._unsaved -= gone
        self._shapes = [shape for shape in self._shapes if shape.uuid not in gone]
        if step is not None:
            self._steps = [each for each in self._steps if each.uuid != step.uuid]
        self._tell(shapes)

    def _tell(self, shapes: Sequence[Shape]) -> None:
        if not shapes:
            return
        self.saved_changed.emit()
        self._standing = standing_shapes(self._shapes)
        findings = dict.fromkeys(shape.finding for shape in shapes)
        standing = {finding: self._standing.get(finding) for finding in findings}
        self.changed.emit(
            {finding: None if one is None else one.outline for finding, one in standing.items()}
        )
