"""Whole slides, through OpenSlide."""

import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import openslide
from numpy.typing import NDArray
from PIL import Image, ImageCms

from medcls_core.errors import ImageUnreadable
from medcls_core.geometry import Size
from medcls_core.images import pixel_size as sizes
from medcls_core.images import reasons
from medcls_core.images.levelled import Facts, LevelledSource
from medcls_core.images.levels import levels_of
from medcls_core.images.source import PixelSize
from medcls_core.images.tiff_tiles import VENDORS, TiledLevel, tiled_levels
from medcls_core.images.view import Patch, Window
from medcls_core.language import Text

CACHE_BYTES = 16 * 2**20  # decoded tiles, for reads side by side; who pans keeps tiles
GENERAL_PURPOSE = {"generic-tiff"}  # formats whose resolution tag anybody may have written


class OpenSlideSource(LevelledSource):
    """A slide that OpenSlide reads; any number of threads may read at once.

    Label and macro photographs, which can show the patient's name, are never read.

    After an error OpenSlide's handle stays broken, so a failed read drops it and the next read
    works on a fresh one. Handles are closed when the last thread lets go of them.
    """

    def __init__(self, path: Path, *, mpp: float | None = None, facts: Facts | None = None) -> None:
        """Open the slide.

        Args:
            path: the file that OpenSlide reads.
            mpp: from the user, instead of what the file says.
            facts: of the original image, where `path` is a pyramid made from it.

        Raises:
            ImageUnreadable: if OpenSlide refuses the file.
        """
        self._lock = threading.Lock()
        self._slide_path = path
        self._slide: openslide.OpenSlide | None = None
        self._tiled: tuple[TiledLevel | None, ...] = ()
        self._closed = False
        slide = self._handle()
        try:
            self._scales = slide.level_downsamples
            known = facts or _facts(path, slide)
            last = slide.level_count - 1
            slide.read_region((0, 0), last, (1, 1))  # an unknown codec shows itself here
        except openslide.OpenSlideError as error:
            raise ImageUnreadable(path, refusal(error)) from error
        if slide.properties.get(openslide.PROPERTY_NAME_VENDOR) in VENDORS:
            self._tiled = tiled_levels(path, [level.size for level in known.levels])
        if mpp is not None:
            known = _with_user_mpp(known, mpp)
        super().__init__(known)

    def close(self) -> None:
        """Let go of the file, at the latest when the reads under way are through."""
        with self._lock:
            self._closed = True
            self._slide = None
            self._tiled = ()

    def _fetch(self, index: int, window: Window) -> Patch:
        tiled = self._tiled[index] if self._tiled else None
        pixels = None if tiled is None else tiled.read(window)
        if pixels is not None:
            return Patch(pixels, window.left, window.top)
        return self._blended(index, window)

    def _blended(self, index: int, window: Window) -> Patch:
        # OpenSlide is addressed in whole level-0 pixels: where that falls between two pixels of
        # the level, the patch says where it truly begins.
        scale = self._scales[index]
        x_l0, y_l0 = round(window.left * scale), round(window.top * scale)
        slide = self._handle()
        try:
            rgba = self._read(slide, (x_l0, y_l0), index, window)
        except openslide.OpenSlideError:
            # Another thread may have broken the handle; only a second failure is the file's.
            self._drop(slide)
            slide = self._handle()
            try:
                rgba = self._read(slide, (x_l0, y_l0), index, window)
            except openslide.OpenSlideError as error:
                self._drop(slide)
                raise ImageUnreadable(self.path, reasons.DAMAGED_HERE) from error
        return Patch(_on_white(rgba), x_l0 / scale, y_l0 / scale)

    @staticmethod
    def _read(
        slide: openslide.OpenSlide, corner_l0: tuple[int, int], index: int, window: Window
    ) -> Image.Image:
        return slide.read_region(corner_l0, index, (window.width, window.height))

    def _handle(self) -> openslide.OpenSlide:
        with self._lock:
            if self._closed:
                raise ValueError(f"{self._slide_path} was closed")
            if self._slide is None:
                self._slide = _open(self._slide_path)
            return self._slide

    def _drop(self, broken: openslide.OpenSlide) -> None:
        with self._lock:
            if self._slide is broken:
                self._slide = None


def _open(path: Path) -> openslide.OpenSlide:
    try:
        slide = openslide.OpenSlide(path)
    except openslide.OpenSlideError as error:
        raise ImageUnreadable(path, refusal(error)) from error
    slide.set_cache(openslide.OpenSlideCache(CACHE_BYTES))
    return slide


def refusal(error: openslide.OpenSlideError) -> Text:
    """OpenSlide's message as a reason for people."""
    message = str(error)
    if isinstance(error, openslide.OpenSlideUnsupportedFormatError):
        return reasons.NOT_AN_IMAGE
    if "ompression" in message or "codec" in message:
        return reasons.unsupported_codec(message.rsplit(":", 1)[-1].strip())
    return reasons.DAMAGED


def _on_white(rgba: Image.Image) -> NDArray[np.uint8]:
    """RGB over white: slides leave glass that was not scanned transparent."""
    if rgba.getchannel("A").getextrema() != (255, 255):
        white = Image.new("RGBA", rgba.size, "white")
        rgba = Image.alpha_composite(white, rgba)
    return np.asarray(rgba.convert("RGB"))


def _facts(path: Path, slide: openslide.OpenSlide) -> Facts:
    return Facts(
        path,
        levels_of([Size(*size) for size in slide.level_dimensions]),
        _pixel_size(slide),
        sizes.number(slide.properties.get(openslide.PROPERTY_NAME_OBJECTIVE_POWER)),
        slide.properties.get(openslide.PROPERTY_NAME_VENDOR, "slide"),
        _icc_profile(slide),
    )


def _icc_profile(slide: openslide.OpenSlide) -> bytes | None:
    try:
        profile = slide.color_profile
    except (OSError, ImageCms.PyCMSError):  # damaged: the pixels can be read all the same
        return None
    return None if profile is None else profile.tobytes()


def _pixel_size(slide: openslide.OpenSlide) -> PixelSize | None:
    properties = slide.properties
    mpp_x = sizes.number(properties.get(openslide.PROPERTY_NAME_MPP_X))
    mpp_y = sizes.number(properties.get(openslide.PROPERTY_NAME_MPP_Y))
    if properties.get(openslide.PROPERTY_NAME_VENDOR) not in GENERAL_PURPOSE:
        return sizes.from_axes(mpp_x, mpp_y)
    described = sizes.from_description(
        properties.get("tiff.ImageDescription", ""),
        sizes.number(properties.get("tiff.XResolution")),
    )
    return described or sizes.if_from_microscope(mpp_x, mpp_y)


def _with_user_mpp(facts: Facts, mpp: float) -> Facts:
    return replace(facts, pixel_size=sizes.from_user(mpp))
