"""Stored gray values of a DICOM file as a screen shows them (PS3.3 C.11.1 and C.11.2)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.multival import MultiValue
from pydicom.pixels.processing import apply_modality_lut, apply_voi

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Window:
    """A range of interest in rescaled values."""

    center: float
    width: float
    function: str  # LINEAR, LINEAR_EXACT or SIGMOID


def to_display(stored: NDArray[np.generic], dataset: Dataset) -> NDArray[np.uint8]:
    """Rescale, window, and invert MONOCHROME1; 0 is black.

    Where the file names several windows the first counts; where it names none, the values
    between the least and the largest are spread evenly, padding left out.

    Args:
        stored: integers of shape (H, W).
        dataset: header.
    """
    rescaled = np.asarray(apply_modality_lut(stored, dataset), dtype=np.float64)
    window = _window(dataset)
    if _has_lut(dataset):
        shares = _through_lut(stored, dataset)
    elif window is not None:
        shares = _through(window, rescaled)
    else:
        shares = _spread(rescaled, _is_content(stored, dataset))
    if dataset.PhotometricInterpretation == "MONOCHROME1":
        shares = 1 - shares
    return np.rint(np.clip(shares, 0, 1) * 255).astype(np.uint8)


def _window(dataset: Dataset) -> Window | None:
    center, width = _first(dataset.get("WindowCenter")), _first(dataset.get("WindowWidth"))
    if center is None or width is None or width < 1:
        return None
    return Window(center, width, str(dataset.get("VOILUTFunction", "LINEAR") or "LINEAR"))


def _first(value: object) -> float | None:
    if isinstance(value, MultiValue):
        value = value[0] if value else None
    return None if value is None else float(str(value))


def _through(window: Window, values: Values) -> Values:
    """Shares 0 to 1 of the range; the half pixels are the standard's."""
    if window.function == "SIGMOID":
        return np.asarray(1 / (1 + np.exp(-4 * (values - window.center) / window.width)))
    if window.function == "LINEAR_EXACT" or window.width <= 1:
        return np.asarray((values - window.center) / window.width + 0.5)
    return np.asarray((values - (window.center - 0.5)) / (window.width - 1) + 0.5)


def _has_lut(dataset: Dataset) -> bool:
    tables = dataset.get("VOILUTSequence")
    return bool(tables) and "LUTDescriptor" in tables[0]


def _through_lut(stored: NDArray[np.generic], dataset: Dataset) -> Values:
    modal = apply_modality_lut(stored, dataset)
    if not np.issubdtype(modal.dtype, np.integer):
        modal = np.rint(modal).astype(np.int64)  # the table is addressed in whole values
    full = 2 ** int(dataset.VOILUTSequence[0].LUTDescriptor[2]) - 1
    return np.asarray(apply_voi(modal, dataset) / full, dtype=np.float64)


def _is_content(stored: NDArray[np.generic], dataset: Dataset) -> NDArray[np.bool_]:
    padding = dataset.get("PixelPaddingValue")
    if padding is None:
        return np.ones(stored.shape, dtype=np.bool_)
    content = np.asarray(stored != int(padding), dtype=np.bool_)
    return content if content.any() else np.ones(stored.shape, dtype=np.bool_)


def _spread(values: Values, content: NDArray[np.bool_]) -> Values:
    least, largest = float(values[content].min()), float(values[content].max())
    return np.asarray((values - least) / max(largest - least, 1e-12))
