"""A very large store: how long an append, a question by place and its verification take."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import numpy as np

from medcls_core.findings import Finding, Origin, Verdict
from medcls_core.geometry import Box, Outline, Point, Size
from medcls_core.store import LabelStore, NewRead, findings, images, places, reads, verifying

TASK = "mitosis"
SIDE_L0 = 100_000
VIEW_FINDINGS = 670
"""So many findings a view is wanted to hold on average."""

_OBJECT_PX = 40.0
_SEED = 0
_CHUNK = 10_000


@dataclass(frozen=True, slots=True)
class Scale:
    """What was measured of a store with so many reads and findings, all of one image.

    Attributes:
        append_ms: of each read given alone, to the disk.
        view_ms: of each question for the findings of a view.
        view_findings: how many findings each view held.
        bytes_on_disk: of the file with its log; None for a server.
        fill_s: time to add the findings and the reads before.
        verify_s: time to verify everything.
        intact: whether it verified.
    """

    append_ms: tuple[float, ...]
    view_ms: tuple[float, ...]
    view_findings: tuple[int, ...]
    bytes_on_disk: int | None
    fill_s: float
    verify_s: float
    intact: bool


def measure_scale(store: LabelStore, read_count: int, finding_count: int, each: int) -> Scale:
    """Fill an empty store, then ask and append `each` times.

    Raises:
        MedclsError: if the disk or server fails.
    """
    begun = time.perf_counter()
    image, uuids = _add_findings(store, finding_count)
    _add_reads(store, uuids, read_count)
    fill_s = time.perf_counter() - begun
    append_ms = tuple(_append(store, uuid) for uuid in uuids[:each])
    views = [_ask(store, image, box) for box in _views(finding_count, each)]
    begun = time.perf_counter()
    intact = verifying.verify(store).ok
    return Scale(
        append_ms=append_ms,
        view_ms=tuple(took for took, _ in views),
        view_findings=tuple(count for _, count in views),
        bytes_on_disk=None if store.path is None else _bytes_of(store.path),
        fill_s=fill_s,
        verify_s=time.perf_counter() - begun,
        intact=intact,
    )


def _add_findings(store: LabelStore, count: int) -> tuple[UUID, list[UUID]]:
    places = np.random.default_rng(_SEED).uniform(0, SIDE_L0 - _OBJECT_PX, (count, 2)).tolist()
    uuids: list[UUID] = []
    with store.session() as session:
        size = Size(SIDE_L0, SIDE_L0)
        image = images.remember(session, Path("slide.svs"), "c" * 64, size, None).uuid
    for start in range(0, count, _CHUNK):
        made = [_finding(x, y) for x, y in places[start : start + _CHUNK]]
        uuids += [finding.uuid for finding in made]
        with store.session() as session:
            findings.add(session, image, made)
    return image, uuids


def _finding(x_l0: float, y_l0: float) -> Finding:
    """With eight corners, as the outline of a small object has."""
    angles = np.linspace(0, 2 * np.pi, 8, endpoint=False)
    half = _OBJECT_PX / 2
    ring = np.stack([x_l0 + half + half * np.cos(angles), y_l0 + half + half * np.sin(angles)])
    corners = tuple(Point(x, y) for x, y in ring.T.round(1).tolist())
    return Finding(uuid4(), TASK, Outline(corners), Origin.MODEL, "e" * 64)


def _add_reads(store: LabelStore, uuids: list[UUID], count: int) -> None:
    for start in range(0, count, _CHUNK):
        places = range(start, min(start + _CHUNK, count))
        news = [_read(uuids[place % len(uuids)], place % 4) for place in places]
        with store.session() as session:
            reads.append_all(session, news)


def _read(finding: UUID, reader: int) -> NewRead:
    return NewRead(finding, TASK, f"reader {reader}", Verdict.ACCEPT, TASK, "bench", "e" * 64)


def _append(store: LabelStore, finding: UUID) -> float:
    begun = time.perf_counter()
    with store.session() as session:
        reads.append(session, _read(finding, 0))
    return 1000 * (time.perf_counter() - begun)


def _views(finding_count: int, each: int) -> Iterator[Box]:
    side = SIDE_L0 * min(1.0, VIEW_FINDINGS / finding_count) ** 0.5
    corners = np.random.default_rng(_SEED + 1).uniform(0, SIDE_L0 - side, (each, 2)).tolist()
    return (Box(x, y, side, side) for x, y in corners)


def _ask(store: LabelStore, image: UUID, box: Box) -> tuple[float, int]:
    begun = time.perf_counter()
    with store.session(read_only=True) as session:
        found = places.in_view(session, image, box, TASK)
    return 1000 * (time.perf_counter() - begun), len(found.boxes)


def _bytes_of(path: Path) -> int:
    log = path.with_name(path.name + "-wal")
    return path.stat().st_size + (log.stat().st_size if log.exists() else 0)
