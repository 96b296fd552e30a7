"""The program isn't looked through for garbage again and again, and freed memory is given back."""

import ctypes
import gc
import sys
from functools import cache

_ARENA_MAX, _ARENAS = -8, 2


def share_memory() -> None:
    """Let all threads take memory from two arenas; to be called before there are threads.

    GNU's C library gives every thread one of its own otherwise, and what a tile left free in one
    is of no use to the next: 20 MB after a walk through a slide. Elsewhere this does nothing.
    """
    if sys.platform == "linux":
        choose = getattr(ctypes.CDLL(None), "mallopt", None)
        if choose is not None:
            choose(_ARENA_MAX, _ARENAS)


@cache
def spare_program() -> None:
    """Keep all that is there now out of every later collection of garbage; only the first time.

    Modules, classes and widgets are some 180,000 objects that live as long as the window. Reading
    half a million findings sets off seven full collections, each of which stopped every thread for
    a tenth of a second to look through them.
    """
    gc.freeze()


def give_back_memory() -> None:
    """Give freed memory back to the system after work that needed much for a moment.

    GNU's C library keeps it otherwise: 70 MB after half a million findings were read. Elsewhere
    this does nothing. To be called in a worker's thread.
    """
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
