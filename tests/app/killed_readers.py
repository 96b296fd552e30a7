"""Kills windows: each gives verdicts by keys until SIGKILL, and what it showed as saved is told.

`python killed_readers.py IMAGE STORE KILLS SEED` loads the program once and forks, since loading
takes longer than a reader's life here. One line a kill: the uuids of the reads shown as saved.
"""

import os
import random
import signal
import sys
from itertools import cycle
from pathlib import Path
from threading import Timer
from typing import NoReturn
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.commands import navigate, open_images
from app.context import AppContext
from app.driven_window import opened_window, wait_until, work_off
from medcls_core.images import open_image
from medcls_core.store import open_store

KEYS = (Qt.Key.Key_A, Qt.Key.Key_2, Qt.Key.Key_X, Qt.Key.Key_F, Qt.Key.Key_U)
MOST_SAVED, MOST_LATER_S = 8, 0.04


def main(image: str, store: str, kills: int, rng: random.Random) -> None:
    """Kill so many readers, one after the other, at random moments."""
    open_image(Path(image)).close()  # loads the libraries before the forks
    open_store(store).close()
    for _ in range(kills):
        told = _kill(image, store, rng.randint(1, MOST_SAVED), rng.uniform(0, MOST_LATER_S))
        sys.stdout.write(" ".join(told) + "\n")
        sys.stdout.flush()


def _kill(image: str, store: str, after: int, later_s: float) -> list[str]:
    """Kill a reader some time after so many of its verdicts were shown as saved."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _read(image, store, writing)
    os.close(writing)
    killer = Timer(later_s, os.kill, (child, signal.SIGKILL))
    told: list[str] = []
    with os.fdopen(reading) as lines:
        for line in lines:
            told.append(line.strip())
            if len(told) == after:
                killer.start()
    _, status = os.waitpid(child, 0)
    if os.waitstatus_to_exitcode(status) != -signal.SIGKILL:
        sys.exit(f"a reader ended by itself with {status}")
    killer.join()
    return told


def _read(image: str, store: str, writing: int) -> NoReturn:
    """Give verdicts, changing one's mind, and tell each that is shown as saved."""
    with opened_window(store) as (context, window):
        open_images.open_paths(context, [Path(image)])
        wait_until(lambda: bool(context.review.queue), "there were no findings")
        told = {read.uuid for read in context.review.reads}
        context.review.reads_changed.connect(lambda _: _tell(context, told, writing))
        keys, timer = cycle(KEYS), QTimer()
        timer.timeout.connect(lambda: _press(context, window.slide.view, next(keys)))
        timer.start(1)
        wait_until(lambda: False, "nobody killed this")
    os._exit(1)


def _press(context: AppContext, view: QWidget, key: Qt.Key) -> None:
    QTest.keyClick(view, key)
    if key == Qt.Key.Key_F:
        navigate.step(context, 1)  # a flag stays at its finding
    work_off()


def _tell(context: AppContext, told: set[UUID], writing: int) -> None:
    for read in context.review.reads:
        if read.hash and read.uuid not in told:
            told.add(read.uuid)
            os.write(writing, f"{read.uuid}\n".encode())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), random.Random(int(sys.argv[4])))  # noqa: S311
