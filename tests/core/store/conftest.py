"""A store with an image in it, and makers of what goes into one; a PostgreSQL server."""

import getpass
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from medcls_core.findings import Finding, Origin, Read, Verdict
from medcls_core.geometry import Outline, Point, Size
from medcls_core.store import LabelStore, NewRead, findings, images, open_store, reads

_SERVERS = Path("/usr/lib/postgresql")  # where Debian puts every version


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """URL of a PostgreSQL server of this run's own, started as a user without rights."""
    found = sorted(_SERVERS.glob("*/bin/initdb"))
    pwd = pytest.importorskip("pwd")  # not on Windows
    if not found:
        pytest.skip("skipped: no PostgreSQL server here; Debian: apt-get install postgresql")
    user = "nobody" if os.geteuid() == 0 else getpass.getuser()  # a server refuses to run as root
    folder = Path(tempfile.mkdtemp(prefix="medcls-pg-"))
    os.chown(folder, pwd.getpwnam(user).pw_uid, -1)

    def ask(program: str, *arguments: str) -> None:
        command = [str(found[-1].with_name(program)), "-D", str(folder / "data"), *arguments]
        subprocess.run(command, user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL)

    ask("initdb", "-U", "medcls", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-k {folder} -c listen_addresses="
    ask("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
    yield f"postgresql+psycopg://medcls@/{{}}?host={folder}"
    ask("pg_ctl", "-w", "-m", "immediate", "stop")
    shutil.rmtree(folder)


@pytest.fixture
def server_url(server: str) -> str:
    """URL of an empty database on the server."""
    psycopg = pytest.importorskip("psycopg")
    name = f"medcls_{uuid4().hex}"
    url = server.replace("+psycopg", "")
    with psycopg.connect(url.format("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.format(name)


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
