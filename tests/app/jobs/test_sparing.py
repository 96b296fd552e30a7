import ctypes
import subprocess
import sys

import psutil
import pytest

from app.jobs import give_back_memory


def _printed(program: str) -> str:
    """What a program of its own prints."""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return done.stdout


def test_whats_there_at_first_is_never_collected_and_what_comes_later_is():
    program = (
        "import gc\n"
        "from app.jobs import spare_program\n"
        "assert gc.get_freeze_count() == 0\n"
        "spare_program()\n"
        "first = gc.get_freeze_count()\n"
        "later = [[number] for number in range(5000)]\n"
        "spare_program()\n"
        "print(first > 10_000, gc.get_freeze_count() - first < 1000, gc.isenabled())\n"
    )
    assert _printed(program).split() == ["True", "True", "True"]


@pytest.mark.skipif(
    not hasattr(ctypes.CDLL(None) if sys.platform == "linux" else None, "malloc_trim"),
    reason="only GNU's C library keeps what was freed",
)
def test_what_was_freed_is_given_back():
    taken = [bytes(1000) for _ in range(100_000)]
    kept = taken[::50]
    taken.clear()
    before = psutil.Process().memory_info().rss
    give_back_memory()
    given_mb = (before - psutil.Process().memory_info().rss) / 2**20
    assert len(kept) == 2000
    assert given_mb > 30


@pytest.mark.skipif(sys.platform != "linux", reason="only GNU's C library has arenas")
def test_all_threads_take_their_memory_from_two_arenas():
    program = (
        "import ctypes, os, tempfile, threading\n"
        "from app.jobs import share_memory\n"
        "share_memory()\n"
        "gate = threading.Barrier(9)\n"
        "def take():\n"
        "    kept = [bytes(5000) for _ in range(500)]\n"
        "    gate.wait(); gate.wait()\n"
        "threads = [threading.Thread(target=take) for _ in range(8)]\n"
        "[one.start() for one in threads]; gate.wait()\n"
        "c = ctypes.CDLL(None); c.fopen.restype = ctypes.c_void_p\n"
        "c.malloc_info.argtypes = ctypes.c_int, ctypes.c_void_p\n"
        "c.fclose.argtypes = (ctypes.c_void_p,)\n"
        "name = tempfile.mktemp(); file = c.fopen(name.encode(), b'w')\n"
        "c.malloc_info(0, file); c.fclose(file); gate.wait()\n"
        "print(open(name).read().count('<heap nr')); os.remove(name)\n"
    )
    assert int(_printed(program)) <= 2
