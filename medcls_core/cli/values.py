"""Numbers and places that a person types, understood or refused in one sentence."""

from medcls_core.errors import InputInvalid
from medcls_core.geometry import Box, Point

_REGION_PARTS, _POINT_PARTS = 4, 2


def read_region(text: str | None) -> Box | None:
    """The box of 'x,y,width,height' in level-0 pixels; None stays None.

    Raises:
        InputInvalid: if it is anything else.
    """
    if text is None:
        return None
    numbers = _numbers(
        "--region", text, _REGION_PARTS, "x,y,width,height in full-resolution pixels"
    )
    box = Box(*numbers)
    if box.width_l0 <= 0 or box.height_l0 <= 0:
        raise InputInvalid("--region", "width and height must be positive")
    return box


def read_point(text: str) -> Point:
    """The place of 'x,y' in level-0 pixels.

    Raises:
        InputInvalid: if it is anything else.
    """
    return Point(*_numbers("--at", text, _POINT_PARTS, "x,y in full-resolution pixels"))


def check_threshold(value: float | None) -> None:
    """Refuse what is no probability; None is the model's own.

    Raises:
        InputInvalid: if `value` isn't between 0 and 1.
    """
    if value is not None and not 0 <= value <= 1:
        raise InputInvalid("--threshold", f"{value:g} is not between 0 and 1")


def _numbers(option: str, text: str, count: int, form: str) -> list[float]:
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != count or not all(abs(number) < float("inf") for number in numbers):
        raise InputInvalid(option, f"'{text}' is not {form}")
    return numbers
