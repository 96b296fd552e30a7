"""The parts of the build that can be wrong without a compiler, and what must never be shipped."""

import re
import struct

import pytest

from installers import listing, pruning, running
from installers.layout import BuildError, layout_of
from installers.windows.launchers import version_numbers
from installers.windows.runtime import SEARCH_PATH
from installers.wine.no_network import name_of

HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def test_work_inside_the_checkout_is_refused():
    root = layout_of(None).root
    with pytest.raises(BuildError, match="outside"):
        layout_of(root / "build")


@pytest.mark.parametrize(
    ("version", "numbers"),
    [("0.1.0", (0, 1, 0, 0)), ("0.10.2rc1", (0, 10, 2, 0)), ("1.2.3.4", (1, 2, 3, 4))],
)
def test_windows_gets_four_numbers(version, numbers):
    assert version_numbers(version) == numbers


@pytest.mark.parametrize("name", ["windows", "linux", "build", "runtime"])
def test_every_locked_package_has_a_version_and_a_hash(name):
    text = layout_of(None).lock(name).read_text("utf-8")
    packages = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)((?: \\\n +--hash=\S+)+)", text, re.MULTILINE)
    lines = [line for line in text.splitlines() if line and line[0].isalnum()]
    assert len(packages) == len(lines) > 1
    assert all(HASH.search(hashes) for *_, hashes in packages)


@pytest.mark.parametrize("name", ["windows", "linux"])
def test_qt_is_the_one_that_keeps_its_references(name):
    text = layout_of(None).lock(name).read_text("utf-8")
    assert re.search(r"^pyside6-essentials==6\.11\.", text, re.MULTILINE)


def test_a_list_is_read_as_it_was_written_and_a_changed_byte_is_seen(tmp_path):
    (tmp_path / "切片").mkdir()
    (tmp_path / "切片" / "a b.txt").write_bytes(b"one")
    first = listing.read_list(listing.write_list(tmp_path))
    assert list(first) == ["切片/a b.txt"]
    (tmp_path / "切片" / "a b.txt").write_bytes(b"two")
    assert listing.read_list(listing.write_list(tmp_path)) != first
    assert listing.LIST_NAME not in listing.read_list(tmp_path / listing.LIST_NAME)


KEPT = (
    "skimage/__init__.pyi",
    "PySide6/QtWidgets.pyd",
    "PySide6/Qt6Gui.dll",
    "PySide6/plugins/platforms/qwindows.dll",
    "torch/testing/tests/__init__.py",
    "numpy/__init__.py",
    "torch/bin/torch_shm_manager",
)
GONE = (
    "numpy/__init__.pyi",
    "numpy/tests/test_all.py",
    "torch/include/ATen/a.h",
    "torch/lib/torch_cpu.lib",
    "torch/bin/protoc.exe",
    "PySide6/QtQml.pyd",
    "PySide6/Qt6Quick.dll",
    "PySide6/opengl32sw.dll",
    "PySide6/plugins/sqldrivers/qsqlite.dll",
    "PySide6/plugins/platforms/qdirect2d.dll",
    "bin/pydicom",
)


def test_pruning_takes_what_nobody_runs_and_leaves_what_is_read(tmp_path):
    for name in (*KEPT, *GONE):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"1234")
    assert pruning.prune(tmp_path) == 4 * len(GONE)
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert left == set(KEPT)


def test_shipped_python_looks_nowhere_else():
    assert "import site" not in SEARCH_PATH
    assert all(".." not in line and ":" not in line for line in SEARCH_PATH.splitlines())


def test_a_command_that_takes_too_long_or_fails_is_told():
    with pytest.raises(BuildError, match="not done after"):
        running.run(["sleep", "60"], limit_s=0.05)
    with pytest.raises(BuildError, match="exit code 3\nwhy"):
        running.run(["sh", "-c", "echo why; exit 3"], limit_s=60)


def test_a_missing_program_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(running.shutil, "which", lambda _: None)
    with pytest.raises(BuildError, match="apt-get install nsis"):
        running.program("makensis")


def test_the_name_of_a_question_is_read():
    question = (
        struct.pack(">6H", 7, 256, 1, 0, 0, 0) + b"\x07control\x07invalid\x00\x00\x01\x00\x01"
    )
    assert name_of(question) == "control.invalid"


@pytest.mark.parametrize("words", ["/S", "/ALLUSERS", "/DESKTOP"])
def test_the_setup_script_and_the_page_for_administrators_agree(words):
    sources = layout_of(None).sources
    script = (sources / "windows" / "setup.nsi").read_text("utf-8")
    assert words in (sources / "README.md").read_text("utf-8")
    assert words in script


def test_what_opens_slides_is_offered_and_never_taken():
    script = (layout_of(None).sources / "windows" / "setup.nsi").read_text("utf-8")
    written = re.findall(r'WriteRegStr SHCTX "Software\\Classes\\([^"]+)" "([^"]*)"', script)
    of_endings = [(key, name) for key, name in written if key.startswith("${EXT}")]
    assert of_endings == [("${EXT}\\OpenWithProgids", "${PROGID}")]
