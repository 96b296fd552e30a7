"""The program isn't looked through for garbage again and again, and freed memory is given back."""

import ctypes
import gc
import sys
from functools import cache


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
