"""Draws two words off screen and says how much ink they took: does Qt work here at all?

`python -m app.probe` prints one line of JSON; the self-test runs it.
"""

import json
import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from app.settings import ThemeChoice
from app.theme import apply_theme

WORDS = ("medcls", "切片")
_SIZE = (160, 48)
_DARK = 128


def main() -> int:
    """Print the platform and the dark pixels of each word."""
    # As an argument: a variable of the environment doesn't reach Qt everywhere (Wine drops it).
    application = QApplication([sys.argv[0], "-platform", "offscreen"])
    apply_theme(application, ThemeChoice.LIGHT)  # the window's fonts with it
    answer = {"platform": application.platformName(), "ink": [ink(word) for word in WORDS]}
    sys.stdout.write(json.dumps(answer) + "\n")
    return 0


def ink(word: str) -> int:
    """Dark pixels of a word in the window's font."""
    canvas = QImage(*_SIZE, QImage.Format.Format_Grayscale8)
    canvas.fill(Qt.GlobalColor.white)
    painter = QPainter(canvas)
    painter.setFont(QApplication.font())
    painter.drawText(canvas.rect(), Qt.AlignmentFlag.AlignCenter, word)
    painter.end()
    return sum(bytes(canvas.constBits()[:]).count(value) for value in range(_DARK))


if __name__ == "__main__":
    sys.exit(main())
