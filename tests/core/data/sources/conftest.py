"""Made-up copies of the sets' layouts are written with these."""

import numpy as np
import pydicom
import pytest
from PIL import Image
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, generate_uid


def _write_image(path, color=(200, 150, 180), size=(12, 10)):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, color).save(path)
    return path


def _write_text(path, text, encoding="utf-8"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


def _write_dicom(path, values):
    path.parent.mkdir(parents=True, exist_ok=True)
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset.SOPClassUID = pydicom.uid.SecondaryCaptureImageStorage
    dataset.SOPInstanceUID = generate_uid()
    dataset.file_meta.MediaStorageSOPClassUID = dataset.SOPClassUID
    dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    dataset.Modality = "MG"
    dataset.Rows, dataset.Columns = values.shape
    dataset.SamplesPerPixel, dataset.PhotometricInterpretation = 1, "MONOCHROME2"
    dataset.BitsAllocated = dataset.BitsStored = values.dtype.itemsize * 8
    dataset.HighBit, dataset.PixelRepresentation = dataset.BitsStored - 1, 0
    dataset.PixelData = values.tobytes()
    dataset.save_as(path, enforce_file_format=True)
    return path


@pytest.fixture
def image():
    """`image(path, color, size)` writes a plain picture."""
    return _write_image


@pytest.fixture
def text():
    """`text(path, content, encoding)` writes a text file byte for byte."""
    return _write_text


@pytest.fixture
def dicom():
    """`dicom(path, values)` writes gray values (H, W) as a single-frame radiograph."""
    return _write_dicom


@pytest.fixture
def coordinates():
    """`coordinates(width, height)`: RGB in which red is x and green is y, modulo 251."""

    def make(width, height):
        y, x = np.mgrid[:height, :width]
        return np.stack([x % 251, y % 251, np.zeros_like(x)], axis=2).astype(np.uint8)

    return make
