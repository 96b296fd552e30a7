"""A made-up image that counts its reads, and a view that shows it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot

from app.jobs import Runner
from app.viewer.slide_view import SlideView
from medcls_core.errors import ImageUnreadable
from medcls_core.geometry import Box, Size
from medcls_core.images.source import PixelSize, PixelSizeOrigin


@dataclass(eq=False)
class MadeUp:
    """An `ImageSource` over an array; boxes in `broken` can't be read."""

    pixels: NDArray[np.uint8]
    pixel_size: PixelSize | None = field(
        default_factory=lambda: PixelSize(0.25, PixelSizeOrigin.FILE)
    )
    objective_power: float | None = 40.0
    level_downsamples: tuple[float, ...] = (1.0,)
    broken: Box | None = None
    reads: list[tuple[Box, Size]] = field(default_factory=list)
    path: Path = Path("made-up.png")
    format_name: str = "made up"

    @property
    def size_l0(self) -> Size:
        return Size(self.pixels.shape[1], self.pixels.shape[0])

    def read(self, box_l0: Box, size: Size) -> NDArray[np.uint8]:
        self.reads.append((box_l0, size))
        if self.broken is not None and self.broken.intersection(box_l0) is not None:
            raise ImageUnreadable(self.path, "made up to be broken")
        xs = box_l0.x_l0 + (np.arange(size.width) + 0.5) * box_l0.width_l0 / size.width
        ys = box_l0.y_l0 + (np.arange(size.height) + 0.5) * box_l0.height_l0 / size.height
        columns, rows = xs.astype(int), ys.astype(int)
        found = np.full((size.height, size.width, 3), 255, np.uint8)
        in_x, in_y = columns < self.size_l0.width, rows < self.size_l0.height
        found[np.ix_(in_y, in_x)] = self.pixels[np.ix_(rows[in_y], columns[in_x])]
        return found

    def close(self) -> None:
        """Nothing to close."""


@pytest.fixture
def view(runner: Runner, qtbot: QtBot) -> Iterator[SlideView]:
    view = SlideView(runner)
    view.resize(900, 700)
    view.show()
    yield view
    view.set_source(None)
    qtbot.waitUntil(lambda: runner.live() == 0)
    # Not qtbot.addWidget: that would take the view away before it has let go of its image.
    view.close()
    view.deleteLater()


@pytest.fixture
def settle(view: SlideView, runner: Runner, qtbot: QtBot) -> Callable[[], None]:
    """Wait until the view moves no more and everything was fetched."""

    def wait() -> None:
        qtbot.waitUntil(lambda: view.goal == view.camera and view.is_sharp and runner.live() == 0)

    return wait


@pytest.fixture
def image_of() -> Callable[..., MadeUp]:
    """`image_of(pixels, ...)` is an `ImageSource` over an array."""
    return MadeUp
