import gc
import subprocess
import sys

from app.jobs import load_torch


def _said(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_models_are_loaded_without_torchs_compiler_and_whats_loaded_is_never_collected():
    said = _said(
        "import gc, sys\n"
        "from app.jobs import load_torch\n"
        "load_torch()\n"
        "heavy = {'torch._dynamo', 'torchvision', 'sympy', 'scipy.signal', 'scipy.stats'}\n"
        "print(sorted(heavy & set(sys.modules)), 'torch' in sys.modules, gc.isenabled())\n"
        "print(gc.get_freeze_count() > 100_000)\n"
    )
    assert said.splitlines() == ["[] True True", "True"]


def test_what_is_loaded_already_is_left_alone(monkeypatch):
    frozen = gc.get_freeze_count()
    monkeypatch.setitem(sys.modules, "torch", object())
    load_torch()
    assert gc.get_freeze_count() == frozen
