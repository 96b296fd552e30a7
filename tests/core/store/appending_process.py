"""A program of its own that appends reads and prints the uuid of each one that is on disk.

Arguments: store, uuid of the finding, name of the reader, how many.
"""

import sys
from pathlib import Path
from uuid import UUID

from medcls_core.findings import Finding, Origin, Verdict
from medcls_core.geometry import Outline, Point, Size
from medcls_core.store import NewRead, findings, images, open_store, reads


def main(url: str, finding: UUID, reader: str, count: int) -> None:
    with open_store(url) as store:
        with store.session() as session:
            image = images.remember(session, Path("slide.svs"), "b" * 64, Size(10, 10), None)
            outline = Outline((Point(1.0, 2.0),))
            findings.add(session, image.uuid, [Finding(finding, "mitosis", outline, Origin.READER)])
        for _ in range(count):
            new = NewRead(finding, "mitosis", reader, Verdict.ACCEPT, "mitosis", "test", None)
            with store.session() as session:
                read = reads.append(session, new)
            print(read.uuid, flush=True)  # noqa: T201  (the acknowledgement)


main(sys.argv[1], UUID(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
