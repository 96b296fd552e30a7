"""The findings of one image and task as columns; one is a `Finding` where somebody asks for it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from medcls_core.columns.answers import NO_ANSWERS, NOBODY, Answers
from medcls_core.columns.box_grid import BoxGrid
from medcls_core.columns.texts import Texts
from medcls_core.columns.uuids import Uuids
from medcls_core.findings import Finding, Origin, Prediction
from medcls_core.geometry import Outline, Point

ORIGINS = tuple(Origin)


@dataclass(slots=True)
class FindingColumns:
    """A row a finding, from top to bottom; what came since it was read lies below.

    Attributes:
        task: key of the question.
        uuids: of the findings.
        boxes: left, top, right and bottom of the outlines that stand, (N, 4) in level-0 pixels.
        numbers: by which people know them, (N,).
        origins: which of `ORIGINS`, (N,).
        details: which of `detail_names`, (N,).
        texts: outlines as they were found, as JSON.
        text: which of them, (N,); -1 where `came` has the finding.
        answers: what models said.
        grid: finds boxes by their place.
        drawn: outlines that people drew, where one stands.
        came: findings that came since.
    """

    task: str
    uuids: Uuids
    boxes: NDArray[np.float64]
    numbers: NDArray[np.int64]
    origins: NDArray[np.uint8]
    details: NDArray[np.int32]
    detail_names: tuple[str, ...]
    texts: Texts
    text: NDArray[np.int32]
    answers: Answers
    grid: BoxGrid
    drawn: dict[UUID, Outline] = field(default_factory=dict)
    came: dict[UUID, Finding] = field(default_factory=dict)

    @classmethod
    def empty(cls, task: str) -> "FindingColumns":
        """No finding yet."""
        return cls(
            task,
            Uuids.of(()),
            np.zeros((0, 4)),
            np.zeros(0, np.int64),
            np.zeros(0, np.uint8),
            np.zeros(0, np.int32),
            (),
            Texts([], 0),
            np.zeros(0, np.int32),
            NO_ANSWERS,
            BoxGrid(np.zeros((0, 4))),
        )

    def __len__(self) -> int:
        return len(self.uuids)

    def origin(self, row: int) -> Origin:
        """Where a finding came from."""
        return ORIGINS[int(self.origins[row])]

    def found(self, row: int) -> Finding:
        """A finding with the outline that it had at first."""
        uuid = self.uuids.at(row)
        if uuid in self.came:
            return self.came[uuid]
        places = json.loads(self.texts.at(int(self.text[row])))
        outline = Outline(tuple(Point(x_l0, y_l0) for x_l0, y_l0 in places))
        detail = self.detail_names[self.details[row]]
        return Finding(uuid, self.task, outline, self.origin(row), detail)

    def finding(self, row: int) -> Finding:
        """A finding with the outline that stands."""
        found = self.found(row)
        drawn = self.drawn.get(found.uuid)
        return found if drawn is None else replace(found, outline=drawn)

    def outline(self, row: int) -> Outline:
        """The outline that stands."""
        return self.finding(row).outline

    def prediction(self, row: int) -> Prediction | None:
        """What a model said last; None where none was asked."""
        return self.answers.at(row, self.uuids.at(row), self.task)

    def answered(self) -> list[UUID]:
        """The findings that a model answered."""
        return self.uuids.at_rows(np.flatnonzero(self.answers.voice != NOBODY))

    def add(self, findings: Sequence[Finding], numbers: Sequence[int]) -> NDArray[np.intp]:
        """More findings, which no model saw.

        Returns:
            Their rows.
        """
        first, more = len(self), len(findings)
        self.uuids.add([each.uuid for each in findings])
        boxes = np.array([_box(each.outline) for each in findings]).reshape(-1, 4)
        self.boxes = np.concatenate([self.boxes, boxes])
        self.numbers = np.concatenate([self.numbers, np.array(numbers, np.int64)])
        origins = [ORIGINS.index(each.origin) for each in findings]
        self.origins = np.concatenate([self.origins, np.array(origins, np.uint8)])
        self.details = np.concatenate([self.details, np.full(more, -1, np.int32)])
        self.text = np.concatenate([self.text, np.full(more, -1, np.int32)])
        self.answers = self.answers.with_unanswered(more)
        self.came |= {each.uuid: each for each in findings}
        rows = np.arange(first, first + more)
        self.grid.place(rows, self.boxes)
        return rows

    def redraw(self, outlines: Mapping[UUID, Outline | None]) -> NDArray[np.intp]:
        """Other outlines stand for these findings; those that aren't here are left out.

        Args:
            outlines: by finding; None is the one that was found.

        Returns:
            Their rows.
        """
        known = {row: uuid for uuid in outlines if (row := self.uuids.row(uuid)) is not None}
        for row, uuid in known.items():
            outline = outlines[uuid]
            if outline is None:
                self.drawn.pop(uuid, None)
            else:
                self.drawn[uuid] = outline
            self.boxes[row] = _box(self.outline(row))
        rows = np.fromiter(known, np.intp)
        self.grid.place(rows, self.boxes)
        return rows


def _box(outline: Outline) -> tuple[float, float, float, float]:
    box = outline.bounds
    return box.x_l0, box.y_l0, box.right_l0, box.bottom_l0
