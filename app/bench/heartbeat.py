"""How long the window doesn't react, as a reader would feel it."""

import time

from PySide6.QtCore import QObject, Qt, QTimer

EVERY_MS = 2


class Heartbeat(QObject):
    """Beats on the GUI thread; whatever delays a beat would have delayed a key too."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.longest_ms = 0.0
        self._last = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """Begin to listen, anew."""
        self.longest_ms, self._last = 0.0, time.perf_counter()
        self._timer.start(EVERY_MS)

    def stop(self) -> None:
        """Listen no more; a delay that has not ended counts."""
        self._beat()
        self._timer.stop()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest_ms = max(self.longest_ms, 1000 * (now - self._last) - EVERY_MS)
        self._last = now
