"""Where the reader stands: the one mapping between level-0 pixels and the view.

Every layer goes through the same `Camera`, so tiles, heatmaps and marks can't drift apart. The
place of level-0 (0, 0) is rounded to whole screen pixels: at 1:1 the tissue is then as crisp as
the scanner left it, at every pan.
"""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from medcls_core.geometry import Box, Point, Size


class Spot(NamedTuple):
    """A place in the view, in logical pixels from its top left corner."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class ScaleLimits:
    """Smallest and largest scale a reader may zoom to, in view pixels per level-0 pixel."""

    smallest: float
    largest: float

    def clamp(self, scale: float) -> float:
        """The nearest allowed scale."""
        return min(max(scale, self.smallest), self.largest)


@dataclass(frozen=True, slots=True)
class Camera:
    """What part of an image a view shows.

    `scale` is in logical view pixels per level-0 pixel, `view` the view's size in logical
    pixels, `pixel_ratio` the screen pixels per logical pixel (2.0 on many laptops). `origin` is
    where level-0 (0, 0) lies in the view, on a whole screen pixel.
    """

    center: Point
    scale: float
    view: Size
    pixel_ratio: float = 1.0
    origin: Spot = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        x = self.view.width / 2 - self.center.x_l0 * self.scale
        y = self.view.height / 2 - self.center.y_l0 * self.scale
        ratio = self.pixel_ratio
        origin = Spot(round(x * ratio) / ratio, round(y * ratio) / ratio)
        object.__setattr__(self, "origin", origin)  # asked for a hundred times a frame

    @classmethod
    def fitting(cls, size_l0: Size, view: Size, pixel_ratio: float = 1.0) -> "Camera":
        """The camera that shows the whole image, a small margin around it."""
        return cls(
            Point(size_l0.width / 2, size_l0.height / 2),
            fit_scale(size_l0, view),
            view,
            pixel_ratio,
        )

    @property
    def screen_scale(self) -> float:
        """Screen pixels per level-0 pixel; above 1 the picture is magnified beyond the scan."""
        return self.scale * self.pixel_ratio

    @property
    def downsample(self) -> float:
        """Level-0 pixels per logical view pixel."""
        return 1 / self.scale

    @property
    def view_box(self) -> Box:
        """The level-0 rectangle that the view shows, whether the image fills it or not."""
        corner = self.to_l0(Spot(0, 0))
        return Box(
            corner.x_l0, corner.y_l0, self.view.width / self.scale, self.view.height / self.scale
        )

    def to_view(self, point: Point) -> Spot:
        """Where a level-0 point lies in the view."""
        origin = self.origin
        return Spot(origin.x + point.x_l0 * self.scale, origin.y + point.y_l0 * self.scale)

    def to_l0(self, spot: Spot) -> Point:
        """What lies under a place of the view."""
        origin = self.origin
        return Point((spot.x - origin.x) / self.scale, (spot.y - origin.y) / self.scale)

    def panned(self, right: float, down: float) -> "Camera":
        """Moved over the image by logical view pixels."""
        center = Point(self.center.x_l0 + right / self.scale, self.center.y_l0 + down / self.scale)
        return replace(self, center=center)

    def anchored(self, scale: float, point: Point, spot: Spot) -> "Camera":
        """At another scale, with level-0 `point` under `spot`."""
        x_l0 = point.x_l0 + (self.view.width / 2 - spot.x) / scale
        y_l0 = point.y_l0 + (self.view.height / 2 - spot.y) / scale
        return replace(self, center=Point(x_l0, y_l0), scale=scale)

    def kept_over(self, size_l0: Size) -> "Camera":
        """The nearest camera whose centre lies over the image: one can't get lost."""
        x_l0 = min(max(self.center.x_l0, 0.0), float(size_l0.width))
        y_l0 = min(max(self.center.y_l0, 0.0), float(size_l0.height))
        return replace(self, center=Point(x_l0, y_l0))


FIT_MARGIN = 0.98
"""Share of the view that the whole image fills at most."""

MOST_MAGNIFIED = 8.0
"""View pixels per level-0 pixel at the far end of the zoom; small images may go further."""


def fit_scale(size_l0: Size, view: Size) -> float:
    """The scale at which the whole image just shows."""
    across = max(view.width, 1) / size_l0.width
    down = max(view.height, 1) / size_l0.height
    return min(across, down) * FIT_MARGIN


def scale_limits(size_l0: Size, view: Size) -> ScaleLimits:
    """From half the size of the whole image to single pixels as visible squares."""
    fit = fit_scale(size_l0, view)
    return ScaleLimits(smallest=min(fit / 2, 1.0), largest=max(MOST_MAGNIFIED, fit * 2))
