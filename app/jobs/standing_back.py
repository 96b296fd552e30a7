"""Worker threads stand back behind the window's own, wherever the system lets them."""

import os
import sys
import threading

NICENESS = 5
"""The window gets about three times the processor of a worker that wants it too."""

_MOST = 19

_done = threading.local()


def stand_back() -> None:
    """Take the processor after the window from now on; called in the worker's own thread.

    Linux knows niceness by thread and not Qt's priorities; the other systems know those. Threads
    that this one starts, a network's for example, stand back with it.
    """
    if sys.platform == "linux" and not getattr(_done, "is_back", False):
        _done.is_back = True
        own, window = threading.get_native_id(), os.getpid()  # the first thread has this number
        niceness = min(_MOST, os.getpriority(os.PRIO_PROCESS, window) + NICENESS)
        if os.getpriority(os.PRIO_PROCESS, own) < niceness:  # nobody may come forward again
            os.setpriority(os.PRIO_PROCESS, own, niceness)
