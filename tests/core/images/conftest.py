"""Made-up images whose every pixel is known, as every kind of file."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pydicom
import pytest
import tifffile
from PIL import Image
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian, VLWholeSlideMicroscopyImageStorage, generate_uid

from medcls_core.images import ImageSource, open_image
from medcls_core.images.wsidicom_source import WsiDicomSource

MADE_WIDTH, MADE_HEIGHT = 1311, 1007  # left over after every halving
LANDMARKS = ((60.5, 50.5), (1240.25, 80.0), (655.0, 500.75), (90.0, 930.5), (1230.5, 940.25))
DICOM_TILE = 256


def landmark_image(width, height, landmarks, sigma=14.0):
    """Pink with soft dark dots exactly at `landmarks` and a fine deterministic texture."""
    y, x = np.mgrid[:height, :width] + 0.5
    darkness = np.zeros((height, width))
    for at_x, at_y in landmarks:
        darkness += np.exp(-((x - at_x) ** 2 + (y - at_y) ** 2) / (2 * sigma**2))
    texture = 6 * np.sin(x * 0.9) * np.sin(y * 0.7)
    base = np.array([225.0, 180.0, 205.0])
    rgb = base + texture[:, :, None] - 170 * np.clip(darkness, 0, 1)[:, :, None]
    return np.clip(np.rint(rgb), 0, 255).astype(np.uint8)


def floored(rgb, factor):
    """Shrunk as scanners do: whole blocks averaged, the rest dropped."""
    height, width = rgb.shape[0] // factor, rgb.shape[1] // factor
    blocks = rgb[: height * factor, : width * factor].reshape(height, factor, width, factor, 3)
    return np.rint(blocks.mean(axis=(1, 3))).astype(np.uint8)


def write_slide(path, rgb, factors=(4, 16), tile=128, **options):
    """A generic pyramidal TIFF with levels shrunk by `factors`."""
    with tifffile.TiffWriter(path) as writer:
        for index, level in enumerate([rgb, *(floored(rgb, factor) for factor in factors)]):
            writer.write(
                level,
                photometric="rgb",
                tile=(tile, tile),
                compression="zlib",
                subfiletype=1 if index else 0,
                metadata=None,
                **options,
            )
    return path


def write_dicom_slide(folder, rgb, factors=(4,), mpp=0.5):
    """A DICOM slide, one uncompressed file a level; returns the file of level 0."""
    folder.mkdir(parents=True, exist_ok=True)
    series, study, frame = generate_uid(), generate_uid(), generate_uid()
    for factor in (1, *factors):
        level = rgb if factor == 1 else floored(rgb, factor)
        dataset = _slide_dataset(level, factor, mpp, (series, study, frame))
        dataset.save_as(folder / f"level{factor:02}.dcm", enforce_file_format=True)
    return folder / "level01.dcm"


def _slide_dataset(level, factor, mpp, uids):
    height, width = level.shape[:2]
    rows, columns = -(-height // DICOM_TILE), -(-width // DICOM_TILE)
    padded = np.full((rows * DICOM_TILE, columns * DICOM_TILE, 3), 255, np.uint8)
    padded[:height, :width] = level
    tiles = padded.reshape(rows, DICOM_TILE, columns, DICOM_TILE, 3).swapaxes(1, 2)
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset.SOPClassUID = VLWholeSlideMicroscopyImageStorage
    dataset.SOPInstanceUID = generate_uid()
    dataset.file_meta.MediaStorageSOPClassUID = dataset.SOPClassUID
    dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    dataset.SeriesInstanceUID, dataset.StudyInstanceUID, dataset.FrameOfReferenceUID = uids
    dataset.PatientName, dataset.PatientID, dataset.Modality = "Zhang^San", "SECRET-1", "SM"
    dataset.ImageType = ["DERIVED", "PRIMARY", "VOLUME", "NONE" if factor == 1 else "RESAMPLED"]
    dataset.DimensionOrganizationType = "TILED_FULL"
    dataset.NumberOfFrames = rows * columns
    dataset.Rows = dataset.Columns = DICOM_TILE
    dataset.TotalPixelMatrixRows, dataset.TotalPixelMatrixColumns = height, width
    dataset.TotalPixelMatrixFocalPlanes = 1
    dataset.NumberOfOpticalPaths = 1
    dataset.ImagedVolumeWidth = width * factor * mpp / 1000
    dataset.ImagedVolumeHeight = height * factor * mpp / 1000
    dataset.ImagedVolumeDepth = 0.001
    dataset.ImageOrientationSlide = [0, -1, 0, -1, 0, 0]
    dataset.SpecimenLabelInImage, dataset.BurnedInAnnotation = "NO", "NO"
    dataset.FocusMethod, dataset.ExtendedDepthOfField = "AUTO", "NO"
    dataset.SamplesPerPixel, dataset.PlanarConfiguration = 3, 0
    dataset.PhotometricInterpretation = "RGB"
    dataset.BitsAllocated = dataset.BitsStored = 8
    dataset.HighBit, dataset.PixelRepresentation = 7, 0
    measures = Dataset()
    measures.PixelSpacing = [mpp * factor / 1000] * 2
    measures.SliceThickness = 0.001
    shared = Dataset()
    shared.PixelMeasuresSequence = Sequence([measures])
    dataset.SharedFunctionalGroupsSequence = Sequence([shared])
    optical = Dataset()
    optical.OpticalPathIdentifier = "1"
    optical.ObjectiveLensPower = 20
    dataset.OpticalPathSequence = Sequence([optical])
    origin = Dataset()
    origin.XOffsetInSlideCoordinateSystem = origin.YOffsetInSlideCoordinateSystem = 0
    dataset.TotalPixelMatrixOriginSequence = Sequence([origin])
    dataset.PixelData = tiles.tobytes()
    return dataset


def write_dicom(path, values, **facts):
    """A single-frame DICOM file; `facts` are set on the header by keyword."""
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset.SOPClassUID = pydicom.uid.DigitalMammographyXRayImageStorageForPresentation
    dataset.SOPInstanceUID = generate_uid()
    dataset.file_meta.MediaStorageSOPClassUID = dataset.SOPClassUID
    dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    dataset.PatientName, dataset.PatientID, dataset.Modality = "Zhang^San", "SECRET-1", "MG"
    dataset.Rows, dataset.Columns = values.shape[:2]
    colour = values.ndim == 3
    dataset.SamplesPerPixel = 3 if colour else 1
    dataset.PhotometricInterpretation = "RGB" if colour else "MONOCHROME2"
    if colour:
        dataset.PlanarConfiguration = 0
    bits = values.dtype.itemsize * 8
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit = bits, bits, bits - 1
    dataset.PixelRepresentation = int(np.issubdtype(values.dtype, np.signedinteger))
    for keyword, value in facts.items():
        setattr(dataset, keyword, value)
    dataset.HighBit = dataset.BitsStored - 1
    dataset.PixelData = values.tobytes()
    dataset.save_as(path, enforce_file_format=True)
    return path


def _png(folder, rgb):
    Image.fromarray(rgb).save(folder / "flat.png")
    return open_image(folder / "flat.png")


def _slide(folder, rgb):
    return open_image(write_slide(folder / "slide.tif", rgb))


def _deep_slide(folder, rgb):
    return open_image(write_slide(folder / "deep.tif", rgb, factors=(2, 8, 32), tile=64))


def _single_level(folder, rgb):
    return open_image(write_slide(folder / "one.tif", rgb, factors=()))


def _pyramid(folder, rgb):
    Image.fromarray(rgb).save(folder / "large.bmp")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        patch.setattr("medcls_core.images.flat_source.LARGE_SIDE_PX", 512)
        patch.setattr("medcls_core.images.pyramid_cache.SMALLEST_LEVEL_PX", 64)
        source = open_image(folder / "large.bmp")
    assert len(source.level_downsamples) > 3
    return source


def _dicom(folder, rgb):
    return open_image(write_dicom(folder / "photo.dcm", rgb))


def _dicom_slide(folder, rgb):
    return open_image(write_dicom_slide(folder / "series", rgb))


def _wsidicom(folder, rgb):
    return WsiDicomSource(write_dicom_slide(folder / "series", rgb))


KINDS: dict[str, Callable[[Path, np.ndarray], ImageSource]] = {
    "flat": _png,
    "slide": _slide,
    "deep_slide": _deep_slide,
    "single_level_slide": _single_level,
    "cached_pyramid": _pyramid,
    "dicom": _dicom,
    "dicom_slide": _dicom_slide,
    "wsidicom": _wsidicom,
}


@pytest.fixture(scope="session")
def made_rgb():
    """The truth that every source shows."""
    rgb = landmark_image(MADE_WIDTH, MADE_HEIGHT, LANDMARKS)
    rgb.setflags(write=False)
    return rgb


@pytest.fixture(scope="session", params=sorted(KINDS))
def source(request, tmp_path_factory, made_rgb):
    """The same image through every kind of source."""
    opened = KINDS[request.param](tmp_path_factory.mktemp(request.param), made_rgb)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def landmarks():
    """Centres of the dots in level-0 pixels."""
    return LANDMARKS


@pytest.fixture(scope="session")
def write():
    """The writers of made-up files, by name."""
    return {
        "slide": write_slide,
        "dicom": write_dicom,
        "dicom_slide": write_dicom_slide,
        "landmarks": landmark_image,
    }
