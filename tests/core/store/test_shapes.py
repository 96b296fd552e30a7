"""What people draw around findings, and the steps in which they did: rows that stay."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from medcls_core.errors import InputInvalid
from medcls_core.findings import Shape
from medcls_core.geometry import Outline, Point
from medcls_core.history import Step, StepKind
from medcls_core.store import findings, shapes, steps

NOW = datetime(2026, 1, 1, tzinfo=UTC)
RING = (Point(0.0, 0.0), Point(40.0, 0.0), Point(40.0, 40.5), Point(0.0, 40.5))
HOLE = (Point(10.0, 10.0), Point(20.0, 10.0), Point(20.0, 20.0))


def drawn(finding, outline=None, *, reader="Dr Wang 王", withdraws=None, locked=False) -> Shape:
    if outline is None and withdraws is None:
        outline = Outline(RING)
    return Shape(uuid4(), finding.uuid, reader, outline, locked, NOW, withdraws)


@pytest.fixture
def draw(store, finding):
    def append(outline=None, **options) -> Shape:
        with store.session() as session:
            return shapes.append(session, drawn(finding, outline, **options))

    return append


def test_the_last_shape_that_stands_is_the_outline(store, image, finding, draw):
    first = draw()
    second = draw(Outline(RING, (HOLE,)), locked=True)
    with store.session(read_only=True) as session:
        assert findings.of_image(session, image)[0].outline == Outline(RING, (HOLE,))
        assert findings.as_found(session, image) == [finding]
        assert findings.find(session, finding.uuid).outline.holes == (HOLE,)
        assert shapes.of_image(session, image, "mitosis") == [first, second]
        assert shapes.of_image(session, image, "cervical") == []
        assert shapes.of_finding(session, finding.uuid)[1].locked
    draw(withdraws=second.uuid)
    with store.session(read_only=True) as session:
        assert findings.of_image(session, image)[0].outline == Outline(RING)
    draw(withdraws=first.uuid)
    with store.session(read_only=True) as session:
        assert findings.of_image(session, image) == [finding]
        assert len(shapes.of_finding(session, finding.uuid)) == 4


def test_the_store_gives_the_time(draw):
    assert draw().time_utc > NOW


def test_only_the_reader_takes_a_shape_back_and_once(draw):
    shape = draw()
    for target in (shape.uuid, uuid4()):
        with pytest.raises(InputInvalid, match="another reader"):
            draw(withdraws=target, reader="Dr Other")
    gone = draw(withdraws=shape.uuid)
    for target, reason in ((shape.uuid, "before"), (gone.uuid, "no shape")):
        with pytest.raises(InputInvalid, match=reason):
            draw(withdraws=target)


def test_steps_keep_their_rows_in_order(store, image, draw):
    rows = tuple(draw().uuid for _ in range(3))
    with store.session() as session:
        kept = steps.append(session, image, Step(uuid4(), "Dr Wang 王", StepKind.DO, rows, NOW))
    with store.session(read_only=True) as session:
        assert steps.of_image(session, image, "Dr Wang 王") == [kept]
        assert steps.of_image(session, image, "Dr Other") == []
    assert kept.rows == rows


@pytest.mark.parametrize("table", ["shapes", "steps"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET reader = reader",
        "DELETE FROM {}",
        "INSERT OR REPLACE INTO {0} SELECT * FROM {0}",
    ],
)
def test_database_itself_refuses_to_change_them(store, image, place, draw, table, statement):
    shape = draw()
    with store.session() as session:
        steps.append(session, image, Step(uuid4(), "Dr Wang 王", StepKind.DO, (shape.uuid,), NOW))
    with closing(sqlite3.connect(place)) as raw:
        with pytest.raises(sqlite3.IntegrityError, match=f"{table} are appended"):
            raw.execute(statement.format(table))
        assert raw.execute(f"SELECT count(*) FROM {table}").fetchone() == (1,)  # noqa: S608
