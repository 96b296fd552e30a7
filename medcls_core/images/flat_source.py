"""Flat images: PNG, JPEG, BMP and plain TIFF, through Pillow."""

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from medcls_core.errors import ImageUnreadable
from medcls_core.images import pixel_size as sizes
from medcls_core.images import reasons
from medcls_core.images.array_source import ArraySource
from medcls_core.images.source import PixelSize
from medcls_core.language import Text

MAX_PIXELS = 500_000_000  # 2 GB while it is decoded; more than that belongs into a pyramid
BIT_DEPTHS = (8, 10, 12, 14, 16)
TIFF_RESOLUTION_X, TIFF_DESCRIPTION = 282, 270
_pillow_limit = threading.Lock()


def open_flat(path: Path, *, mpp: float | None = None) -> ArraySource:
    """Open a flat image into memory.

    Raises:
        ImageUnreadable: if Pillow can't read it, or it is larger than `MAX_PIXELS`.
    """
    rgb, said, format_name = decode_flat(path)
    pixel_size = said if mpp is None else sizes.from_user(mpp)
    return ArraySource(path, rgb, pixel_size=pixel_size, format_name=format_name)


def decode_flat(path: Path) -> tuple[NDArray[np.uint8], PixelSize | None, str]:
    """Pixels as uint8 RGB (H, W, 3), what the file says of their size, and its format."""
    try:
        with _own_pixel_limit(), Image.open(path) as image:
            format_name = image.format or "image"
            pixel_size = _pixel_size(image)
            return to_rgb(image), pixel_size, format_name
    except UnidentifiedImageError as error:
        raise ImageUnreadable(path, reasons.NOT_AN_IMAGE) from error
    except Image.DecompressionBombError as error:
        raise ImageUnreadable(path, reasons.TOO_LARGE) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise ImageUnreadable(path, _reason(error)) from error


def to_rgb(image: Image.Image) -> NDArray[np.uint8]:
    """Any of Pillow's modes as upright uint8 RGB (H, W, 3), transparency over white."""
    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith(("I", "F")):
        return np.repeat(to_eight_bits(np.asarray(upright))[:, :, None], 3, axis=2)
    if upright.has_transparency_data:
        rgba = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", rgba.size, "white"), rgba)
    return np.asarray(upright.convert("RGB"))


def to_eight_bits(values: NDArray[np.generic]) -> NDArray[np.uint8]:
    """Gray values of any type as uint8, linearly.

    Whole numbers are divided by the range of the camera that could have written them, the
    smallest of 8, 10, 12, 14 and 16 bits that holds the largest value; no contrast is stretched,
    so two images of one camera stay comparable. Real numbers count as 0 to 1, or 0 to 255 where
    they go beyond 1.
    """
    real = np.nan_to_num(values.astype(np.float64), posinf=0.0, neginf=0.0)
    largest = float(real.max(initial=0.0))
    if np.issubdtype(values.dtype, np.floating) and largest <= 1.0:
        full = 1.0
    else:
        fitting = [2**bits - 1 for bits in BIT_DEPTHS if largest <= 2**bits - 1]
        full = float(fitting[0]) if fitting else largest
    scaled = np.clip(real / full * 255.0, 0, 255)
    return np.rint(scaled).astype(np.uint8)


def _pixel_size(image: Image.Image) -> PixelSize | None:
    if image.format == "TIFF":
        tags = image.getexif()
        described = sizes.from_description(
            str(tags.get(TIFF_DESCRIPTION, "")), _positive(tags.get(TIFF_RESOLUTION_X))
        )
        if described is not None:
            return described
    dpi = image.info.get("dpi")
    return sizes.from_dpi((float(dpi[0]), float(dpi[1]))) if dpi else None


def _positive(value: object) -> float | None:
    try:
        found = float(value)  # type: ignore[arg-type]  # a rational of Pillow's, or anything
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return found if found > 0 else None


def _reason(error: Exception) -> Text:
    message = str(error)
    if "decoder" in message and "not available" in message:
        return reasons.unsupported_codec(message.removeprefix("decoder ").split(" ", 1)[0])
    if isinstance(error, PermissionError):
        return reasons.NO_PERMISSION
    return reasons.DAMAGED


@contextmanager
def _own_pixel_limit() -> Iterator[None]:
    """Pillow's guard against decompression bombs, with the limit that suits microscopy."""
    with _pillow_limit, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about odd EXIF blocks: the pixels decide
        before, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, MAX_PIXELS // 2
        try:
            yield
        finally:
            Image.MAX_IMAGE_PIXELS = before
