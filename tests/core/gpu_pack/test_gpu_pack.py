"""A pack installed from a folder, an archive and an index; refused, undone, found at the start."""

import http.server
import shutil
import subprocess
import sys
import threading
from functools import partial
from importlib.metadata import version
from pathlib import Path

import pytest

from installers.wine.stand_in import write_wheels
from medcls_core.errors import GpuPackFailed, OutputUnwritable
from medcls_core.gpu_pack import folder as packs
from medcls_core.gpu_pack import installing
from medcls_core.gpu_pack.pip_lines import reason_of, told_progress
from medcls_core.language import Language
from medcls_core.progress import Cancelled, Silent

VERSIONS = {name: version(name).partition("+")[0] for name in installing.PACKAGES}


@pytest.fixture
def home(monkeypatch, tmp_path) -> Path:
    """A user's data folder, and a program whose torch knows no CUDA."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(installing, "own_cuda", lambda: "")
    return tmp_path


@pytest.fixture
def wheels(home) -> Path:
    write_wheels(home / "wheels", VERSIONS)
    return home / "wheels"


def test_a_folder_of_wheels_becomes_the_pack_in_use(wheels):
    pack = installing.install(str(wheels), Silent())
    assert packs.active() == pack
    assert (pack.cuda, pack.device) == ("13.0", "Stand-in GPU")
    assert pack.torch == f"{VERSIONS['torch']}+cu130"
    # A program that starts now takes its torch, whatever of ours it imports first.
    code = "import medcls_core.language, torch; print(torch.__version__, torch.__file__)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.split() == [pack.torch, str(pack.path / "torch" / "__init__.py")]
    packs.deactivate()
    assert packs.active() is None
    assert [path.name for path in packs.packs_folder().iterdir()] == []


def test_an_archive_and_an_index_do_as_well(home, wheels):
    archive = shutil.make_archive(str(home / "pack"), "zip", wheels)
    first = installing.install(archive, Silent())
    index = home / "index"
    for name in VERSIONS:
        (index / name).mkdir(parents=True)
        for wheel in wheels.glob(f"{name}-*.whl"):
            shutil.copy(wheel, index / name)
    handler = partial(_Quiet, directory=str(index))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        try:
            second = installing.install(f"http://127.0.0.1:{server.server_port}/", Silent())
        finally:
            server.shutdown()
            serving.join()
    assert packs.active() == second
    assert not first.path.exists()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing on standard error."""


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"cuda": None}, "isn't built for CUDA"),
        ({"device": ""}, "install NVIDIA's driver"),
        ({"difference": 0.5}, "otherwise than the processor"),
    ],
)
def test_what_does_not_compute_here_is_refused_and_leaves_the_pack_before(
    home, wheels, facts, said
):
    before = installing.install(str(wheels), Silent())
    write_wheels(home / "other", VERSIONS, **facts)
    with pytest.raises(GpuPackFailed, match=said):
        installing.install(str(home / "other"), Silent())
    assert packs.active() == before
    assert list(packs.packs_folder().glob(packs.PACKS)) == [before.path]


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("/nowhere/wheels", "no address, no folder"),
        ("http://127.0.0.1:9/simple", "medcls gpu fetch"),
    ],
)
def test_a_source_that_is_none_is_told_in_both_languages(source, said):
    with pytest.raises(GpuPackFailed, match=said) as told:
        installing.install(source, Silent())
    assert source in told.value.sentence(Language.CHINESE)
    assert list(packs.packs_folder().glob(packs.PACKS)) == []


def test_a_folder_with_another_version_says_which_is_wanted(home):
    write_wheels(home / "old", {"torch": "1.0.0", "torchvision": "0.1.0"})
    with pytest.raises(GpuPackFailed, match=f"torch=={VERSIONS['torch']}"):
        installing.install(str(home / "old"), Silent())


def test_a_full_disk_is_told_before_anything_is_fetched(wheels, monkeypatch):
    usage = shutil.disk_usage(wheels)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=int(2e9)))
    with pytest.raises(OutputUnwritable, match=r"2\.0 GB are free"):
        installing.install(str(wheels), Silent())


def test_a_program_with_cuda_needs_none(wheels, monkeypatch):
    monkeypatch.setattr(installing, "own_cuda", lambda: "13.2")
    with pytest.raises(GpuPackFailed, match=r"CUDA 13\.2"):
        installing.install(str(wheels), Silent())
    assert not packs.packs_folder().exists()


def test_cancelling_leaves_nothing(wheels):
    class Stop(Silent):
        def update(self, *_: object) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        installing.install(str(wheels), Stop())
    assert packs.active() is None
    assert list(packs.packs_folder().glob(packs.PACKS)) == []


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("line", ["", "{", "[]", '{"folder": "pack-1"}'])
def test_a_damaged_line_is_no_pack(line):
    packs.packs_folder().mkdir(parents=True)
    (packs.packs_folder() / packs.ACTIVE).write_text(line, "utf-8")
    assert packs.active() is None
    packs.put_first()
    assert not any("pack-" in entry for entry in sys.path)


def test_a_pack_of_another_python_is_left_alone(wheels, monkeypatch):
    installing.install(str(wheels), Silent())
    monkeypatch.setattr(packs, "own_python", lambda: "3.99")
    assert packs.active() is None


def test_pips_lines_are_read():
    told: list[tuple[int, int, str]] = []

    class Heard(Silent):
        def update(self, done: int, total: int, message: str = "") -> None:
            told.append((done, total, message))

    assert told_progress("Progress 1500000 of 2900000000\n", Heard())
    assert not told_progress("Collecting torch", Heard())
    assert told == [(1, 2900, "download_mb")]
    said = reason_of(["x", "ERROR: Something odd."], "there", ["torch==1"])
    assert said.say(Language.ENGLISH) == "Something odd"
