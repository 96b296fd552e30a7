"""DICOM slides that OpenSlide refuses, through wsidicom; and why a slide is refused by both."""

import logging
import threading
import warnings
from pathlib import Path

import numpy as np
import pydicom
import wsidicom
from pydicom.dataset import Dataset
from wsidicom import errors as wsi_errors

from medcls_core.errors import ImageUnreadable
from medcls_core.geometry import Size
from medcls_core.images import pixel_size as sizes
from medcls_core.images import reasons
from medcls_core.images.dicom_series import files_of_slide, shows_label
from medcls_core.images.dicom_source import BROKEN
from medcls_core.images.levelled import Facts, LevelledSource
from medcls_core.images.levels import levels_of
from medcls_core.images.source import PixelSize
from medcls_core.images.view import Patch, Window
from medcls_core.language import Text

logging.getLogger("wsidicom").setLevel(logging.CRITICAL)  # its refusals come as exceptions

REFUSED = (
    *BROKEN,
    wsi_errors.WsiDicomError,
    wsi_errors.WsiDicomFileError,
    wsi_errors.WsiDicomMatchError,
    wsi_errors.WsiDicomNotFoundError,
    wsi_errors.WsiDicomNotSupportedError,
    wsi_errors.WsiDicomNoResolutionError,
    wsi_errors.WsiDicomOutOfBoundsError,
    wsi_errors.WsiDicomStrictRequirementError,
    wsi_errors.WsiDicomUidDuplicateError,
)
NEEDED = {
    "ImageType": Text(
        "Image Type (0008,0008), which tells the slide from its label",
        "图像类型 (0008,0008)，用于区分切片与标签",
    ),
    "TotalPixelMatrixColumns": Text(
        "Total Pixel Matrix Columns (0048,0006)", "总像素矩阵列数 (0048,0006)"
    ),
    "TotalPixelMatrixRows": Text(
        "Total Pixel Matrix Rows (0048,0007)", "总像素矩阵行数 (0048,0007)"
    ),
    "SharedFunctionalGroupsSequence": Text(
        "Shared Functional Groups (5200,9229), which hold the pixel size",
        "共享功能组 (5200,9229)，其中含像素尺寸",
    ),
}


class WsiDicomSource(LevelledSource):
    """A DICOM slide read by wsidicom, one thread after the other.

    Label and overview photographs, which can show the patient's name, are never read.
    """

    def __init__(self, path: Path, *, mpp: float | None = None) -> None:
        """Open the slide that the file belongs to, with all its levels in the same folder.

        Raises:
            ImageUnreadable: if wsidicom refuses it.
        """
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self._slide = wsidicom.WsiDicom.open(files_of_slide(path))
                self._indices = tuple(int(level.level) for level in self._slide.levels)
                facts = _facts(path, self._slide, mpp)
        except REFUSED as error:
            raise ImageUnreadable(path, _why_refused(path)) from error
        super().__init__(facts)
        self._lock = threading.Lock()

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            self._slide.close()

    def _fetch(self, index: int, window: Window) -> Patch:
        corner, size = (window.left, window.top), (window.width, window.height)
        try:
            with self._lock:
                image = self._slide.read_region(corner, self._indices[index], size, threads=1)
        except REFUSED as error:
            raise ImageUnreadable(self.path, reasons.DAMAGED_HERE) from error
        return Patch(np.asarray(image.convert("RGB")), window.left, window.top)


def _facts(path: Path, slide: wsidicom.WsiDicom, mpp: float | None) -> Facts:
    level_sizes = [Size(level.size.width, level.size.height) for level in slide.levels]
    base = slide.levels[0].mpp
    said: PixelSize | None = sizes.from_axes(float(base.width), float(base.height))
    pixel_size = said if mpp is None else sizes.from_user(mpp)
    return Facts(path, levels_of(level_sizes), pixel_size, None, "DICOM SM")


def _why_refused(path: Path) -> Text:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        header = pydicom.dcmread(path, stop_before_pixels=True)
    if shows_label(header):
        return reasons.NOT_THE_SLIDE
    missing = [text for keyword, text in NEEDED.items() if keyword not in header]
    if missing:
        return reasons.slide_lacks(missing)
    return reasons.unsupported_codec(_transfer_syntax(header))


def _transfer_syntax(header: Dataset) -> str:
    syntax = header.file_meta.get("TransferSyntaxUID")
    return str(syntax.name) if syntax is not None else "?"
