"""The command line run in this process, on made-up images with a network whose answer is known."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor, nn

from medcls_core.cli import models_in_use
from medcls_core.cli.main import main
from medcls_core.inference.predictor import Predictor
from medcls_core.language import Text
from medcls_core.networks import ModelCard, ModelVersion, Weights
from medcls_core.tasks import Task

STROMA = np.array([235, 170, 205], float)
NUCLEUS = np.array([80, 40, 120], float)
DISCS = ((60.0, 70.0, 12.0), (180.0, 150.0, 13.0))


class FiresOnPurple(nn.Module):
    """Logits (N, 2, H, W) of (background, mitosis): high where green is low."""

    def __init__(self) -> None:
        super().__init__()
        self.head = nn.Conv2d(3, 2, 1)
        with torch.no_grad():
            self.head.weight.zero_()
            self.head.bias.zero_()
            self.head.weight[1, 1] = -12.75
            self.head.bias[1] = -2.25

    def forward(self, images: Tensor) -> Tensor:
        logits: Tensor = self.head(images)
        return logits


def known_card(task: str = "mitosis") -> ModelCard:
    text = Text("for tests", "仅供测试")
    return ModelCard(
        task=task,
        version="test-1",
        network="mcsa_unet",
        classes=("background", "mitosis"),
        weights=Weights("weights.safetensors", "5" * 64, 0.25, 0.6),
        intended_use=text,
        data=(text,),
        licence=text,
        recipe="",
        seed=0,
        metrics=(),
        limits=(text,),
    )


@pytest.fixture
def known_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command uses a network that calls purple discs mitoses."""

    def load(task: Task, *_: object) -> Predictor:
        model = ModelVersion(known_card(task.key), Path("nowhere"))
        return Predictor(FiresOnPurple(), task, model, torch.device("cpu"))

    monkeypatch.setattr(models_in_use, "predictor_for", load)


def paint(path: Path, discs: Sequence[tuple[float, float, float]] = DISCS) -> Path:
    """A stained field of 256 x 224 px with nuclei (x, y, radius)."""
    y, x = np.mgrid[:224, :256] + 0.5
    share = np.zeros((224, 256))
    for disc_x, disc_y, radius in discs:
        share = np.maximum(share, np.clip(radius - np.hypot(x - disc_x, y - disc_y) + 0.5, 0, 1))
    rgb = STROMA + share[:, :, None] * (NUCLEUS - STROMA)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(rgb.round().astype(np.uint8)).save(path)
    return path


@pytest.fixture
def painted() -> Callable[..., Path]:
    """`paint`, for tests that need further images."""
    return paint


@pytest.fixture
def field(tmp_path: Path) -> Path:
    """An image file with two mitoses, without a pixel size."""
    return paint(tmp_path / "images" / "field.png")


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


@pytest.fixture
def medcls(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., Ran]:
    """`medcls("analyze", ...)` as typed in an empty folder `work`, in English."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setenv("MEDCLS_LANG", "en")
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.delenv("MEDCLS_STORE", raising=False)

    def run(*arguments: object) -> Ran:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return run


@pytest.fixture
def is_one_sentence() -> Callable[[str], bool]:
    """Whether a person sees one line, and no traceback."""

    def check(said: str) -> bool:
        return said.count("\n") == 1 and said.endswith(".\n") and "Traceback" not in said

    return check
