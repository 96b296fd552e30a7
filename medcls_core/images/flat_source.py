"""Flat images: PNG, JPEG, BMP and plain TIFF, through Pillow."""

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError
from PIL.TiffImagePlugin import TiffImageFile

from medcls_core.errors import ImageUnreadable
from medcls_core.geometry import Size
from medcls_core.images import pixel_size as sizes
from medcls_core.images import reasons, tiff_reading
from medcls_core.images.array_source import ArraySource
from medcls_core.images.flat_pixels import to_rgb
from medcls_core.images.levelled import LevelledSource
from medcls_core.images.pyramid_cache import open_pyramid
from medcls_core.images.source import PixelSize
from medcls_core.images.tiff_chain import is_cut, is_tiff
from medcls_core.language import Text

MAX_PIXELS = 300_000_000  # up to 12 bytes each while decoding; more belongs into a pyramid
LARGE_SIDE_PX = 4096  # from here on a pyramid makes every later read fast
TIFF_BITS, TIFF_DESCRIPTION, TIFF_SAMPLES, TIFF_RESOLUTION_X, TIFF_PLANAR = 258, 270, 277, 282, 284
_pillow_limit = threading.Lock()


@dataclass(frozen=True, slots=True)
class FlatHeader:
    """What a flat file says before it is decoded."""

    size: Size
    pixel_size: PixelSize | None
    format_name: str


def open_flat(path: Path, *, mpp: float | None = None) -> LevelledSource:
    """Open a flat image: a small one in memory, a large one through a cached pyramid.

    Raises:
        ImageUnreadable: if it can't be decoded, or is larger than `MAX_PIXELS`.
    """
    if is_cut(path):
        raise ImageUnreadable(path, reasons.DAMAGED)
    header = read_flat_header(path)
    if header is None:
        rgb, said = tiff_reading.decode_tiff(path, max_pixels=MAX_PIXELS)
        header = FlatHeader(Size(rgb.shape[1], rgb.shape[0]), said, "TIFF")
    else:
        rgb = None
    pixel_size = header.pixel_size if mpp is None else sizes.from_user(mpp)
    if max(header.size) > LARGE_SIDE_PX:
        pyramid = open_pyramid(
            path,
            lambda: decode_flat(path) if rgb is None else rgb,
            pixel_size=pixel_size,
            format_name=header.format_name,
        )
        if pyramid is not None:
            return pyramid
    return ArraySource(
        path,
        decode_flat(path) if rgb is None else rgb,
        pixel_size=pixel_size,
        format_name=header.format_name,
    )


def read_flat_header(path: Path) -> FlatHeader | None:
    """Size and statements of the file; None for a TIFF that Pillow doesn't know, or gets wrong.

    Raises:
        ImageUnreadable: if it isn't an image, or is larger than `MAX_PIXELS`.
    """
    try:
        with _pillow(path) as image:
            if isinstance(image, TiffImageFile) and _is_beyond_pillow(image):
                return None
            return FlatHeader(Size(*image.size), _pixel_size(image), image.format or "image")
    except UnidentifiedImageError as error:
        if is_tiff(path):
            return None
        raise ImageUnreadable(path, reasons.NOT_AN_IMAGE) from error


def decode_flat(path: Path) -> NDArray[np.uint8]:
    """Pixels as uint8 RGB (H, W, 3), upright.

    Raises:
        ImageUnreadable: if they can't be decoded.
    """
    with _pillow(path) as image:
        return to_rgb(image)


@contextmanager
def _pillow(path: Path) -> Iterator[Image.Image]:
    """An open image, Pillow's errors said as ours, its bomb guard set to our limit."""
    try:
        with _open_within_limit(path) as image, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about odd metadata: the pixels decide
            yield image
    except UnidentifiedImageError:
        raise
    except Image.DecompressionBombError as error:
        raise ImageUnreadable(path, reasons.TOO_LARGE) from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError) as error:
        raise ImageUnreadable(path, _reason(error)) from error


def _open_within_limit(path: Path) -> Image.Image:
    """Pillow refuses more than twice its limit, which belongs to the whole process."""
    with _pillow_limit, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, MAX_PIXELS // 2
        try:
            return Image.open(path)
        finally:
            Image.MAX_IMAGE_PIXELS = before


def _is_beyond_pillow(image: TiffImageFile) -> bool:
    """Colour of 16 bits, or a plane per colour: Pillow cuts the one and mixes up the other."""
    samples = int(image.tag_v2.get(TIFF_SAMPLES, 1))
    bits = image.tag_v2.get(TIFF_BITS, (1,))
    planar = int(image.tag_v2.get(TIFF_PLANAR, 1))
    return samples > 1 and (max(bits) > 8 or planar != 1)  # noqa: PLR2004


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
