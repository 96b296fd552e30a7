"""What an export tells of one image and task, with what must not be told left out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from medcls_core.data.exporting.kinds import ExportKind
from medcls_core.store import (
    LabelStore,
    StoredImage,
    findings,
    foreign_names,
    predictions,
    reading_rules,
    reads,
    shapes,
)
from medcls_core.store.exchange import ClassStyle, ExportRow, changes_since, export_rows
from medcls_core.store.exchange.drawn import code_of
from medcls_core.tasks import Task

SETTLING: Final = timedelta(minutes=1)
"""What was being written while the last files were made counts as changed since: an export twice
does no harm, none does."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted.

    Attributes:
        kind: of the files.
        task: key of the only one; None: all.
        image: the only one; None: all.
        since: only findings of which anything is newer; None: all.
        only_read: only findings that a reader answered.
        all_answers: also models' answers that a reader must not see yet.
        coded: images are called by a code instead of by their file's name.
        reader: who sees the files; None: anybody, so that what must wait for one waits for all.
    """

    kind: ExportKind
    task: str | None = None
    image: UUID | None = None
    since: datetime | None = None
    only_read: bool = False
    all_answers: bool = False
    coded: bool = False
    reader: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """The findings of one image and task for a file.

    Attributes:
        image: as the store knows it.
        task: the question.
        rows: the findings.
        waiting: answers of models that were left out, since a reader must not see them yet.
        gone: findings that were taken back since the moment that is counted from.
    """

    image: StoredImage
    task: Task
    rows: tuple[ExportRow, ...]
    waiting: int
    gone: tuple[UUID, ...] = ()

    @property
    def styles(self) -> tuple[ClassStyle, ...]:
        """The task's classes in their order."""
        return styles_of(self.task)

    @property
    def point_side_l0(self) -> float | None:
        """Side of the square that stands for a point; None where the pixel size isn't known."""
        if self.image.mpp is None:
            return None
        radius = self.task.object_radius_um
        return (self.task.cell_um if radius is None else 2 * radius) / self.image.mpp


def styles_of(task: Task) -> tuple[ClassStyle, ...]:
    """How the task's classes are written in files."""
    return tuple(ClassStyle(one.key, one.name.en, one.color) for one in task.classes)


def name_of(image: StoredImage, *, coded: bool) -> str:
    """What files call an image: its file's name, or a code that says nothing of the patient."""
    return code_of(image.quick_hash) if coded else image.path.name


def case_of(store: LabelStore, image: StoredImage, task: Task, wish: Wish) -> Case:
    """Read what the store tells of an image and task at one moment."""
    with store.session(read_only=True) as session:
        found = findings.of_image(session, image.uuid, task.key)
        answers = predictions.of_image(session, image.uuid, task.key)
        said = reads.of_image(session, image.uuid, task.key)
        numbers = findings.numbers(session, image.uuid, task.key)
        locked = shapes.locked(shapes.of_image(session, image.uuid, task.key))
        foreign = foreign_names.of_image(session, image.uuid, task.key)
        changed = (
            None
            if wish.since is None
            else changes_since(session, image.uuid, task.key, wish.since - SETTLING)
        )
        hidden: frozenset[UUID] = frozenset()
        if wish.reader is not None:
            sight = reading_rules.sight_of(session, image.uuid, task.key, wish.reader, said)
            hidden = frozenset(sight.hidden) | frozenset(sight.repeats)
            held = frozenset(read.uuid for read in sight.held)
            said = [read for read in said if read.uuid not in held]
        elif not wish.all_answers:
            hidden = frozenset(reading_rules.hidden_from_anyone(session, image.uuid, task.key))
    kept = reads.in_force(found, answers, said)
    here = kept if changed is None else [one for one in kept if one.uuid in changed]
    there = frozenset(one.uuid for one in kept)
    rows = export_rows(
        here,
        [answer for answer in answers if answer.finding not in hidden],
        reads.current(said),
        [ClassStyle(one.key, one.name.en, one.color) for one in task.all_labels],
        mpp=image.mpp,
        numbers=numbers,
        flagged=reads.flagged(said),
        locked=locked,
        foreign=foreign,
    )
    if wish.only_read:
        rows = tuple(row for row in rows if row.is_decided)
    gone = () if changed is None else tuple(sorted(changed - there))
    return Case(image, task, rows, len(hidden), gone)
