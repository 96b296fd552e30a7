"""Colours as a scanner meant them: from its ICC profile to sRGB, for screens alone.

Models and measurements always see the pixels as they were scanned.
"""

from collections.abc import Callable
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from medcls_core.images.levelled import LevelledSource
from medcls_core.images.source import ImageSource

Convert = Callable[[NDArray[np.uint8]], NDArray[np.uint8]]
"""uint8 RGB (H, W, 3) as scanned to the same shape in sRGB; any thread may call it."""

# The transform keeps no last pixel between calls: several threads use it at once.
_FLAGS = ImageCms.Flags.NOCACHE | ImageCms.Flags.BLACKPOINTCOMPENSATION


def profile_name(source: ImageSource) -> str | None:
    """What the image's ICC profile calls itself; None if it carries none that can be used."""
    profile = _profile(source)
    return None if profile is None else ImageCms.getProfileDescription(profile).strip()


def to_srgb(source: ImageSource) -> Convert | None:
    """How the image's pixels are shown on an sRGB screen; None if it carries no usable profile."""
    profile = _profile(source)
    if profile is None:
        return None
    try:
        transform = ImageCms.buildTransform(
            profile,
            ImageCms.createProfile("sRGB"),
            "RGB",
            "RGB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            _FLAGS,
        )
    except ImageCms.PyCMSError:  # a profile of a printer, or of gray pixels
        return None

    def convert(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
        shown = ImageCms.applyTransform(Image.fromarray(rgb), transform)
        assert shown is not None  # noqa: S101  (it isn't done in place)
        return np.asarray(shown)

    return convert


def _profile(source: ImageSource) -> ImageCms.ImageCmsProfile | None:
    data = source.icc_profile if isinstance(source, LevelledSource) else None
    if data is None:
        return None
    try:
        return ImageCms.ImageCmsProfile(BytesIO(data))
    except (OSError, ImageCms.PyCMSError):
        return None
