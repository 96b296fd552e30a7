"""Findings by their place, whichever outline of theirs stands."""

import sqlite3
from contextlib import closing
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from alembic import command
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from medcls_core.findings import Finding, Origin, Shape
from medcls_core.geometry import Box, Outline, Size
from medcls_core.store import findings, images, open_store, places, shapes
from medcls_core.store.address import read_address
from medcls_core.store.alembic_config import config_for
from medcls_core.store.columns import now_utc
from medcls_core.store.connecting import make_migration_engine


def _boxed(box):
    return Finding(uuid4(), "mitosis", Outline.of_box(box), Origin.READER, "ann")


def _draw(session, finding, box, withdraws=None):
    outline = None if withdraws is not None else Outline.of_box(box)
    new = Shape(uuid4(), finding.uuid, "ann", outline, False, now_utc(), withdraws)
    return shapes.append(session, new)


_SIDE = st.floats(0, 300, width=16)
_BOXES = st.builds(Box, st.floats(-9, 3000, width=32), st.floats(-9, 2000), _SIDE, _SIDE)


@given(st.lists(st.tuples(_BOXES, st.none() | _BOXES), max_size=12), _BOXES)
@settings(
    max_examples=25,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_place_gives_what_looking_at_every_finding_gives(store, boxes, view):
    with store.session() as session:
        image = images.remember(session, Path("a.svs"), str(uuid4()), Size(9, 9), None).uuid
        made = [_boxed(box) for box, _ in boxes]
        findings.add(session, image, made)
        for finding, (_, drawn) in zip(made, boxes, strict=True):
            if drawn is not None:
                _draw(session, finding, drawn)
        wanted = [
            each.uuid
            for each in findings.of_image(session, image)
            if each.outline.bounds.x_l0 < view.right_l0
            and each.outline.bounds.right_l0 >= view.x_l0
            and each.outline.bounds.y_l0 < view.bottom_l0
            and each.outline.bounds.bottom_l0 >= view.y_l0
        ]
        found = [each.uuid for each in findings.in_box(session, image, view)]
        assert sorted(found) == sorted(wanted)
        seen = places.in_view(session, image, view, "mitosis")
        assert sorted(seen.uuids.all()) == sorted(wanted)


def _what_place_knows(url):
    with open_store(url) as opened, opened.session() as session:
        here, there = (
            images.remember(session, Path(name), name * 64, Size(9, 9), None).uuid for name in "ab"
        )
        near, far, other = (
            _boxed(Box(5, 5, 9, 9)),
            _boxed(Box(900, 5, 9, 9)),
            _boxed(Box(5, 5, 9, 9)),
        )
        findings.add(session, here, [near, far])
        findings.add(session, there, [other])
        view = Box(0, 0, 50, 50)
        yield [each.uuid for each in findings.in_box(session, here, view)] == [near.uuid]
        moved = _draw(session, far, Box(20, 20, 5, 5))
        drawn = findings.in_box(session, here, view)
        yield [each.uuid for each in drawn] == [near.uuid, far.uuid]
        yield drawn[1].outline.bounds == Box(20, 20, 5, 5)
        yield sorted(map(tuple, places.in_view(session, here, view, "mitosis").boxes)) == [
            (5, 5, 14, 14),
            (20, 20, 25, 25),
        ]
        _draw(session, far, None, withdraws=moved.uuid)
        yield [each.uuid for each in findings.in_box(session, here, view)] == [near.uuid]
        yield findings.in_box(session, here, view, "cervical") == []
        yield len(places.in_view(session, here, view, "cervical").boxes) == 0
        yield places.in_view(session, here, view, "mitosis").uuids.at(0) == near.uuid
        yield [each.uuid for each in findings.in_box(session, there, view)] == [other.uuid]


def test_outline_that_stands_decides(place):
    assert all(_what_place_knows(str(place)))


def test_outline_that_stands_decides_on_a_server(server_url):
    assert all(_what_place_knows(server_url))


_OLD = """
    INSERT INTO readers VALUES ('r', 'ann', '2026-01-02');
    INSERT INTO images VALUES
        ('00000001-0000-4000-8000-000000000001', 'h', '/a', NULL, 9, 9, NULL, NULL, '2026-01-02');
    INSERT INTO findings VALUES
        ('00000000-0000-4000-8000-00000000000f', '00000001-0000-4000-8000-000000000001', 'mitosis',
         '[[1, 2], [5, 2], [5, 9]]', 1, 2, 4, 7, 'model', 'e', '2026-01-02');
    INSERT INTO shapes VALUES
        (1, '00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000f', 'ann',
         '[[[101, 102], [105, 102], [105, 109]]]', 0, '2026-01-02', NULL);
"""


def test_findings_and_shapes_of_an_older_store_have_places(place):
    engine = make_migration_engine(read_address(str(place)))
    with engine.begin() as opened:
        command.upgrade(config_for(opened), "0005")
    engine.dispose()
    with closing(sqlite3.connect(place)) as raw:
        raw.executescript(_OLD)
    with open_store(str(place)) as store, store.session(read_only=True) as session:
        image = UUID("00000001-0000-4000-8000-000000000001")
        (found,) = findings.in_box(session, image, Box(100, 100, 3, 3))
        assert found.outline.bounds == Box(101, 102, 4, 7)
        assert findings.in_box(session, image, Box(0, 0, 9, 9)) == []  # as it was found


@pytest.mark.usefixtures("finding")
@pytest.mark.parametrize(
    "change", ["UPDATE findings SET x_l0 = 0", "DELETE FROM findings", "DELETE FROM images"]
)
def test_nothing_takes_a_finding_from_its_place(place, change):
    with closing(sqlite3.connect(place)) as raw:
        raw.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError):
            raw.execute(change)
