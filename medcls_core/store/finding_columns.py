"""The findings of an image with what models said of them: one query a table, into columns.

Outlines stay the texts that the tables keep; one is read where somebody asks for it.
"""

import json
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, String, Text, cast, func, select, type_coerce
from sqlalchemy.orm import Session

from medcls_core.columns import (
    Answers,
    BoxGrid,
    FindingColumns,
    TextWriter,
    Uuids,
    Voice,
    halves_of,
)
from medcls_core.columns.answers import NOBODY
from medcls_core.columns.findings import ORIGINS
from medcls_core.columns.uuids import NOWHERE
from medcls_core.store.tables import FindingRow, PredictionRow

T = TypeVar("T", bound=Hashable)

_CHUNK = 2_000
"""Rows that are taken up together: no thread waits long for the interpreter meanwhile."""

_MOST = 4
"""A table with at most so many predictions a finding of the image is read as a whole."""

_FINDING = (
    type_coerce(FindingRow.uuid, String),
    cast(FindingRow.outline, Text),
    FindingRow.x_l0,
    FindingRow.y_l0,
    FindingRow.width_l0,
    FindingRow.height_l0,
    FindingRow.origin,
    FindingRow.origin_detail,
    type_coerce(FindingRow.added_utc, String),
)
_PREDICTION = (
    PredictionRow.number,
    type_coerce(PredictionRow.finding_uuid, String),
    PredictionRow.model_sha256,
    cast(PredictionRow.classes, Text),
    cast(PredictionRow.probs, Text),
    cast(PredictionRow.traits, Text),
)


def of_image(session: Session, image_uuid: UUID, task: str) -> FindingColumns:
    """The findings of an image and task as they were found, their numbers and latest answers.

    They are those of `findings.as_found`, in the same order, with the numbers of
    `findings.numbers` and the answers of `predictions.of_image`.
    """
    found = _Findings()
    question = select(*_FINDING).where(FindingRow.image_uuid == image_uuid, FindingRow.task == task)
    for columns in _chunks(session, question):
        found.take(columns)
    said = _Predictions()
    for columns in _chunks(session, _about(session, image_uuid, task, found.count)):
        said.take(columns)
    return found.finished(task, said)


def _about(
    session: Session, image_uuid: UUID, task: str, count: int
) -> Select[*tuple[object, ...]]:
    """What asks for the predictions of an image with so many findings.

    Where they are most of the table all of it is read: looking each finding up takes ten times as
    long. Those of other images are left out when the rows are told.
    """
    question = select(*_PREDICTION).where(PredictionRow.task == task)
    there = session.scalar(select(func.max(PredictionRow.number))) or 0
    if there <= _MOST * count:
        return question
    return question.join(FindingRow, FindingRow.uuid == PredictionRow.finding_uuid).where(
        FindingRow.image_uuid == image_uuid
    )


def _chunks(
    session: Session, question: Select[*tuple[object, ...]]
) -> Iterator[list[Sequence[Any]]]:
    """The rows of an answer some thousand at a time, column by column."""
    answer = session.connection().execution_options(yield_per=_CHUNK).execute(question)
    for rows in answer.partitions():
        yield list(zip(*rows, strict=True))


def _coded(values: Sequence[T], known: dict[T, int]) -> NDArray[np.int32]:
    """Few different values as numbers, in the order in which they were first seen."""
    for value in dict.fromkeys(values):
        known.setdefault(value, len(known))
    return np.array(list(map(known.__getitem__, values)), np.int32)


@dataclass(slots=True)
class _Findings:
    """Rows of findings as they come."""

    uuids: list[NDArray[np.uint64]] = field(default_factory=list)
    boxes: list[NDArray[np.float64]] = field(default_factory=list)
    codes: list[NDArray[np.int32]] = field(default_factory=list)
    texts: TextWriter = field(default_factory=TextWriter)
    origins: dict[str, int] = field(
        default_factory=lambda: {str(origin): at for at, origin in enumerate(ORIGINS)}
    )
    details: dict[str, int] = field(default_factory=dict)
    moments: dict[str, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return sum(map(len, self.uuids))

    def take(self, columns: list[Sequence[Any]]) -> None:
        uuids, outlines, *places, origins, details, moments = columns
        self.uuids.append(halves_of(uuids))
        self.texts.write(outlines)
        self.boxes.append(np.array(places, np.float64).T)
        codes = (
            _coded(origins, self.origins),
            _coded(details, self.details),
            _coded(moments, self.moments),
        )
        self.codes.append(np.stack(codes, axis=1))

    def finished(self, task: str, said: "_Predictions") -> FindingColumns:
        if not self.uuids:
            return FindingColumns.empty(task)
        halves, boxes = np.concatenate(self.uuids), np.concatenate(self.boxes)
        codes = np.concatenate(self.codes)
        high, low = halves.T
        order = np.lexsort((low, high, boxes[:, 0], boxes[:, 1]))
        halves, boxes, codes = halves[order], boxes[order], codes[order]
        boxes[:, 2:] += boxes[:, :2]
        uuids = Uuids(halves)
        return FindingColumns(
            task=task,
            uuids=uuids,
            boxes=boxes,
            numbers=self._numbers(codes[:, 2]),
            origins=codes[:, 0].astype(np.uint8),
            details=codes[:, 1].copy(),
            detail_names=tuple(self.details),
            texts=self.texts.finished(),
            text=order.astype(np.int32),
            answers=said.finished(uuids),
            grid=BoxGrid(boxes),
        )

    def _numbers(self, moments: NDArray[np.int32]) -> NDArray[np.int64]:
        """By the time of coming, then from top to bottom, as the rows are sorted already."""
        ranks = {moment: rank for rank, moment in enumerate(sorted(self.moments))}
        rank = np.array([ranks[moment] for moment in self.moments])
        numbers = np.empty(len(moments), np.int64)
        numbers[np.argsort(rank[moments], kind="stable")] = np.arange(1, len(moments) + 1)
        return numbers


@dataclass(slots=True)
class _Predictions:
    """Rows of predictions as they come."""

    numbers: list[NDArray[np.int64]] = field(default_factory=list)
    findings: list[NDArray[np.uint64]] = field(default_factory=list)
    voice: list[NDArray[np.int32]] = field(default_factory=list)
    probs: list[NDArray[np.float64]] = field(default_factory=list)
    trait: list[NDArray[np.int32]] = field(default_factory=list)
    texts: TextWriter = field(default_factory=TextWriter)
    voices: dict[tuple[str, str], int] = field(default_factory=dict)
    with_traits: int = 0

    def take(self, columns: list[Sequence[Any]]) -> None:
        numbers, findings, models, classes, probs, traits = columns
        self.numbers.append(np.array(numbers, np.int64))
        self.findings.append(halves_of(findings))
        self.voice.append(_coded(list(zip(models, classes, strict=True)), self.voices))
        self.probs.append(_padded(json.loads(f"[{','.join(probs)}]")))
        shown = np.array([text is not None and text != "null" for text in traits])
        self.trait.append(np.where(shown, self.with_traits + np.cumsum(shown) - 1, -1))
        self.texts.write(text for text, there in zip(traits, shown, strict=True) if there)
        self.with_traits += int(shown.sum())

    def finished(self, uuids: Uuids) -> Answers:
        voices = [Voice(sha256, tuple(json.loads(classes))) for sha256, classes in self.voices]
        most = max((len(voice.classes) for voice in voices), default=0)
        answers = Answers(
            tuple(voices),
            np.full(len(uuids), NOBODY, np.int16),
            np.full((len(uuids), most), np.nan),
            self.texts.finished(),
            np.full(len(uuids), -1, np.int32),
        )
        if self.numbers:
            self._fill(answers, uuids)
        return answers

    def _fill(self, answers: Answers, uuids: Uuids) -> None:
        """The later of two answers to a finding is written over the earlier one."""
        order = np.argsort(np.concatenate(self.numbers))
        rows = uuids.rows(np.concatenate(self.findings))[order]
        order, rows = order[rows != NOWHERE], rows[rows != NOWHERE]
        answers.voice[rows] = np.concatenate(self.voice)[order]
        answers.trait[rows] = np.concatenate(self.trait)[order]
        width = answers.probs.shape[1]
        wide = [np.pad(one, ((0, 0), (0, width - one.shape[1])), constant_values=np.nan)
                for one in self.probs]  # fmt: skip
        answers.probs[rows] = np.concatenate(wide)[order]


def _padded(lists: list[list[float]]) -> NDArray[np.float64]:
    """Lists of numbers as rows, NaN behind the last of each."""
    lengths = np.array([len(one) for one in lists])
    rows = np.full((len(lists), int(lengths.max(initial=0))), np.nan)
    inside = np.arange(rows.shape[1]) < lengths[:, None]
    rows[inside] = [prob for one in lists for prob in one]
    return rows
