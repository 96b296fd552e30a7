"""TIFF files that Pillow doesn't know (16-bit colour, planar, JPEG 2000 ...), through tifffile."""

import logging
import re
from pathlib import Path

import numpy as np
import tifffile
from numpy.typing import NDArray

from medcls_core.errors import ImageUnreadable
from medcls_core.images import pixel_size as sizes
from medcls_core.images import reasons
from medcls_core.images.flat_pixels import as_rgb
from medcls_core.images.source import PixelSize
from medcls_core.language import Text

PLAIN = {"MINISWHITE", "MINISBLACK", "RGB", "YCBCR", "PALETTE"}

logging.getLogger("tifffile").setLevel(logging.CRITICAL)  # a damaged file is said by exception


def decode_tiff(path: Path, *, max_pixels: int) -> tuple[NDArray[np.uint8], PixelSize | None]:
    """The first page as uint8 RGB (H, W, 3), and what the file says of its pixels' size.

    Raises:
        ImageUnreadable: if tifffile can't decode it either.
    """
    try:
        with tifffile.TiffFile(path) as file:
            page = file.pages.first
            if page.imagewidth * page.imagelength > max_pixels:
                raise ImageUnreadable(path, reasons.TOO_LARGE)
            return _rgb(page, path), _pixel_size(page)
    except (KeyError, NotImplementedError) as error:
        raise ImageUnreadable(path, reasons.NOT_AN_IMAGE) from error
    except ValueError as error:
        raise ImageUnreadable(path, _reason(error)) from error
    except (tifffile.TiffFileError, OSError, RuntimeError, IndexError) as error:
        raise ImageUnreadable(path, reasons.DAMAGED) from error


def _rgb(page: tifffile.TiffPage, path: Path) -> NDArray[np.uint8]:
    values = page.asarray()
    if page.axes.startswith("S"):  # a plane per colour
        values = np.moveaxis(values, 0, -1)
    if values.ndim not in {2, 3} or tifffile.PHOTOMETRIC(page.photometric).name not in PLAIN:
        raise ImageUnreadable(path, reasons.NOT_AN_IMAGE)
    if page.colormap is not None:
        values = np.moveaxis(page.colormap, 0, -1)[values]
    rgb = as_rgb(values)
    return 255 - rgb if page.photometric == tifffile.PHOTOMETRIC.MINISWHITE else rgb


def _pixel_size(page: tifffile.TiffPage) -> PixelSize | None:
    described = sizes.from_description(page.description, page.get_resolution()[0])
    unit = page.resolutionunit
    if described is not None or unit == tifffile.RESUNIT.NONE:
        return described
    dpi_x, dpi_y = page.get_resolution(tifffile.RESUNIT.INCH)
    return sizes.from_dpi((dpi_x, dpi_y))


def _reason(error: ValueError) -> Text:
    codec = re.search(r"COMPRESSION\.(\w+)", str(error))
    return reasons.unsupported_codec(codec[1]) if codec else reasons.DAMAGED
