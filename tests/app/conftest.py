"""Fixtures of the window's tests: no screen, one application, no job left behind."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast
from uuid import uuid4

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.commands import open_images, run_task
from app.commands.pixel_size import set_pixel_size
from app.context import AppContext, make_context
from app.jobs import Runner
from app.main_window import MainWindow
from app.settings import Settings, ThemeChoice
from app.theme import apply_theme
from app.translation import install_language
from medcls_core.errors import MedclsError
from medcls_core.explain.evidence import Evidence, EvidenceMethod
from medcls_core.findings import Finding, Origin, Prediction
from medcls_core.geometry import Box, Outline, Point
from medcls_core.images import ImageSource
from medcls_core.inference.analysis_types import Analysis, FindingEvidence, ScoredFinding
from medcls_core.language import Language, Text
from medcls_core.networks.card import ModelCard, ModelVersion, Weights
from medcls_core.progress import Progress
from medcls_core.tasks import Task, all_tasks

if TYPE_CHECKING:  # these load torch
    from medcls_core.inference import Predictor
    from medcls_core.learning.asking_next.from_store import Asked, Question
    from medcls_core.store import LabelStore

SHA = "5a" * 32
PLACES = ((40, 40, 0.95), (120, 40, 0.55), (40, 120, 0.75), (120, 120, 0.65))
"""Centre and score of what the fake model finds, in level-0 pixels of any image."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform complains of every window with a smallest size; that is its own."""
    for item in items:
        item.add_marker(
            pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)
        )


@pytest.fixture
def runner(qapp: QApplication) -> Iterator[Runner]:  # noqa: ARG001  (there must be one)
    """A runner that must have nothing left to do when the test ends."""
    runner = Runner(tile_threads=2)
    yield runner
    left = runner.live()
    assert runner.shutdown(5000), "a job did not stop when it was cancelled"
    assert left == 0, f"the test left {left} jobs running"


def card(task: str, *, weights: bool) -> ModelCard:
    """A card of made-up weights, or of none."""
    return ModelCard(
        task=task,
        version="9.9-test",
        network="mcsa_unet",
        classes=("non_mitotic", "mitosis"),
        weights=Weights("weights.safetensors", SHA, 0.25, 0.5) if weights else None,
        intended_use=Text("tests", "测试"),
        data=(),
        licence=Text("none", "无"),
        recipe="",
        seed=None,
        metrics=(),
        limits=(Text("Nothing was trained.", "尚未训练。"),),
    )


class FakeAnalyst:
    """Finds mitoses at `PLACES`; the other tasks have no weights."""

    def __init__(self) -> None:
        self.runs = 0
        self.explained = 0
        self.before: Callable[[Progress], None] = lambda _: None
        self.problem: MedclsError | None = None
        self.imported: dict[str, dict[str, ModelVersion]] = {}

    def models(self) -> Mapping[str, Mapping[str, ModelVersion]]:
        return {
            task.key: {"": ModelVersion(card(task.key, weights=task.key == "mitosis"), Path())}
            | self.imported.get(task.key, {})
            for task in all_tasks()
        }

    def analyse(
        self,
        source: ImageSource,
        task: Task,
        version: ModelVersion | None,
        device: str,
        progress: Progress,
        boxes: tuple[Box, ...] = (),
    ) -> Analysis:
        self.runs += 1
        self.asked_about = boxes
        self.before(progress)
        if self.problem is not None:
            raise self.problem
        frame = Box(0, 0, *source.size_l0)
        scored = [_scored(task, x, y, score) for x, y, score in PLACES]
        heat = np.linspace(0, 1, 64, dtype=np.float32).reshape(8, 8)
        whole = Evidence(EvidenceMethod.PROBABILITY, heat, frame, "mitosis", SHA)
        first = scored[0].finding
        cam = Evidence(EvidenceMethod.GRAD_CAM, heat, first.outline.bounds, "mitosis", SHA)
        return Analysis(
            task=task.key,
            image=source.path,
            size_l0=source.size_l0,
            pixel_size=source.pixel_size,
            model=version or self.models()[task.key][""],
            region=frame,
            threshold=0.5,
            scored=tuple(scored),
            probability=whole,
            evidence=(FindingEvidence(first.uuid, (cam,)),),
            tissue_area_mm2=1.5,
            seconds=0.1,
            tiles=1,
            device=device,
        )

    def explain(
        self,
        _source: ImageSource,
        _task: Task,
        _version: ModelVersion | None,
        _device: str,
        outline: Outline,
        _class_key: str,
    ) -> tuple[Evidence, ...]:
        self.explained += 1
        heat = np.ones((4, 4), dtype=np.float32)
        return (Evidence(EvidenceMethod.CBAM_SPATIAL, heat, outline.bounds, None, SHA),)

    def ask_next(
        self,
        store: "LabelStore",
        task: Task,
        _version: ModelVersion | None,
        _device: str,
        question: "Question",
        progress: Progress,
    ) -> "Asked":
        """As the real one, for strategies that the kept answers are enough for."""
        from medcls_core.learning.asking_next.from_store import ask_next  # noqa: PLC0415

        self.before(progress)
        if self.problem is not None:
            raise self.problem
        knows = SimpleNamespace(task=task, classes=("non_mitotic", "mitosis"))
        return ask_next(store, cast("Predictor", knows), question, progress)


def _scored(task: Task, x: float, y: float, score: float) -> ScoredFinding:
    outline = Outline.of_box(Box.around(Point(x, y), 20))
    finding = Finding(uuid4(), task.key, outline, Origin.MODEL, SHA)
    prediction = Prediction(
        finding.uuid, task.key, SHA, ("non_mitotic", "mitosis"), (1 - score, score)
    )
    return ScoredFinding(finding, prediction, 25.0, score)


@pytest.fixture
def analyst() -> FakeAnalyst:
    """A model without torch behind it."""
    return FakeAnalyst()


@pytest.fixture
def settings(tmp_path: Path, qapp: QApplication) -> Iterator[Settings]:
    """English, light, a reader, a store of the test's own."""
    settings = Settings(tmp_path / "settings.ini")
    settings.reader = "Dr. Test"
    settings.language = Language.ENGLISH
    settings.theme = ThemeChoice.LIGHT
    settings.store_url = str(tmp_path / "labels.sqlite")
    apply_theme(qapp, settings.theme)
    yield settings
    install_language(qapp, Language.ENGLISH)


@pytest.fixture
def context(settings: Settings, analyst: FakeAnalyst, qtbot: QtBot) -> Iterator[AppContext]:
    """A window's context with nothing open; no job may be left when the test ends."""
    context = make_context(settings, analyst, Runner(tile_threads=2))
    crashes: list[str] = []
    context.runner.crashed.connect(crashes.append)
    yield context
    qtbot.waitUntil(lambda: context.runner.live() == 0, timeout=90_000)
    assert context.runner.shutdown(5000)
    context.store.close()
    context.sources.close_all()
    assert crashes == []


@pytest.fixture
def window(context: AppContext, qtbot: QtBot) -> Iterator[MainWindow]:
    """The whole window over the context."""
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    yield window
    window.slide.view.set_source(None)


@pytest.fixture
def settle(context: AppContext, qtbot: QtBot) -> Callable[[], None]:
    """Wait until no job is left."""
    return lambda: qtbot.waitUntil(lambda: context.runner.live() == 0, timeout=90_000)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A small image on disk without a pixel size."""
    path = tmp_path / "病例 1.png"
    noise = np.random.default_rng(0).integers(120, 255, (200, 240, 3), dtype=np.uint8)
    Image.fromarray(noise).save(path)
    return path


@pytest.fixture
def opened(context: AppContext, settle: Callable[[], None], picture: Path) -> AppContext:
    """The picture open with a pixel size, the models known."""
    run_task.look_up_models(context)
    open_images.open_paths(context, [picture])
    settle()
    set_pixel_size(context, 0.25)
    settle()
    return context


@pytest.fixture
def analysed(opened: AppContext, settle: Callable[[], None]) -> AppContext:
    """The fake model's findings, too."""
    run_task.run_task(opened)
    settle()
    return opened


@pytest.fixture
def restart(
    context: AppContext, analyst: FakeAnalyst, picture: Path, qtbot: QtBot
) -> Iterator[Callable[..., AppContext]]:
    """Start again over the same settings and store, with the picture or others open."""
    made: list[AppContext] = []

    def start(paths: Sequence[Path] = (picture,)) -> AppContext:
        again = make_context(context.settings, analyst, Runner(tile_threads=2))
        made.append(again)
        open_images.open_paths(again, paths)
        qtbot.waitUntil(lambda: again.runner.live() == 0, timeout=90_000)
        return again

    yield start
    for again in made:
        assert again.runner.shutdown(5000)
        again.store.close()
        again.sources.close_all()
