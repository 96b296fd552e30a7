"""An analysis and its reads over a made-up image with known places."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest

from medcls_core.explain import Evidence, EvidenceMethod
from medcls_core.findings import Finding, Origin, Prediction, Read, Verdict
from medcls_core.geometry import Box, Outline, Point
from medcls_core.images import ImageSource, PixelSize, PixelSizeOrigin
from medcls_core.images.array_source import ArraySource
from medcls_core.inference import Analysis, ScoredFinding
from medcls_core.language import Text
from medcls_core.networks import Metric, ModelCard, ModelVersion, Weights

SHA = "5" * 64
SIDE = 800
PLACES = (Point(100, 100), Point(400, 120), Point(300, 500), Point(700, 650))
SCORES = (0.95, 0.85, 0.75, 0.65)


@dataclass(frozen=True)
class Case:
    source: ImageSource
    analysis: Analysis
    reads: tuple[Read, ...]


def card() -> ModelCard:
    return ModelCard(
        task="mitosis",
        version="2026.11-test",
        network="mcsa_unet",
        classes=("background", "mitosis"),
        weights=Weights("weights.safetensors", SHA, 0.25, 0.6),
        intended_use=Text("Second look for tests", "测试用二次复核"),
        data=(Text("made-up fields", "虚构视野"),),
        licence=Text("Apache-2.0", "Apache-2.0"),
        recipe="mitosis",
        seed=0,
        metrics=(Metric("object F1", 0.713, 0.62, 0.79, 412, "figures", "held-out cases"),),
        limits=(Text("Never saw a real cell.", "从未见过真实细胞。"),),
    )


def scored(number: int) -> ScoredFinding:
    finding = Finding(
        UUID(int=number + 1),
        "mitosis",
        Outline.of_box(Box.around(PLACES[number], 40)),
        Origin.MODEL,
        SHA,
    )
    prob = SCORES[number]
    said = Prediction(finding.uuid, "mitosis", SHA, ("non_mitotic", "mitosis"), (1 - prob, prob))
    return ScoredFinding(finding, said, 100.0 + number, prob)


def read(number: int, verdict: Verdict, key: str | None, withdraws: UUID | None = None) -> Read:
    return Read(
        uuid=UUID(int=100 + number + (50 if withdraws else 0)),
        finding=UUID(int=number + 1),
        task="mitosis",
        reader="王芳 Wang Fang",
        verdict=verdict,
        class_key=key,
        source="test",
        time_utc=datetime(2026, 11, 21, 9, 30 + number, tzinfo=UTC),
        model_sha256=SHA,
        withdraws=withdraws,
        previous_hash="0" * 64,
        hash="1" * 64,
    )


@pytest.fixture
def case() -> Callable[..., Case]:
    """`case(mpp=0.25)`: one accepted, one corrected, one rejected and taken back, one unread."""

    def make(mpp: float | None = 0.25) -> Case:
        rgb = np.full((SIDE, SIDE, 3), 225, np.uint8)
        for place in PLACES:
            x, y = int(place.x_l0), int(place.y_l0)
            rgb[y - 20 : y + 20, x - 20 : x + 20] = (80, 40, 120)
        size = None if mpp is None else PixelSize(mpp, PixelSizeOrigin.FILE)
        source = ArraySource(
            Path("/home/zhang_san/field 7.svs"), rgb, pixel_size=size, format_name="made up"
        )
        whole = Box(0, 0, SIDE, SIDE)
        values = np.zeros((200, 200), np.float32)
        values[25, 25] = 1
        analysis = Analysis(
            task="mitosis",
            image=source.path,
            size_l0=source.size_l0,
            pixel_size=size,
            model=ModelVersion(card(), Path("nowhere")),
            region=whole,
            threshold=0.6,
            scored=tuple(scored(number) for number in range(4)),
            probability=Evidence(EvidenceMethod.PROBABILITY, values, whole, "mitosis", SHA),
            evidence=(),
            tissue_area_mm2=None if mpp is None else 0.02,
            seconds=1.0,
            tiles=16,
            device="cpu",
        )
        rejected = read(2, Verdict.REJECT, None)
        reads = (
            read(0, Verdict.ACCEPT, "mitosis"),
            read(1, Verdict.CORRECT, "non_mitotic"),
            rejected,
            read(2, Verdict.WITHDRAW, None, rejected.uuid),
        )
        return Case(source, analysis, reads)

    return make


@pytest.fixture
def rejecting(case) -> Case:
    """The same with the third finding rejected for good."""
    made = case()
    return replace(made, reads=made.reads[:-1])
