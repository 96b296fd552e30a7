"""DICOM slides and radiographs: only what is needed to show the picture stays.

The list is of what may stay, so that attributes nobody thought of go too: private ones, and those
of editions of the standard to come.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pydicom
from pydicom.dataset import Dataset
from pydicom.errors import InvalidDicomError
from pydicom.uid import UID, generate_uid

from medcls_core.errors import ImageUnreadable
from medcls_core.images import reasons
from medcls_core.images.privacy.removal import (
    LEAST_TEXT,
    Removal,
    RemovalKind,
    entry,
    picture,
    replaced,
)
from medcls_core.language import Text

KEPT: Final = frozenset(
    """
    SpecificCharacterSet SOPClassUID Modality ImageType InstanceNumber SeriesNumber
    SamplesPerPixel PhotometricInterpretation PlanarConfiguration NumberOfFrames Rows
    Columns BitsAllocated BitsStored HighBit PixelRepresentation PixelAspectRatio
    PixelPaddingValue SmallestImagePixelValue LargestImagePixelValue LossyImageCompression
    LossyImageCompressionRatio LossyImageCompressionMethod BurnedInAnnotation
    RecognizableVisualFeatures PresentationLUTShape RescaleIntercept RescaleSlope
    RescaleType WindowCenter WindowWidth VOILUTFunction VOILUTSequence ModalityLUTSequence
    LUTDescriptor LUTData ModalityLUTType RedPaletteColorLookupTableDescriptor
    GreenPaletteColorLookupTableDescriptor BluePaletteColorLookupTableDescriptor
    RedPaletteColorLookupTableData GreenPaletteColorLookupTableData
    BluePaletteColorLookupTableData ICCProfile ColorSpace PixelSpacing ImagerPixelSpacing
    NominalScannedPixelSpacing EstimatedRadiographicMagnificationFactor
    PixelIntensityRelationship PixelIntensityRelationshipSign BodyPartExamined ViewPosition
    ImageLaterality Laterality PatientOrientation Manufacturer ManufacturerModelName
    VolumetricProperties TotalPixelMatrixColumns TotalPixelMatrixRows
    TotalPixelMatrixFocalPlanes TotalPixelMatrixOriginSequence
    XOffsetInSlideCoordinateSystem YOffsetInSlideCoordinateSystem
    ZOffsetInSlideCoordinateSystem ImagedVolumeWidth ImagedVolumeHeight ImagedVolumeDepth
    ImageOrientationSlide SpecimenLabelInImage FocusMethod ExtendedDepthOfField
    NumberOfOpticalPaths OpticalPathSequence OpticalPathIdentifier
    IlluminationTypeCodeSequence IlluminationColorCodeSequence IlluminationWaveLength
    ObjectiveLensPower ObjectiveLensNumericalAperture CondenserLensPower LensesCodeSequence
    CodeValue CodingSchemeDesignator CodeMeaning DimensionOrganizationSequence
    DimensionOrganizationType DimensionOrganizationUID DimensionIndexSequence
    DimensionIndexPointer FunctionalGroupPointer DimensionIndexValues
    SharedFunctionalGroupsSequence PerFrameFunctionalGroupsSequence PixelMeasuresSequence
    SliceThickness SpacingBetweenSlices PlanePositionSlideSequence
    ColumnPositionInTotalImagePixelMatrix RowPositionInTotalImagePixelMatrix
    FrameContentSequence OpticalPathIdentificationSequence
    WholeSlideMicroscopyImageFrameTypeSequence FrameType PixelValueTransformationSequence
    FrameVOILUTSequence InConcatenationNumber InConcatenationTotalNumber
    ConcatenationFrameOffsetNumber ExtendedOffsetTable ExtendedOffsetTableLengths PixelData
    """.split()  # noqa: SIM905  (a hundred quotes say no more)
)
UIDS: Final = frozenset(
    """
    SOPInstanceUID StudyInstanceUID SeriesInstanceUID FrameOfReferenceUID
    DimensionOrganizationUID ConcatenationUID PyramidUID SOPInstanceUIDOfConcatenationSource
    """.split()  # noqa: SIM905  (a hundred quotes say no more)
)
"""Replaced, each by the same new one wherever it stands."""

_EMPTY: Final = (
    "PatientName", "PatientID", "PatientBirthDate", "PatientSex", "StudyDate", "StudyTime",
    "AccessionNumber", "ReferringPhysicianName", "StudyID",
)  # fmt: skip
"""The standard wants them to be there, if only empty."""

_METHOD: Final = "medcls: only attributes needed to show the image were kept"
WHOLE_SLIDE: Final = pydicom.uid.VLWholeSlideMicroscopyImageStorage
_LABEL_KINDS: Final = {"LABEL": "label", "OVERVIEW": "macro"}


@dataclass(slots=True)
class Cleaner:
    """Cleans the files of one slide, with one set of new UIDs; `removed` grows with each."""

    removed: list[Removal] = field(default_factory=list)
    _uids: dict[str, UID] = field(default_factory=dict)

    def clean(self, dataset: Dataset, where: Text) -> None:
        """Take out of `dataset` what doesn't stay; `where` names the file in the report."""
        self._clean(dataset, where)
        for keyword in _EMPTY:
            setattr(dataset, keyword, "")
        dataset.PatientIdentityRemoved = "YES"
        dataset.DeidentificationMethod = _METHOD
        meta = getattr(dataset, "file_meta", None)
        if meta is not None:
            meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
            for element in list(meta):
                if element.keyword in _META_GONE or element.tag.is_private:
                    self.removed.append(entry(where, element.name, element.value))
                    del meta[element.tag]

    def _clean(self, dataset: Dataset, where: Text) -> None:
        for element in list(dataset):
            if element.keyword in UIDS:
                self.removed.append(replaced(where, element.name, str(element.value)))
                element.value = self._new(str(element.value))
            elif element.keyword not in KEPT:
                self.removed += _told(element, where)
                del dataset[element.tag]
            elif element.VR == "SQ":
                for item in element.value:
                    self._clean(item, where)

    def _new(self, uid: str) -> UID:
        if uid not in self._uids:
            self._uids[uid] = generate_uid(prefix=None)
        return self._uids[uid]


_META_GONE = frozenset(
    {"SourceApplicationEntityTitle", "SendingApplicationEntityTitle", "PrivateInformation",
     "ReceivingApplicationEntityTitle", "PrivateInformationCreatorUID"}
)  # fmt: skip


def _told(element: pydicom.DataElement, where: Text) -> list[Removal]:
    """An element that goes, with all texts in it; nothing where it is empty."""
    texts = tuple(_texts(element))
    if not texts:
        return []
    name = f"private {element.tag}" if element.tag.is_private else element.name
    return [
        Removal(RemovalKind.ENTRY, where, Text(name, name), tuple(filter(_can_be_found, texts)))
    ]


def _texts(element: pydicom.DataElement) -> Iterator[str]:
    if element.VR == "SQ":
        for item in element.value:
            for below in item:
                yield from _texts(below)
    elif element.value not in (None, "", b""):
        yield str(element.value)


def _can_be_found(text: str) -> bool:
    """Whether a text is long enough that it can't be in a file by chance."""
    return len(text) >= LEAST_TEXT and not text.replace(".", "").isdecimal()


def read(path: Path) -> Dataset:
    """A file with its pixels.

    Raises:
        ImageUnreadable: if it can't be parsed.
    """
    try:
        return pydicom.dcmread(path)
    except (InvalidDicomError, OSError, EOFError, ValueError) as problem:
        raise ImageUnreadable(path, reasons.DAMAGED) from problem


def files_of(path: Path, header: Dataset) -> list[Path]:
    """The files of the slide that `path` belongs to, in its folder; `path` alone where it is none.

    Args:
        path: any of them.
        header: of `path`.
    """
    if header.get("SOPClassUID") != WHOLE_SLIDE:
        return [path]
    series = header.get("SeriesInstanceUID")
    found = []
    for other in sorted(path.parent.iterdir()):
        if other.is_file() and not other.name.startswith("."):
            try:
                head = pydicom.dcmread(other, stop_before_pixels=True)
            except (InvalidDicomError, OSError, EOFError, ValueError):
                continue
            if head.get("SeriesInstanceUID") == series:
                found.append(other)
    return found


def kind_of(header: Dataset) -> str | None:
    """'label' or 'macro' for a photograph of these, None for a part of the scan."""
    kinds = [str(one) for one in header.get("ImageType", ())]
    return next((_LABEL_KINDS[one] for one in kinds if one in _LABEL_KINDS), None)


def shows_label(header: Dataset) -> bool:
    """Whether the picture is said to show the label, or text burnt into it."""
    return "YES" in {header.get("SpecimenLabelInImage"), header.get("BurnedInAnnotation")}


def photograph(path: Path, header: Dataset, kind: str) -> Removal:
    """A file that goes as a whole."""
    return picture(
        Text(path.name, path.name), kind, int(header.get("Columns", 0)), int(header.get("Rows", 0))
    )


def write(dataset: Dataset, path: Path) -> None:
    """Write it; the transfer syntax and the pixels' bytes stay as they were."""
    dataset.save_as(path, enforce_file_format=False)


def read_head(path: Path) -> Dataset:
    """A file without its pixels.

    Raises:
        ImageUnreadable: if it can't be parsed.
    """
    try:
        return pydicom.dcmread(path, stop_before_pixels=True)
    except (InvalidDicomError, OSError, EOFError, ValueError) as problem:
        raise ImageUnreadable(path, reasons.DAMAGED) from problem


def everything(dataset: Dataset) -> str:
    """All texts of a data set and of what is in it, for a search."""
    texts = [text for element in dataset for text in _texts(element)]
    meta = getattr(dataset, "file_meta", None)
    return "\0".join([*texts, *(str(element.value) for element in meta or ())])
