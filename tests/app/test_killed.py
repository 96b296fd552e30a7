"""Whatever moment the process dies at: every verdict that was shown as saved is in the store."""

import os
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest
from PIL import Image

from medcls_core.cli import bench_sets
from medcls_core.store import images, open_store, reads, verifying

KILLS = 50
READERS = Path(__file__).with_name("killed_readers.py")


@pytest.fixture
def image(tmp_path) -> Path:
    path = tmp_path / "field.png"
    noise = np.random.default_rng(0).integers(120, 255, (600, 700, 3), dtype=np.uint8)
    Image.fromarray(noise).save(path)
    return path


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL and fork are POSIX's")
def test_a_verdict_shown_as_saved_survives_a_kill_at_any_moment(image, tmp_path):
    halves = []
    for number in range(2):  # two at a time, each with a store of its own
        folder = tmp_path / str(number)
        folder.mkdir()
        made = bench_sets.make_findings(image, 30, folder)
        command = [sys.executable, READERS, image, made.store, str(KILLS // 2), str(number)]
        halves.append((made.store, _started(command, folder)))
    for store, process in halves:
        said, complaint = process.communicate()
        assert process.returncode == 0, complaint
        killed = [{UUID(part) for part in line.split()} for line in said.splitlines()]
        assert len(killed) == KILLS // 2
        assert all(killed), "each reader had saved something"
        assert set().union(*killed) <= kept(store)


def _started(command: list[object], folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [str(part) for part in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
        env=os.environ | {"TMPDIR": str(folder)},
    )


def kept(path: Path) -> set[UUID]:
    """The reads in a store, whose chain must be whole."""
    with open_store(str(path)) as store, store.session() as session:
        chain = verifying.verify_chain(session)
        assert chain.ok, chain.reason
        (image,) = images.all(session)
        return {read.uuid for read in reads.of_image(session, image.uuid)}
