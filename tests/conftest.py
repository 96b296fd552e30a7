"""Fixtures of every test: seeds, a fresh home, real images where they exist, a server."""

import getpass
import os
import random
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest
from hypothesis import settings

from medcls_core.cli.speech import speak
from medcls_core.language import Language

# The installers are no part of the installed program: they are found beside the tests, behind it.
sys.path.append(str(Path(__file__).resolve().parents[1]))

# How long an example takes says something about the machine, nothing about the code.
settings.register_profile("medcls", deadline=None)
settings.load_profile("medcls")

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
_SERVERS = Path("/usr/lib/postgresql")  # where Debian puts every version
UNPACKED = Path(os.environ.get("MEDCLS_TEST_CACHE", "/tmp/cache/medcls-data"))  # noqa: S108


@pytest.fixture(autouse=True)
def _seeded() -> None:
    random.seed(0)
    np.random.seed(0)  # noqa: NPY002  (libraries under test use the global generator)
    try:
        import torch  # noqa: PLC0415  (a test of the bare values needs no torch)
    except ImportError:
        return
    torch.manual_seed(0)


@pytest.fixture(autouse=True)
def _fresh_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees or leaves anything in the user's own folders."""
    home = tmp_path / "home"
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        folder = home if name == "HOME" else home / name.lower()
        folder.mkdir(parents=True, exist_ok=True)
        monkeypatch.setenv(name, str(folder))


@pytest.fixture(autouse=True)
def _room_on_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is refused on a full disk is tested by tests that say so, on any disk."""
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=10**12))


@pytest.fixture(autouse=True)
def _english() -> None:
    """No test speaks the language that an earlier one chose."""
    speak(Language.ENGLISH)


@pytest.fixture(scope="session")
def real_data() -> Callable[[str], Path]:
    """`real_data("slides")` is the folder with that pack; skips where it is missing."""

    def unpack(pack: str) -> Path:
        archive = SHARED_DATA / f"{pack}.tar"
        if not archive.exists():
            pytest.skip(f"skipped: real images of {pack!r} are not on this machine")
        folder = UNPACKED / pack
        if not (folder / ".complete").exists():
            folder.mkdir(parents=True, exist_ok=True)
            with tarfile.open(archive) as tar:
                tar.extractall(folder, filter="data")
            (folder / ".complete").touch()
        inner = folder / pack
        return inner if inner.is_dir() else folder

    return unpack


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
