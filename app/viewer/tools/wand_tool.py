"""The wand: press, drag until the border fits, let go."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter

from app.jobs import Lane, Runner
from app.state import Mode, Sources
from app.viewer.camera import Camera
from app.viewer.sizes import size_note
from app.viewer.tools.tool import Drawn, Tool, Touch, outline_path, write_beside
from app.viewer.view_rects import point_to_view
from medcls_core.errors import MedclsError
from medcls_core.geometry import Box, Outline, Point, Size
from medcls_core.progress import Progress

if TYPE_CHECKING:  # loads SciPy
    from medcls_core.images.source import ImageSource
    from medcls_core.shapes.wand import Likeness

# ruff: noqa: PLC0415  (imported in the job)

PATCH_PX = 512
"""Side of the patch that is looked at, in the pixels that the screen shows."""

FIRST_TOLERANCE = 12.0
MOST_TOLERANCE = 90.0
_FIRST = 2
"""A person waits with a finger on the button: before tiles and crops."""

_PER_PX = 0.12
_PER_NOTCH = 2.0


class WandTool(Tool):
    """Takes what looks like the touched place; dragging right or up takes more, left or down less.

    The last tolerance is where the next touch begins. The work is done in the tiles lane: one job
    at a time, always for the latest wish.

    Attributes:
        source: the open image.
        tolerance: Lab distance up to which a colour is like the touched one.

    Args:
        drawn: who is told.
        runner: whose tiles lane is used.
        sources: that keep an image open while it is read.
        failed: told when the image can't be read there.
    """

    def __init__(
        self,
        drawn: Drawn,
        runner: Runner,
        sources: Sources,
        failed: Callable[[MedclsError], None],
    ) -> None:
        super().__init__(drawn)
        self.source: ImageSource | None = None
        self.tolerance = FIRST_TOLERANCE
        self._runner = runner
        self._sources = sources
        self._failed = failed
        self._touch: Touch | None = None
        self._start = 0.0
        self._like: Likeness | None = None
        self._outline: Outline | None = None
        self._shown = -1.0
        self._working = False
        self._ended = False

    @property
    def is_busy(self) -> bool:
        """Whether a touch hasn't ended."""
        return self._touch is not None

    def press(self, touch: Touch) -> bool:
        """Touch a place."""
        if self.source is None or self._working:
            return True
        self._touch, self._start, self._like = touch, self.tolerance, None
        self._outline, self._shown, self._ended = None, -1.0, False
        self._work()
        return True

    def drag(self, touch: Touch) -> None:
        """More or less."""
        if self._touch is None or self._ended:
            return
        way = touch.spot.x - self._touch.spot.x - (touch.spot.y - self._touch.spot.y)
        self._wish(self._start + way * _PER_PX)

    def wheel(self, notches: float) -> bool:
        """More or less, while the button is down."""
        if self._touch is None or self._ended:
            return False
        self._start += notches * _PER_NOTCH
        self._wish(self.tolerance + notches * _PER_NOTCH)
        return True

    def release(self, touch: Touch) -> None:
        """Take it, as soon as it is known."""
        del touch
        if self._touch is not None:
            self._ended = True
            self._finish()

    def give_up(self) -> None:
        """Forget the touch; what a running job finds is thrown away."""
        self._touch, self._outline, self._like = None, None, None
        self.drawn.repaint.emit()

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """The border as it would be."""
        if self._outline is not None:
            self.paint_path(painter, outline_path(self._outline, camera))
            bounds = self._outline.bounds
            corner = Point(bounds.right_l0, bounds.bottom_l0)
            note = size_note(self._outline, self.mpp)
            write_beside(painter, point_to_view(camera, corner), note)

    def _wish(self, tolerance: float) -> None:
        self.tolerance = min(max(tolerance, 1.0), MOST_TOLERANCE)
        self._work()

    def _work(self) -> None:
        """Compute the border for the tolerance wished now, unless a job is out."""
        touch, source = self._touch, self.source
        if touch is None or source is None or self._working or self._shown == self.tolerance:
            return
        tolerance, like = self.tolerance, self._like
        box, size = _patch(touch, source.size_l0)

        def job(_: Progress) -> "tuple[Likeness, Outline | None]":
            from medcls_core.shapes.wand import flood, likeness, outline_of

            known = like or likeness(source.read(box, size), box, touch.point)
            return known, outline_of(flood(known, tolerance), box)

        def done(found: "tuple[Likeness, Outline | None]") -> None:
            self._sources.release(source)
            self._working = False
            if self._touch is not touch:
                return
            self._like, self._outline = found
            self._shown = tolerance
            self.drawn.repaint.emit()
            self._work()
            self._finish()

        def failed(problem: MedclsError) -> None:
            self._sources.release(source)
            self._working = False
            self.give_up()
            self._failed(problem)

        self._working = True
        self._sources.hold(source)
        self._runner.submit(Lane.TILES, "wand", job, done=done, failed=failed, priority=_FIRST)

    def _finish(self) -> None:
        """The button is up and the border is the wished one: it is drawn."""
        if self._touch is None or not self._ended or self._working:
            return
        mode, outline = self._touch.mode, self._outline
        self.give_up()
        if outline is not None:
            self.drawn.enclosed.emit((outline,), Mode(mode))


def _patch(touch: Touch, whole: Size) -> tuple[Box, Size]:
    """What the wand looks at: around the touched place, as sharp as the screen shows it."""
    step = max(1.0, 1 / touch.camera.screen_scale)
    place: Point = touch.point
    frame = Box(0.0, 0.0, whole.width, whole.height)
    around = Box.around(Point(round(place.x_l0), round(place.y_l0)), PATCH_PX * step)
    box = around.intersection(frame) or around
    return box, Size(max(1, round(box.width_l0 / step)), max(1, round(box.height_l0 / step)))
