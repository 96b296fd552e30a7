"""Steps taken back and done again, told from rows alone."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from medcls_core.findings import Read, Shape, Verdict
from medcls_core.geometry import Outline, Point
from medcls_core.history import (
    GrowingHistory,
    History,
    Step,
    StepKind,
    inverse,
    merged,
    not_withdrawn,
    standing_shapes,
)

START = datetime(2026, 1, 1, tzinfo=UTC)
FINDING = uuid4()


class Book:
    """Appends rows as the window does."""

    def __init__(self) -> None:
        self.reads: list[Read] = []
        self.shapes: list[Shape] = []
        self.steps: list[Step] = []
        self.live = History()

    def _now(self) -> datetime:
        return START + timedelta(seconds=len(self.reads) + len(self.shapes))

    def read(self, withdraws: UUID | None = None, key: str = "mitosis") -> Read:
        verdict = Verdict.ACCEPT if withdraws is None else Verdict.WITHDRAW
        said = key if withdraws is None else None
        self.reads.append(
            Read(
                *(uuid4(), FINDING, "mitosis", "Li", verdict, said, "test", self._now()),
                *(None, withdraws, "", "h"),
            )
        )
        return self.reads[-1]

    def shape(self, x: float | None, withdraws: UUID | None = None) -> Shape:
        outline = None if x is None else Outline((Point(x, 0),))
        self.shapes.append(Shape(uuid4(), FINDING, "Li", outline, False, self._now(), withdraws))
        return self.shapes[-1]

    @property
    def rows(self):
        return merged(self.reads, self.shapes)

    def step(self, kind: StepKind, rows) -> None:
        made = Step(uuid4(), "Li", kind, tuple(row.uuid for row in rows), self._now())
        self.steps.append(made)
        self.live.note(made)

    def reverse(self, kind: StepKind) -> None:
        source = self.live.undoable if kind is StepKind.UNDO else self.live.undone
        what = inverse(source[-1], {row.uuid: row for row in self.rows})
        rows = []
        for row in what.withdraw:
            make = self.read if isinstance(row, Read) else lambda u: self.shape(None, u)
            rows.append(make(row.uuid))
        for row in what.give:
            if isinstance(row, Read):
                rows.append(self.read(key=row.class_key))
            else:
                rows.append(self.shape(row.outline.center.x_l0))
        self.step(kind, rows)

    def standing(self):
        """What a reader sees: which verdicts and which outline stand."""
        gone = {row.withdraws for row in self.rows}
        said = [
            read.class_key for read in self.reads if not read.withdraws and read.uuid not in gone
        ]
        shape = standing_shapes(self.shapes).get(FINDING)
        return said, None if shape is None else shape.outline.center.x_l0


def test_undo_and_redo_of_verdict_and_shape_in_one_order():
    book = Book()
    book.live.note_row(book.read())
    book.live.note_row(book.shape(1))
    book.live.note_row(book.shape(2))
    assert book.standing() == (["mitosis"], 2)
    book.reverse(StepKind.UNDO)
    assert book.standing() == (["mitosis"], 1)
    book.reverse(StepKind.UNDO)
    book.reverse(StepKind.UNDO)
    assert book.standing() == ([], None)
    assert book.live.undoable == []
    for _ in range(3):
        book.reverse(StepKind.REDO)
    assert book.standing() == (["mitosis"], 2)
    assert book.live.undone == []


def test_deleting_is_a_step_that_gives_back_what_it_took():
    book = Book()
    first = book.read()
    book.live.note_row(first)
    book.step(StepKind.DO, [book.read(first.uuid)])
    assert book.standing() == ([], None)
    book.reverse(StepKind.UNDO)
    assert book.standing() == (["mitosis"], None)
    book.reverse(StepKind.REDO)
    assert book.standing() == ([], None)


def test_what_was_given_again_is_taken_back_by_the_step_that_gave_it_first():
    book = Book()
    first, outline = book.read(), book.shape(1)
    for row in (first, outline):
        book.live.note_row(row)
    book.step(StepKind.DO, [book.read(first.uuid), book.shape(None, outline.uuid)])
    book.reverse(StepKind.UNDO)
    assert book.standing() == (["mitosis"], 1)
    book.reverse(StepKind.UNDO)
    assert book.standing() == (["mitosis"], None)
    book.reverse(StepKind.UNDO)
    assert book.standing() == ([], None)
    for told in ((["mitosis"], None), (["mitosis"], 1), ([], None)):
        book.reverse(StepKind.REDO)
        assert book.standing() == told


def test_something_new_ends_the_way_forward():
    book = Book()
    book.live.note_row(book.read())
    book.reverse(StepKind.UNDO)
    book.live.note_row(book.read(key="non_mitotic"))
    assert book.live.undone == []


def test_a_withdrawal_that_no_step_names_is_an_undo_of_its_own_row():
    book = Book()
    first, second = book.read(), book.read()
    third = book.read(first.uuid)
    history = History.of(book.rows, [])
    assert [step.rows for step in history.undoable] == [(second.uuid,)]
    assert [step.rows for step in history.undone] == [(third.uuid,)]


@given(st.lists(st.sampled_from(["read", "shape", "both", "take", "undo", "redo"]), max_size=25))
def test_after_a_restart_the_history_is_the_same_and_undo_restores_every_state(acts):
    book = Book()
    states = [book.standing()]
    ahead: list[object] = []
    for act in acts:
        if act == "undo":
            if not book.live.undoable:
                continue
            book.reverse(StepKind.UNDO)
            ahead.append(states.pop())
        elif act == "redo":
            if not book.live.undone:
                continue
            book.reverse(StepKind.REDO)
            states.append(ahead.pop())
        else:
            if act == "both":
                book.step(StepKind.DO, [book.read(), book.shape(len(book.rows))])
            elif act == "take":
                taken = not_withdrawn(book.reads)[:2]
                if not taken:
                    continue
                book.step(StepKind.DO, [book.read(each.uuid) for each in taken])
            else:
                book.live.note_row(book.read() if act == "read" else book.shape(len(book.rows)))
            states.append(book.standing())
            ahead.clear()
        assert book.standing() == states[-1]
        again = History.of(book.rows, book.steps)
        assert [step.rows for step in again.undoable] == [s.rows for s in book.live.undoable]
        assert [step.rows for step in again.undone] == [s.rows for s in book.live.undone]


@given(st.lists(st.sampled_from(["read", "shape", "both", "undo", "redo", "lost"]), max_size=25))
def test_a_growing_history_is_the_one_told_anew(acts):
    book, growing = Book(), GrowingHistory()
    for act in acts:
        if act == "undo" and book.live.undoable:
            book.reverse(StepKind.UNDO)
        elif act == "redo" and book.live.undone:
            book.reverse(StepKind.REDO)
        elif act == "both":
            book.step(StepKind.DO, [book.read(), book.shape(len(book.rows))])
        elif act in {"read", "shape"}:
            book.live.note_row(book.read() if act == "read" else book.shape(len(book.rows)))
        told = book.rows[:-1] if act == "lost" else book.rows
        for steps in (book.steps[:-1], book.steps):  # the window shows rows before their step
            assert growing.of(told, steps) == History.of(told, steps)
