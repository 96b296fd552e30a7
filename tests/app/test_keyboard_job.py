"""The whole job by keyboard alone: open a folder, run, fifty verdicts, export. No mouse."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import cycle, islice
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit

from app.main import start
from app.main_window import MainWindow
from medcls_core.cli import bench_sets
from medcls_core.findings import Finding, Origin, Prediction, Verdict
from medcls_core.geometry import Box, Outline
from medcls_core.inference.analysis_types import Analysis, ScoredFinding
from medcls_core.networks.card import ModelVersion
from medcls_core.store import images, open_store, reads
from medcls_core.tasks import get_task

CELLS = 50
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier

MITOSES = (
    (Qt.Key.Key_A, Verdict.ACCEPT, "mitosis"),
    (Qt.Key.Key_2, Verdict.CORRECT, "non_mitotic"),
    (Qt.Key.Key_Return, Verdict.ACCEPT, "mitosis"),
    (Qt.Key.Key_X, Verdict.REJECT, None),
    (Qt.Key.Key_U, Verdict.CANNOT_TELL, None),
)
CERVICAL = (
    (Qt.Key.Key_A, Verdict.ACCEPT, "dyskeratotic"),
    (Qt.Key.Key_5, Verdict.CORRECT, "superficial_intermediate"),
    (Qt.Key.Key_3, Verdict.CORRECT, "metaplastic"),
)


class _MouseTrap(QObject):
    """Notes every mouse event of the program."""

    def __init__(self) -> None:
        super().__init__()
        self.caught = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        kinds = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.Wheel)
        self.caught += event.type() in kinds
        return False


@dataclass
class Keyboard:
    """Presses keys wherever the focus is, and nothing else."""

    window: MainWindow
    wait: Callable[[Callable[[], bool]], None]

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        top = QApplication.activeModalWidget() or self.window
        if QApplication.activeWindow() is not top:
            # The offscreen platform gives nobody the focus when a dialog opens or closes.
            top.activateWindow()
            self.wait(top.isActiveWindow)
        QTest.keyClick(QApplication.focusWidget() or top, key, modifiers)

    def answer_file_dialog(self, path: Path) -> None:
        """Type a path into the file dialog that a key is about to open, and press Enter."""

        def type_it() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, QFileDialog):
                QTimer.singleShot(20, type_it)
                return
            line = dialog.findChild(QLineEdit)
            typed = QInputMethodEvent()  # as an input method hands over what was typed
            typed.setCommitString(str(path))
            QApplication.sendEvent(line, typed)
            QTest.keyClick(line, Qt.Key.Key_Return)

        QTimer.singleShot(0, type_it)


@pytest.fixture(autouse=True)
def no_mouse(qapp) -> Iterator[None]:
    trap = _MouseTrap()
    qapp.installEventFilter(trap)
    yield
    qapp.removeEventFilter(trap)
    assert trap.caught == 0, "the job must not need a mouse"


@pytest.fixture(autouse=True)
def own_dialogs(qapp) -> Iterator[None]:
    qapp.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs, True)
    yield
    qapp.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs, False)


@pytest.fixture
def keyboard(window, context, qtbot, settle) -> Keyboard:
    start(context, [])
    qtbot.waitUntil(lambda: context.models.version is not None, timeout=60_000)
    settle()
    window.activateWindow()
    window.slide.setFocus()
    return Keyboard(window, lambda ready: qtbot.waitUntil(ready, timeout=90_000))


def stored(context) -> list[tuple[Verdict, str | None]]:
    with open_store(context.settings.store_url) as store, store.session() as session:
        known = images.all(session)
        return [
            (read.verdict, read.class_key)
            for image in known
            for read in reads.of_image(session, image.uuid)
        ]


def open_folder(keyboard: Keyboard, folder: Path, context, settle) -> None:
    keyboard.answer_file_dialog(folder)
    keyboard.press(Qt.Key.Key_O, CONTROL | SHIFT)
    keyboard.wait(lambda: context.images.current is not None)
    settle()


def export(keyboard: Keyboard, path: Path, steps_down: int) -> None:
    """Ctrl+E, the kind by arrows, Enter, the place, Enter."""
    keyboard.press(Qt.Key.Key_E, CONTROL)
    keyboard.wait(lambda: isinstance(QApplication.activeModalWidget(), QDialog))
    for _ in range(steps_down):
        keyboard.press(Qt.Key.Key_Down)
    keyboard.answer_file_dialog(path)
    keyboard.press(Qt.Key.Key_Return)
    keyboard.wait(path.exists)


@pytest.mark.slow
def test_fifty_mitoses_of_a_slide(keyboard, context, settle, analyst, tmp_path, monkeypatch):
    monkeypatch.setattr(bench_sets, "cache_folder", lambda: tmp_path / "slides")
    monkeypatch.setattr(bench_sets, "BLOCK_PX", 1024)
    bench_sets.rendered_slide(2048)
    rng = np.random.default_rng(0)
    places = [(*rng.uniform(100, 1900, 2).tolist(), rng.uniform(0.5, 1)) for _ in range(CELLS)]
    monkeypatch.setattr(sys.modules[type(analyst).__module__], "PLACES", places)
    open_folder(keyboard, tmp_path / "slides", context, settle)
    keyboard.press(Qt.Key.Key_R)
    keyboard.wait(lambda: len(context.review.queue) == CELLS)
    settle()
    expected = list(islice(cycle(MITOSES), CELLS))
    for key, _, _ in expected:
        keyboard.press(key)
    settle()
    assert context.review.reviewed() == CELLS
    assert stored(context) == [(verdict, class_key) for _, verdict, class_key in expected]
    keyboard.press(Qt.Key.Key_Z, CONTROL)
    settle()
    assert context.review.reviewed() == CELLS - 1
    keyboard.press(Qt.Key.Key_A)
    settle()
    export(keyboard, tmp_path / "report.pdf", 0)
    settle()
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")


class OneCellEach:
    """Says of every image that it is one dyskeratotic cell."""

    def __init__(self, fake) -> None:
        self._models = fake.models()
        card = sys.modules[type(fake).__module__].card("cervical", weights=True)
        classes = tuple(label.key for label in get_task("cervical").classes)
        self._models["cervical"] = {"": ModelVersion(replace(card, classes=classes), Path())}

    def models(self):
        return self._models

    def analyse(self, source, task, version, device, progress, boxes=()):  # noqa: ARG002
        frame = Box(0, 0, *source.size_l0)
        sha = self._models["cervical"][""].sha256
        finding = Finding(uuid4(), task.key, Outline.of_box(frame), Origin.MODEL, sha)
        classes = tuple(label.key for label in task.classes)
        answer = Prediction(finding.uuid, task.key, sha, classes, (0.8, 0.05, 0.05, 0.05, 0.05))
        progress.update(1, 1, "crops")
        return Analysis(
            task=task.key,
            image=source.path,
            size_l0=source.size_l0,
            pixel_size=None,
            model=version or self._models["cervical"][""],
            region=frame,
            threshold=0.5,
            scored=(ScoredFinding(finding, answer, None, 0.8),),
            probability=None,
            evidence=(),
            tissue_area_mm2=None,
            seconds=0.1,
            tiles=1,
            device=device,
        )

    def explain(self, *_args):
        return ()


@pytest.fixture
def cervical(settings) -> None:
    settings.task = "cervical"


@pytest.fixture
def cells(tmp_path) -> Path:
    folder = tmp_path / "细胞"
    folder.mkdir()
    rng = np.random.default_rng(0)
    for number in range(CELLS):
        picture = rng.integers(120, 255, (80, 90, 3), dtype=np.uint8)
        Image.fromarray(picture).save(folder / f"cell-{number:02}.png")
    return folder


@pytest.fixture
def cell_keyboard(cervical, context, analyst, request) -> Keyboard:  # noqa: ARG001  (in this order)
    context.analyst = OneCellEach(analyst)
    return request.getfixturevalue("keyboard")


@pytest.mark.slow
def test_fifty_single_cells(cell_keyboard, context, settle, cells, tmp_path):
    keyboard = cell_keyboard
    open_folder(keyboard, cells, context, settle)
    assert len(context.images.entries) == CELLS
    keyboard.press(Qt.Key.Key_R, SHIFT)
    keyboard.wait(lambda: all(entry.answer is not None for entry in context.images.entries))
    settle()
    expected = list(islice(cycle(CERVICAL), CELLS))
    for number, (key, _, _) in enumerate(expected):
        keyboard.wait(lambda number=number: _is_shown(context, number))
        keyboard.press(key)
    settle()
    assert stored(context) == [(verdict, class_key) for _, verdict, class_key in expected]
    assert all(entry.read for entry in context.images.entries)
    export(keyboard, tmp_path / "cells.csv", 2)
    settle()
    assert "cell-49" in (tmp_path / "cells.csv").read_text("utf-8-sig")


def _is_shown(context, number: int) -> bool:
    """Whether that image's finding is on screen, waiting for its verdict."""
    now = context.images.current
    return now is not None and now.path.stem == f"cell-{number:02}" and bool(context.review.queue)
