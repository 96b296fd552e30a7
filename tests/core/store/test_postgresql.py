"""The same store on a real server, started by the `server` fixture; skipped where none is."""

import subprocess
import sys
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from medcls_core.findings import Finding, Origin, Verdict
from medcls_core.geometry import Box, Outline, Point, Size
from medcls_core.store import (
    NewRead,
    finding_columns,
    findings,
    images,
    open_store,
    readers,
    reads,
    verifying,
)

PROGRAM = Path(__file__).with_name("appending_process.py")


def _append_in_programs(url: str, finding: UUID, programs: int, count: int) -> set[UUID]:
    running = [
        subprocess.Popen(
            [sys.executable, str(PROGRAM), url, str(finding), f"reader {number}", str(count)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(programs)
    ]
    said = [program.communicate(timeout=120) for program in running]
    assert [problems for _, problems in said] == [""] * programs
    return {UUID(line) for lines, _ in said for line in lines.split()}


def test_programs_on_a_server_keep_one_chain_that_nobody_can_change(server_url):
    finding = uuid4()
    acknowledged = _append_in_programs(server_url, finding, 4, 25)
    with open_store(server_url) as store:
        assert store.path is None
        with store.session(read_only=True) as session:
            kept = reads.of_finding(session, finding)
            assert verifying.verify_chain(session).ok
            assert [item.uuid for item in findings.of_image(session, images.all(session)[0].uuid)]
        assert {read.uuid for read in kept} == acknowledged
        assert len(kept) == 100
        with store.session() as session:
            undo = reads.withdraw(session, kept[-1], "test")
        assert undo.verdict is Verdict.WITHDRAW
        assert undo.time_utc.utcoffset().total_seconds() == 0
        for change in (
            "UPDATE reads SET reader = reader",
            "DELETE FROM reads",
            "TRUNCATE reads CASCADE",
        ):
            with pytest.raises(DBAPIError, match="reads are appended"), store.session() as session:
                session.execute(text(change))


@pytest.mark.parametrize("table", ["looks", "shapes", "steps", "reading_rules", "read_conditions"])
def test_no_table_that_is_appended_to_is_emptied_on_a_server(server_url, table):
    refused = pytest.raises(DBAPIError, match="appended")
    with open_store(server_url) as store, refused, store.session() as session:
        session.execute(text(f"TRUNCATE {table}"))


def test_read_only_session_cannot_write_on_a_server(server_url):
    with open_store(server_url) as store:
        with pytest.raises(DBAPIError), store.session(read_only=True) as session:
            readers.remember(session, str(uuid4()))
        with store.session() as session:
            readers.remember(session, str(uuid4()))


def test_columns_of_a_server_say_what_its_rows_say(server_url):
    point = Finding(uuid4(), "mitosis", Outline((Point(5.5, 7.25),)), Origin.IMPORT, "x.csv")
    boxed = Finding(uuid4(), "mitosis", Outline.of_box(Box(1, 2, 30, 40)), Origin.READER, "ann")
    with open_store(server_url) as store:
        with store.session() as session:
            image = images.remember(session, Path("a.svs"), str(uuid4()), Size(99, 99), None).uuid
            findings.add(session, image, [point, boxed])
            said = NewRead(point.uuid, "mitosis", "ann", Verdict.ACCEPT, "mitosis", "test", None)
            read = reads.append(session, said)
        with store.session(read_only=True) as session:
            columns = finding_columns.of_image(session, image, "mitosis")
            assert [columns.found(row) for row in range(2)] == findings.of_image(session, image)
            assert columns.numbers.tolist() == [1, 2]
            assert reads.of_image(session, image, "mitosis") == [read]
