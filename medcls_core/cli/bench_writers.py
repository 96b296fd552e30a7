"""Many programs that write to one store, and programs that are killed while they do."""

import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from uuid import UUID, uuid4

from medcls_core.cli.speech import invalid
from medcls_core.language import Text
from medcls_core.store import open_store, reads, verifying

_WHOLE = re.compile(r"[0-9a-f-]{36} \d+\.\d{3}")  # the last line may be cut by a kill
_ENDLESS = 1_000_000_000
_MOST_BEFORE_KILL = 40
_FAILED = Text("a program that writes to it failed: {reason}", "写入程序失败：{reason}")


@dataclass(frozen=True, slots=True)
class Written:
    """What programs wrote.

    Attributes:
        acknowledged: reads that a program said are on disk.
        missing: those of them that the store doesn't have.
        intact: whether the store verifies.
        took_ms: of every append, waiting for the others included.
        seconds: from the first start to the last end.
    """

    acknowledged: int
    missing: int
    intact: bool
    took_ms: tuple[float, ...]
    seconds: float


def write_together(url: str, programs: int, count: int) -> Written:
    """Let `programs` programs append `count` reads each to one store, all at the same time.

    Raises:
        InputInvalid: if one of them fails.
        MedclsError: if the store can't be read.
    """
    finding, begun = uuid4(), time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="medcls-bench-") as folder, ExitStack() as files:
        # Files, not pipes: a pipe that nobody empties stops its program.
        said = [Path(folder) / str(number) for number in range(programs)]
        running = [
            _start(url, finding, number, count, files.enter_context(path.open("w")))
            for number, path in enumerate(said)
        ]
        for program in running:
            _, problems = program.communicate()
            if program.returncode:
                raise invalid(url, _FAILED, reason=problems.strip().rpartition("\n")[2])
        lines = [line for path in said for line in path.read_text("utf-8").splitlines()]
    return _checked(url, finding, lines, time.perf_counter() - begun)


def kill_again_and_again(url: str, kills: int, seed: int = 0) -> Written:
    """Kill a program that appends reads, `kills` times, each after some of them.

    Raises:
        MedclsError: if the store can't be read.
    """
    finding, begun, some = uuid4(), time.perf_counter(), random.Random(seed)  # noqa: S311  (no secret)
    lines: list[str] = []
    for number in range(kills):
        with _start(url, finding, number, _ENDLESS, subprocess.PIPE) as program:
            if program.stdout is None:
                raise TypeError("the program has no standard output")
            wanted = some.randint(1, _MOST_BEFORE_KILL)
            lines += [program.stdout.readline() for _ in range(wanted)]
            time.sleep(some.uniform(0, 0.01))  # anywhere in a transaction
            program.kill()
            lines += program.stdout.readlines()
    return _checked(url, finding, lines, time.perf_counter() - begun)


def fill_up(url: str) -> tuple[Written, str]:
    """Append reads until the disk is full; what was said then, in the words of the error.

    Raises:
        MedclsError: if the store can't be read afterwards.
    """
    finding, begun = uuid4(), time.perf_counter()
    program = _start(url, finding, 0, _ENDLESS, subprocess.PIPE)
    said, problems = program.communicate()
    found = _checked(url, finding, said.splitlines(), time.perf_counter() - begun)
    return found, problems.strip().rpartition("\n")[2]


def _start(
    url: str, finding: UUID, number: int, count: int, said: int | IO[str]
) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "medcls_core.cli.bench_appending"]
    arguments = [url, str(finding), f"reader {number}", str(count)]
    return subprocess.Popen(  # noqa: S603  (our own program)
        [*command, *arguments], stdout=said, stderr=subprocess.PIPE, text=True
    )


def _checked(url: str, finding: UUID, lines: Iterable[str], seconds: float) -> Written:
    whole = [line.split() for line in lines if _WHOLE.fullmatch(line.strip())]
    acknowledged = {UUID(uuid) for uuid, _ in whole}
    with open_store(url) as store:
        intact = verifying.verify(store).ok
        with store.session(read_only=True) as session:
            kept = {read.uuid for read in reads.of_finding(session, finding)}
    took_ms = tuple(float(took) for _, took in whole)
    return Written(len(acknowledged), len(acknowledged - kept), intact, took_ms, seconds)
