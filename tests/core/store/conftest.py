"""A store with an image in it, and makers of what goes into one."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from medcls_core.findings import Finding, Origin, Read, Verdict
from medcls_core.geometry import Outline, Point, Size
from medcls_core.store import LabelStore, NewRead, findings, images, open_store, reads


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "labels.sqlite"


@pytest.fixture(scope="session")
def fresh_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store, migrated once for the whole run and copied for each test."""
    path = tmp_path_factory.mktemp("fresh") / "labels.sqlite"
    open_store(str(path)).close()
    return path


@pytest.fixture
def store(place: Path, fresh_store: Path) -> Iterator[LabelStore]:
    shutil.copyfile(fresh_store, place)
    with open_store(str(place)) as opened:
        yield opened


@pytest.fixture
def image(store: LabelStore, tmp_path: Path) -> UUID:
    with store.session() as session:
        return images.remember(
            session, tmp_path / "slide.svs", "a" * 64, Size(4000, 3000), None
        ).uuid


@pytest.fixture
def a_finding() -> Callable[..., Finding]:
    def make(x: float = 10.0, y: float = 20.0, task: str = "mitosis") -> Finding:
        outline = Outline((Point(x, y), Point(x + 30, y), Point(x + 30, y + 20.5)))
        return Finding(uuid4(), task, outline, Origin.MODEL, "e" * 64)

    return make


@pytest.fixture
def finding(store: LabelStore, image: UUID, a_finding: Callable[..., Finding]) -> Finding:
    made = a_finding()
    with store.session() as session:
        findings.add(session, image, [made])
    return made


@pytest.fixture
def say(store: LabelStore, finding: Finding) -> Callable[..., Read]:
    """Append a read of `finding`: `say(Verdict.ACCEPT)`, `say(Verdict.CORRECT, "non_mitotic")`."""

    def append(
        verdict: Verdict, class_key: str | None = None, *, reader: str = "Dr Wang 王"
    ) -> Read:
        if verdict is Verdict.ACCEPT and class_key is None:
            class_key = "mitosis"
        new = NewRead(finding.uuid, finding.task, reader, verdict, class_key, "test", "e" * 64)
        with store.session() as session:
            return reads.append(session, new)

    return append
