"""Numbers and places that a person types, understood or refused in one sentence."""

import math

from medcls_core.cli.speech import invalid
from medcls_core.cli.typed_numbers import WANTED
from medcls_core.geometry import Box, Point
from medcls_core.language import Text

_REGION = Text(
    "'{text}' is not x,y,width,height in full-resolution pixels",
    "“{text}”不是全分辨率像素的 x,y,宽,高",
)
_POINT = Text("'{text}' is not x,y in full-resolution pixels", "“{text}”不是全分辨率像素的 x,y")
_EMPTY = Text("width and height must be positive", "宽和高必须为正")


def read_region(text: str | None) -> Box | None:
    """The box of 'x,y,width,height' in level-0 pixels; None stays None.

    Raises:
        InputInvalid: if it is anything else.
    """
    if text is None:
        return None
    box = Box(*_numbers("--region", text, 4, _REGION))
    if box.width_l0 <= 0 or box.height_l0 <= 0:
        raise invalid("--region", _EMPTY)
    return box


def read_point(text: str) -> Point:
    """The place of 'x,y' in level-0 pixels.

    Raises:
        InputInvalid: if it is anything else.
    """
    return Point(*_numbers("--at", text, 2, _POINT))


def check_mpp(value: float | None) -> float | None:
    """`value`, refused where it is no size in micrometres; None is what the file says.

    Raises:
        InputInvalid: if `value` isn't positive and finite.
    """
    if value is not None and not (math.isfinite(value) and value > 0):
        raise invalid(f"--mpp {value:g}", WANTED["--mpp"])
    return value


def check_threshold(value: float | None) -> float | None:
    """`value`, refused where it is no probability; None is the model's own.

    Raises:
        InputInvalid: if `value` isn't between 0 and 1.
    """
    if value is not None and not 0 <= value <= 1:
        raise invalid(f"--threshold {value:g}", WANTED["--threshold"])
    return value


def _numbers(option: str, text: str, count: int, form: Text) -> list[float]:
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != count or not all(abs(number) < float("inf") for number in numbers):
        raise invalid(option, form, text=text)
    return numbers
