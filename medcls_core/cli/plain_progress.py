"""Progress as plain lines, for a log file or a pipe that nobody watches as it grows."""

import time
from collections.abc import Callable

from rich.console import Console

from medcls_core.cli.speech import say
from medcls_core.language import Text, percent

EVERY_S = 10.0

_STARTED = Text("{image}: started", "{image}：开始")
_GOING = Text("{image}: {step}, {share}", "{image}：{step}，{share}")
_FINISHED = Text("{image}: finished after {seconds:.0f} s", "{image}：完成，用时 {seconds:.0f} 秒")


class PlainProgress:
    """A line when work on an image starts, at most one every `every_s`, and one at its end.

    The first line waits for the first step of the work: an image that is refused is told of in
    one sentence, and nothing before it.
    """

    def __init__(
        self,
        console: Console,
        clock: Callable[[], float] = time.monotonic,
        *,
        every_s: float = EVERY_S,
    ) -> None:
        self._console, self._clock, self._every_s = console, clock, every_s
        self._image, self._begun, self._said = "", 0.0, 0.0
        self._started = False

    def begin(self, image: str) -> None:
        """Note which image comes next."""
        self._image, self._started = image, False
        self._begun = self._clock()

    def update(self, done: int, total: int, step: str) -> None:
        """Say `done` of `total` if the last line is long enough ago."""
        now = self._clock()
        if not self._started:
            self._started = True
            self._say(_STARTED, now)
        elif now - self._said >= self._every_s:
            self._say(_GOING, now, step=step, share=say(percent(done / max(1, total))))

    def finish(self) -> None:
        """Say that the image is done, if its work was ever started."""
        if self._started:
            self._started = False
            now = self._clock()
            self._say(_FINISHED, now, seconds=now - self._begun)

    def _say(self, text: Text, now: float, **facts: object) -> None:
        self._said = now
        self._console.print(say(text).format(image=self._image, **facts), markup=False)
