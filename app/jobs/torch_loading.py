"""Torch is loaded without the window standing still meanwhile."""

import ctypes
import gc
import os
import sys
from importlib.util import find_spec
from pathlib import Path

_ENDINGS = {"linux": "so", "darwin": "dylib"}
"""Of shared libraries, where importing one holds the interpreter until all of it is linked."""


def load_torch() -> None:
    """Import all that runs models; called in a worker's thread, and quick from the second time on.

    Linking torch's libraries takes half a second in one piece, so that is done beforehand in a
    call that lets the window work. The modules leave half a million objects, and each collection
    of garbage among them would stop the window for a tenth of a second: they are looked through
    neither now nor ever.
    """
    if "torch" in sys.modules:
        return
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        _link_ahead()
        import medcls_core.inference.analysis  # noqa: F401, PLC0415  (what this is about)
    finally:
        gc.freeze()
        if was_collecting:
            gc.enable()


def _link_ahead() -> None:
    """Link all of torch that knows no Python; where that fails the import says why."""
    torch, ending = find_spec("torch"), _ENDINGS.get(sys.platform)
    if torch is None or torch.origin is None or ending is None:
        return
    dlopen = ctypes.CDLL(None).dlopen  # called as a foreign function it lets go of the interpreter
    dlopen.argtypes, dlopen.restype = (ctypes.c_char_p, ctypes.c_int), ctypes.c_void_p
    dlopen(os.fsencode(Path(torch.origin).parent / "lib" / f"libtorch.{ending}"), os.RTLD_NOW)
