"""Worker threads stand back behind the window's own, wherever the system lets them."""

import os
import sys
import threading

NICENESS = 5
"""The window gets about three times the processor of a worker that wants it too."""

_done = threading.local()


def stand_back() -> None:
    """Take the processor after the window from now on; called in the worker's own thread.

    Linux knows niceness by thread and not Qt's priorities; the other systems know those. Threads
    that this one starts, a network's for example, stand back with it.
    """
    if sys.platform == "linux" and not getattr(_done, "is_back", False):
        _done.is_back = True
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
