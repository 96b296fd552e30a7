"""DICOM slides are a file for each level (and label): which files belong together."""

import warnings
from collections.abc import Sequence
from pathlib import Path

import pydicom
from pydicom.dataset import FileDataset

from medcls_core.images.dicom_source import BROKEN, is_whole_slide
from medcls_core.images.formats import DICOM_SUFFIXES

TAGS = ["SeriesInstanceUID", "SOPClassUID", "TotalPixelMatrixColumns", "ImageType"]
NOT_THE_SLIDE = frozenset({"LABEL", "OVERVIEW", "THUMBNAIL"})


def files_of_slide(path: Path) -> list[Path]:
    """All files beside `path` that belong to its series, `path` among them."""
    header = _short_header(path)
    series = header.get("SeriesInstanceUID") if header is not None else None
    if not series:
        return [path]
    return [other for other in sorted(path.parent.iterdir()) if _belongs(other, path, str(series))]


def one_file_a_slide(paths: Sequence[Path]) -> list[Path]:
    """`paths` without the further files of each DICOM slide; the widest level stays."""
    widest: dict[str, tuple[int, Path]] = {}
    series_of: dict[Path, str] = {}
    for path in paths:
        header = _short_header(path) if path.suffix.lower() in DICOM_SUFFIXES else None
        if header is None or not is_whole_slide(header) or "SeriesInstanceUID" not in header:
            continue
        series = series_of[path] = str(header.SeriesInstanceUID)
        width = 0 if shows_label(header) else int(header.get("TotalPixelMatrixColumns") or 0)
        if series not in widest or width > widest[series][0]:
            widest[series] = width, path
    return [path for path in paths if path not in series_of or widest[series_of[path]][1] == path]


def shows_label(header: FileDataset) -> bool:
    """Whether the file is a photograph of label or glass, which can show the patient's name."""
    return bool(set(header.get("ImageType") or ()) & NOT_THE_SLIDE)


def _belongs(other: Path, path: Path, series: str) -> bool:
    if other == path:
        return True
    if other.suffix.lower() not in {*DICOM_SUFFIXES, ""} or not other.is_file():
        return False
    header = _short_header(other)
    return header is not None and str(header.get("SeriesInstanceUID")) == series


def _short_header(path: Path) -> FileDataset | None:
    """The few elements that matter here; None where the file isn't readable DICOM."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return pydicom.dcmread(path, stop_before_pixels=True, specific_tags=[*TAGS])
    except (pydicom.errors.InvalidDicomError, *BROKEN):
        return None
