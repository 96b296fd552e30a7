"""Single-frame DICOM (mammography and other radiographs, photographs), through pydicom.

Nothing that names the patient leaves this module: of the header only the modality is shown.
"""

import re
import warnings
from pathlib import Path

import imagecodecs
import numpy as np
import pydicom
from numpy.typing import NDArray
from pydicom.dataset import FileDataset
from pydicom.encaps import generate_frames
from pydicom.errors import InvalidDicomError
from pydicom.pixels.processing import apply_color_lut
from pydicom.uid import JPEGExtended12Bit

from medcls_core.errors import ImageUnreadable
from medcls_core.geometry import Size
from medcls_core.images import pixel_size as sizes
from medcls_core.images import reasons
from medcls_core.images.array_source import ArraySource
from medcls_core.images.dicom_grayscale import to_display
from medcls_core.images.flat_pixels import to_eight_bits
from medcls_core.images.source import PixelSize
from medcls_core.language import Text

WHOLE_SLIDE = pydicom.uid.VLWholeSlideMicroscopyImageStorage
# Where the plane of the pixels is the patient or the specimen, then where it is the detector.
SPACINGS = ("PixelSpacing", "ImagerPixelSpacing", "NominalScannedPixelSpacing")
# What pydicom and its decoders raise on headers that lie and on streams that break off.
BROKEN = (
    AttributeError, EOFError, IndexError, KeyError, NotImplementedError, OSError, RuntimeError,
    TypeError, ValueError,
)  # fmt: skip


def read_header(path: Path) -> FileDataset:
    """The header without pixels.

    Raises:
        ImageUnreadable: if it can't be parsed.
    """
    return _parse(path, with_pixels=False)


def dicom_size(path: Path) -> Size:
    """Width and height that the header says; no pixel is decoded.

    Raises:
        ImageUnreadable: if it can't be parsed, or says none.
    """
    header = read_header(path)
    try:
        return Size(int(header.Columns), int(header.Rows))
    except BROKEN as error:
        raise ImageUnreadable(path, reasons.NO_PIXELS) from error


def is_whole_slide(header: FileDataset) -> bool:
    """Whether the file belongs to a DICOM slide."""
    return bool(header.get("SOPClassUID") == WHOLE_SLIDE)


def open_dicom(path: Path, *, mpp: float | None = None) -> ArraySource:
    """Open a single-frame DICOM file as a viewer would first show it.

    Raises:
        ImageUnreadable: if it holds no picture, several frames, or pixels that can't be decoded.
    """
    dataset = _parse(path, with_pixels=True)
    if "PixelData" not in dataset:
        raise ImageUnreadable(path, reasons.NO_PIXELS)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about values that break the standard's rules
            if int(dataset.get("NumberOfFrames") or 1) > 1:
                raise ImageUnreadable(path, reasons.MANY_FRAMES)
            rgb = to_rgb(dataset)
            said = _pixel_size(dataset)
    except BROKEN as error:
        raise ImageUnreadable(path, _reason(dataset, error)) from error
    pixel_size = said if mpp is None else sizes.from_user(mpp)
    return ArraySource(path, rgb, pixel_size=pixel_size, format_name=format_name(dataset))


def to_rgb(dataset: FileDataset) -> NDArray[np.uint8]:
    """The picture of `dataset` as uint8 RGB (H, W, 3)."""
    stored = _decoded(dataset)
    if dataset.PhotometricInterpretation == "PALETTE COLOR":
        return to_eight_bits(np.asarray(apply_color_lut(stored, dataset)))
    if stored.ndim == 3:  # noqa: PLR2004
        return _colour(stored, int(dataset.BitsStored))
    return np.repeat(to_display(stored, dataset)[:, :, None], 3, axis=2)


def _decoded(dataset: FileDataset) -> NDArray[np.generic]:
    """Stored values, YBR turned into RGB."""
    if dataset.file_meta.TransferSyntaxUID == JPEGExtended12Bit and dataset.BitsStored > 8:  # noqa: PLR2004
        # Neither of pydicom's decoders here knows JPEG of 12 bits, which old mammograms use.
        frame = next(generate_frames(dataset.PixelData, number_of_frames=1))
        return np.asarray(imagecodecs.jpeg_decode(frame))
    return dataset.pixel_array


def format_name(dataset: FileDataset) -> str:
    """'DICOM MG'; the modality only where it looks like one."""
    modality = str(dataset.get("Modality", ""))
    return f"DICOM {modality}" if re.fullmatch(r"[A-Z]{2,8}", modality) else "DICOM"


def _parse(path: Path, *, with_pixels: bool) -> FileDataset:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return pydicom.dcmread(path, stop_before_pixels=not with_pixels)
    except InvalidDicomError as error:
        raise ImageUnreadable(path, reasons.NOT_AN_IMAGE) from error
    except BROKEN as error:
        raise ImageUnreadable(path, reasons.DAMAGED) from error


def _colour(stored: NDArray[np.generic], bits: int) -> NDArray[np.uint8]:
    shift = max(bits - 8, 0)
    return np.asarray(np.right_shift(stored.astype(np.uint32), shift), dtype=np.uint8)


def _pixel_size(dataset: FileDataset) -> PixelSize | None:
    for keyword in SPACINGS:
        spacing = dataset.get(keyword)
        if spacing is not None and len(spacing) == 2:  # noqa: PLR2004
            row_mm, column_mm = (float(value) for value in spacing)
            return sizes.from_axes(column_mm * sizes.UM_PER_MM, row_mm * sizes.UM_PER_MM)
    return None


def _reason(dataset: FileDataset, error: Exception) -> Text:
    message = str(error)
    if "does not support" in message or "missing dependencies" in message:
        return reasons.unsupported_codec(dataset.file_meta.TransferSyntaxUID.name)
    return reasons.DAMAGED
