"""A store whose cells a small network learns in seconds, and a model that knows nothing yet."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor, nn

from medcls_core.findings import Finding, Origin, Verdict
from medcls_core.geometry import Box, Outline, Size
from medcls_core.images import quick_hash
from medcls_core.language import Text
from medcls_core.learning.rounds import deciding, plan
from medcls_core.networks import ModelCard, ModelVersion, in_use, installed, registry
from medcls_core.store import LabelStore, NewRead, findings, images, open_store, reads
from medcls_core.training import recipes
from medcls_core.training.recipe import Optimiser
from medcls_core.training.release import release

COLOURS = {"benign": (60, 60, 200), "malignant": (200, 60, 60)}
CLASSES = tuple(COLOURS)
SIDE = 32


class Tiny(nn.Module):
    """Says what colour the mean pixel has; learns that in a few dozen steps."""

    def __init__(self) -> None:
        super().__init__()
        self.mix = nn.Conv2d(3, 8, 1)
        self.classifier = nn.Linear(8, 1)

    def forward(self, images: Tensor) -> Tensor:
        logits: Tensor = self.classifier(self.mix(images).tanh().mean((2, 3)))
        return logits


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LabelStore]:
    with open_store(str(tmp_path / "标注.sqlite")) as opened:
        yield opened


@pytest.fixture
def parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModelVersion:
    """The bundled model of mammography, for this test: one that learns colours, as initialised."""
    monkeypatch.setitem(registry._BUILDERS, "tiny", lambda _: Tiny())
    torch.manual_seed(0)
    text = Text("for tests", "仅供测试")
    card = ModelCard(
        "mammography", "bundled", "tiny", CLASSES, None, text, (text,), text,
        "mammography", 0, (), (text,),
    )  # fmt: skip
    made = release(
        Tiny(), card, tmp_path / "bundled", mpp=None, threshold=0.5, size_px=(SIDE, SIDE)
    )
    for module in (in_use, deciding, installed):
        monkeypatch.setattr(module, "bundled_model", lambda _: made)
    return made


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rounds learn at a rate at which a few cells are enough."""
    known = plan.round_recipe

    def faster(model: ModelVersion, epochs: int, seed: int) -> recipes.Recipe:
        made = known(model, epochs, seed)
        stage = replace(made.stages[0], learning_rate=0.05, optimiser=Optimiser.ADAM)
        return replace(made, stages=(stage,), batch=8, keep_start=0.0)

    monkeypatch.setattr(plan, "round_recipe", faster)


@pytest.fixture
def give(store: LabelStore, tmp_path: Path) -> Callable[..., list[UUID]]:
    """`give(["benign", ...], said=[...])`: an image a cell, of one class, read as another."""
    rng = np.random.default_rng(0)

    def make(
        true: Sequence[str],
        said: Sequence[str] | None = None,
        reader: str = "Li",
        *,
        read: bool = True,
    ) -> list[UUID]:
        given = []
        for key, word in zip(true, said or true, strict=True):
            uuid = UUID(bytes=rng.bytes(16), version=4)
            path = tmp_path / "cells" / f"{uuid}.png"
            path.parent.mkdir(exist_ok=True)
            pixels = rng.integers(0, 55, (SIDE, SIDE, 3)) + COLOURS[key]
            Image.fromarray(pixels.astype(np.uint8)).save(path)
            with store.session() as session:
                image = images.remember(session, path, quick_hash(path), Size(SIDE, SIDE), None)
                outline = Outline.of_box(Box(0, 0, SIDE, SIDE))
                findings.add(
                    session,
                    image.uuid,
                    [Finding(uuid, "mammography", outline, Origin.READER, "Li")],
                )
                if read:
                    reads.append(
                        session,
                        NewRead(uuid, "mammography", reader, Verdict.CORRECT, word, "test", None),
                    )
            given.append(uuid)
        return given

    return make
