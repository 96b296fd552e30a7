"""A program of its own that appends reads to a store, and says of each when it is on disk.

Arguments: store, uuid of the finding, name of the reader, how many. A line a read: its uuid, and
the milliseconds that it took. Whoever started it may kill it at any moment.
"""

import sys
import time
from pathlib import Path
from uuid import UUID

from medcls_core.findings import Finding, Origin, Verdict
from medcls_core.geometry import Outline, Point, Size
from medcls_core.store import NewRead, findings, images, open_store, reads

TASK = "mitosis"


def append(url: str, finding: UUID, reader: str, count: int) -> None:
    """Append `count` reads of one finding, which is made if the store doesn't have it.

    Raises:
        MedclsError: if the store, its disk or server fails.
    """
    with open_store(url) as store:
        with store.session() as session:
            image = images.remember(session, Path("slide.svs"), "b" * 64, Size(10, 10), None)
            outline = Outline((Point(1.0, 2.0),))
            findings.add(session, image.uuid, [Finding(finding, TASK, outline, Origin.READER)])
        for _ in range(count):
            new = NewRead(finding, TASK, reader, Verdict.ACCEPT, TASK, "bench", None)
            begun = time.perf_counter()
            with store.session() as session:
                read = reads.append(session, new)
            took_ms = 1000 * (time.perf_counter() - begun)
            sys.stdout.write(f"{read.uuid} {took_ms:.3f}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    append(sys.argv[1], UUID(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
