"""What a crash or another program must not be able to lose."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from medcls_core.store import open_store, reads, verifying

PROGRAM = Path(__file__).with_name("appending_process.py")


def _start(place: Path, finding: UUID, reader: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, str(PROGRAM), str(place), str(finding), reader, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_four_programs_make_one_store_and_lose_no_read(place):
    finding = uuid4()
    programs = [_start(place, finding, f"reader {number}", 50) for number in range(4)]
    said = [program.communicate(timeout=120) for program in programs]
    assert [problems for _, problems in said] == [""] * 4
    acknowledged = [UUID(line) for lines, _ in said for line in lines.split()]

    with open_store(str(place)) as store, store.session(read_only=True) as session:
        kept = reads.of_finding(session, finding)
        report = verifying.verify_chain(session)
    assert len(kept) == 200
    assert {read.uuid for read in kept} == set(acknowledged)
    assert report.ok
    assert report.count == 200
    assert list(place.parent.glob("*backup*")) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of four megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "medcls-test", str(folder)]
    is_linux = sys.platform == "linux"
    if not is_linux or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("skipped: a small disk can't be mounted here (needs Linux and root)")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_full_disk_is_said_and_every_acknowledged_read_is_there(small_disk):
    place, finding = small_disk / "labels.sqlite", uuid4()
    program = _start(place, finding, "reader", 100_000)
    said, problems = program.communicate(timeout=120)
    assert "StoreUnusable" in problems
    assert "the disk is full" in problems
    acknowledged = {UUID(line) for line in said.split()}
    assert len(acknowledged) > 100

    with open_store(str(place)) as store:  # opened on the full disk
        report = verifying.verify(store)
        assert report.ok
        with store.session(read_only=True) as session:
            kept = {read.uuid for read in reads.of_finding(session, finding)}
    assert acknowledged <= kept
    assert len(kept) - len(acknowledged) <= 1


def test_killed_program_keeps_every_acknowledged_read(place):
    finding = uuid4()
    program = _start(place, finding, "reader", 1_000_000)
    assert program.stdout is not None
    acknowledged = [program.stdout.readline() for _ in range(20)]
    program.kill()
    acknowledged += program.stdout.read().splitlines()
    assert program.wait(timeout=60) != 0
    program.stdout.close()
    program.stderr.close()

    with open_store(str(place)) as store, store.session(read_only=True) as session:
        kept = {read.uuid for read in reads.of_finding(session, finding)}
        assert verifying.verify_chain(session).ok
    # The pipe's last line may be cut by the kill.
    assert {UUID(line.strip()) for line in acknowledged if len(line.strip()) == 36} <= kept
    assert len(kept) >= 20
