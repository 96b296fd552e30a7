"""What is asked of an analysis, and what comes out of it."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from medcls_core.explain.evidence import Evidence
from medcls_core.findings import Finding, Prediction
from medcls_core.geometry import Box, Size
from medcls_core.images.source import PixelSize
from medcls_core.language import Text

if TYPE_CHECKING:  # a window shows analyses without waiting for torch
    from medcls_core.networks.card import ModelVersion


@dataclass(frozen=True, slots=True)
class AnalysisOptions:
    """What to look at, and how.

    Attributes:
        region: part of the image in level-0 pixels; None is the whole image.
        threshold: lowest object score that becomes a finding; None is the card's.
        batch: inputs per forward pass.
        evidence: make heatmaps of the first findings.
        max_evidence: how many findings get heatmaps, highest score first.
        boxes: cells to classify (cell tasks alone); empty means the region is one cell.
    """

    region: Box | None = None
    threshold: float | None = None
    batch: int = 8
    evidence: bool = True
    max_evidence: int = 12
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoredFinding:
    """A finding with what the model said of it.

    `area_um2` is None where the pixel size is unknown; `mean_prob` is the mean probability of
    the finding's class over its mask (mask tasks) or the highest class probability.
    """

    finding: Finding
    prediction: Prediction
    area_um2: float | None
    mean_prob: float


@dataclass(frozen=True, slots=True)
class FindingEvidence:
    """The heatmaps of one finding."""

    finding: UUID
    maps: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything one run of one model on one image said.

    Attributes:
        task: its key.
        image: the file.
        size_l0: the image's size.
        pixel_size: what was used for every figure in um or mm, and who said so.
        model: card and folder of the weights.
        region: what was looked at, cut to the image.
        threshold: the score that a finding needed.
        scored: findings, highest score first.
        probability: highest probability in every cell of a map over the region (mask tasks).
        evidence: heatmaps of the first findings.
        tissue_area_mm2: tissue inside the region; None where mpp is unknown or nothing was swept.
        seconds: wall-clock time.
        tiles: inputs that went through the network.
        device: where it ran.
        differences: how the image differs from those that the model learnt from; empty where it
            doesn't, or where its card doesn't say how they look.
    """

    task: str
    image: Path
    size_l0: Size
    pixel_size: PixelSize | None
    model: "ModelVersion"
    region: Box
    threshold: float
    scored: tuple[ScoredFinding, ...]
    probability: Evidence | None
    evidence: tuple[FindingEvidence, ...]
    tissue_area_mm2: float | None
    seconds: float
    tiles: int
    device: str
    differences: tuple[Text, ...] = ()
