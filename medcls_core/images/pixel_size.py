"""Which statements about a pixel's size are believed; nothing is ever guessed."""

import math
import re

from medcls_core.errors import InputInvalid
from medcls_core.images.source import PixelSize, PixelSizeOrigin

UM_PER_INCH = 25_400.0
UM_PER_MM = 1_000.0
MOST_ANISOTROPIC = 1.1  # pixels longer than that against their width have no single size
# A camera on a microscope, from oil immersion to a dissecting lens. Printers and office scanners
# write 72 to 4800 dots per inch, 353 to 5.3 um, which says nothing about the specimen.
FINEST_MICROSCOPE_MPP, COARSEST_MICROSCOPE_MPP = 0.01, 5.0

_IMAGEJ_MICRON = re.compile(r"^unit=(?:micron|microns|um|\\u00B5m|µm|μm)\s*$", re.MULTILINE)
_OME_SIZE = re.compile(r'PhysicalSize(?P<axis>[XY])="(?P<size>[^"]+)"')
_OME_UNIT = re.compile(r'PhysicalSize[XY]Unit="(?P<unit>[^"]+)"')
_UM_PER_OME_UNIT = {"µm": 1.0, "μm": 1.0, "um": 1.0, "nm": 1e-3, "mm": 1e3}


def from_user(mpp: float) -> PixelSize:
    """What the user said.

    Raises:
        InputInvalid: if it isn't a positive number of micrometres.
    """
    if not (math.isfinite(mpp) and 0 < mpp <= UM_PER_MM):
        raise InputInvalid("mpp", f"{mpp:g} is not a size in micrometres per pixel")
    return PixelSize(mpp, PixelSizeOrigin.USER)


def from_axes(mpp_x: float | None, mpp_y: float | None) -> PixelSize | None:
    """What a slide's own header says, one number for both axes (geometric mean, so areas hold).

    None where it says nothing usable, or where the pixels are far from square.
    """
    if mpp_x is None or mpp_y is None:
        return None
    if not all(math.isfinite(value) and value > 0 for value in (mpp_x, mpp_y)):
        return None
    if max(mpp_x, mpp_y) / min(mpp_x, mpp_y) > MOST_ANISOTROPIC:
        return None
    return PixelSize(math.sqrt(mpp_x * mpp_y), PixelSizeOrigin.FILE)


def if_from_microscope(mpp_x: float | None, mpp_y: float | None) -> PixelSize | None:
    """What a general-purpose resolution tag says, where a microscope can have said it."""
    size = from_axes(mpp_x, mpp_y)
    if size is None or not FINEST_MICROSCOPE_MPP <= size.mpp <= COARSEST_MICROSCOPE_MPP:
        return None
    return size


def from_dpi(dpi: tuple[float, float] | None) -> PixelSize | None:
    """Dots per inch of a PNG, JPEG, BMP or TIFF, believed only where a microscope wrote them."""
    if dpi is None or not all(value > 0 for value in dpi):
        return None
    return if_from_microscope(UM_PER_INCH / float(dpi[0]), UM_PER_INCH / float(dpi[1]))


def from_description(description: str, pixels_per_unit: float | None) -> PixelSize | None:
    """What ImageJ or OME wrote into a TIFF's description.

    Args:
        description: the ImageDescription tag.
        pixels_per_unit: the XResolution tag, which ImageJ uses with its own unit.
    """
    if description.startswith("ImageJ=") and _IMAGEJ_MICRON.search(description):
        mpp = 1 / pixels_per_unit if pixels_per_unit else None
        return if_from_microscope(mpp, mpp)
    sizes = {found["axis"]: found["size"] for found in _OME_SIZE.finditer(description)}
    unit = _OME_UNIT.search(description)
    factor = _UM_PER_OME_UNIT.get(unit["unit"]) if unit else 1.0
    if set(sizes) != {"X", "Y"} or factor is None:
        return None
    try:
        return if_from_microscope(float(sizes["X"]) * factor, float(sizes["Y"]) * factor)
    except ValueError:
        return None


def number(text: str | None) -> float | None:
    """The number that a slide's property holds, or None."""
    try:
        return None if text is None else float(text)
    except ValueError:
        return None
