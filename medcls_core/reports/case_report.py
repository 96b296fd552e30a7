"""What a report says, as values; nothing here knows how it is drawn.

A report names no patient: it has no field for one, and it never shows a slide's label picture.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from medcls_core.geometry import Box, Size
from medcls_core.images.source import PixelSize
from medcls_core.language import Text
from medcls_core.quantify import Density
from medcls_core.quantify.mitotic_count import MitoticCount
from medcls_core.tasks.task import ClassLabel


class Standing(StrEnum):
    """What has become of a finding: said by the model alone, or read by a person.

    A skip or flag answers nothing, and leaves it as it was.
    """

    AI_ONLY = "ai_only"
    CONFIRMED = "confirmed"  # the reader stands for the class that the model said
    CORRECTED = "corrected"  # the reader stands for another class
    ADDED = "added"  # the reader found it, no model did
    REJECTED = "rejected"
    UNDECIDED = "undecided"  # the reader cannot tell


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """The image: what it is called here, what it is, and how large a pixel is.

    `content_hash` finds the file again whatever it is called.
    """

    name: str
    format_name: str
    size_l0: Size
    pixel_size: PixelSize | None
    objective_power: float | None
    content_hash: str


@dataclass(frozen=True, slots=True)
class CardMetric:
    """One figure of the model's card, as measured on its held-out data."""

    name: str
    value: float
    low: float | None
    high: float | None
    n: int
    unit: str
    data: str


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """The model version that spoke, and what its card admits."""

    version: str
    network: str
    sha256: str
    mpp: float | None
    threshold: float
    device: str | None
    intended_use: Text
    data: tuple[Text, ...]
    limits: tuple[Text, ...]
    licence: Text
    metrics: tuple[CardMetric, ...]


@dataclass(frozen=True, slots=True)
class RegionFacts:
    """What was looked at, in level-0 pixels, and its areas where the pixel size is known."""

    box_l0: Box
    whole_image: bool
    area_mm2: float | None
    tissue_area_mm2: float | None


@dataclass(frozen=True, slots=True)
class ClassCount:
    """One class: how many the model said, and how many a reader stands for, never added up."""

    label: ClassLabel
    model: int
    reader: int


@dataclass(frozen=True, slots=True)
class GroupCount:
    """The classes of one group together, as `ClassCount`."""

    name: Text
    model: int
    reader: int


@dataclass(frozen=True, slots=True)
class ReadingProgress:
    """How far the reading of the findings has come; the numbers sum to the findings."""

    ai_only: int
    confirmed: int
    corrected: int
    added: int
    rejected: int
    undecided: int


@dataclass(frozen=True, slots=True)
class DensityLine:
    """Objects of one class per mm2 with a 95 % interval, by the model alone and by the reader.

    `area_is_tissue` tells tissue from the whole region. `reader` is None while nothing is read.
    """

    label: ClassLabel
    area_is_tissue: bool
    model: Density
    reader: Density | None


@dataclass(frozen=True, slots=True)
class Crop:
    """A finding on the crop sheet.

    `picture` and `evidence` are uint8 RGB of the same shape and place; `evidence` is None where
    no heatmap was made, and `evidence_method` is the same for all crops of a report. `prob` is the
    model's for `label_model`, None for a reader's own finding.
    `number` is the finding's own, beside its mark in the overview, in the window and in tables.
    `flagged`: a reader wants a second look at it, whatever its standing. `traits` are what the
    model says beside its class.
    """

    number: int
    finding: UUID
    box_l0: Box
    picture: NDArray[np.uint8]
    evidence: NDArray[np.uint8] | None
    evidence_method: Text | None
    label_model: ClassLabel | None
    label_reader: ClassLabel | None
    prob: float | None
    area_um2: float | None
    standing: Standing
    reader: str | None
    flagged: bool = False
    traits: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Who read, when last, and the head of the label store's chain at that moment.

    `readers` are everyone whose verdict stands; `chain_head` is None where no store was used.
    """

    readers: tuple[str, ...]
    signed_by: str | None
    last_read_utc: datetime | None
    chain_head: str | None


@dataclass(frozen=True, slots=True)
class CaseReport:
    """Everything that one report of one image says.

    `overview` is uint8 RGB with the region and the marks drawn; `heat` the same place with the
    probability laid over, None where the task draws no map. `mitotic_count`
    is that of the hot spot, whose circle the overview shows; None for other tasks, and where there
    is nothing to count. `left_out` findings have no crop.
    `flagged` has the numbers of findings with a flag. `warnings` must not be overlooked; `notes`
    say how the numbers are to be taken.
    """

    task_key: str
    title: Text
    question: Text
    made_utc: datetime
    software: str
    image: ImageFacts
    model: ModelFacts
    region: RegionFacts
    counts: tuple[ClassCount, ...]
    groups: tuple[GroupCount, ...]
    progress: ReadingProgress
    flagged: tuple[int, ...]
    densities: tuple[DensityLine, ...]
    mitotic_count: MitoticCount | None
    overview: NDArray[np.uint8]
    heat: NDArray[np.uint8] | None
    heat_method: Text | None
    crops: tuple[Crop, ...]
    left_out: int
    reading: Reading
    warnings: tuple[Text, ...]
    notes: tuple[Text, ...]
    digest: str
