"""Many images, one after the other, and the way through single cells by keys alone."""

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt

from app.commands import open_images, run_all, run_task, undoing
from app.context import AppContext, make_context
from app.jobs import Runner
from app.main_window import MainWindow
from app.panels.image_list_model import second_line
from medcls_core.errors import ImageUnreadable
from medcls_core.findings import Finding, Origin, Prediction, Verdict
from medcls_core.geometry import Box, Outline
from medcls_core.inference.analysis_types import Analysis, ScoredFinding
from medcls_core.language import Language
from medcls_core.networks import bundled_model
from medcls_core.networks.card import Weights
from medcls_core.progress import Cancelled
from medcls_core.store import images as stored_images
from medcls_core.store import open_store, reads
from medcls_core.tasks import all_tasks

SHA = "7c" * 32


class OneCell:
    """Says of every image that it is one dyskeratotic cell."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.unreadable = ""
        self.stop_at = ""

    def models(self):
        known = {task.key: {"": bundled_model(task.key)} for task in all_tasks()}
        model = known["cervical"][""]
        classes = tuple(label.key for label in all_tasks_by_key()["cervical"].classes)
        trained = replace(
            model.card, classes=classes, weights=Weights("weights.safetensors", SHA, None, 0.5)
        )
        known["cervical"][""] = replace(model, card=trained)
        return known

    def analyse(self, source, task, version, device, progress, boxes=()):  # noqa: ARG002
        self.seen.append(source.path.name)
        if source.path.name == self.stop_at:
            raise Cancelled
        if source.path.name == self.unreadable:
            raise ImageUnreadable(source.path, "it is torn")
        progress.update(0, 1, "crops")
        frame = Box(0, 0, *source.size_l0)
        finding = Finding(uuid4(), task.key, Outline.of_box(frame), Origin.MODEL, SHA)
        classes = tuple(label.key for label in task.classes)
        probs = (0.8, 0.05, 0.05, 0.05, 0.05)
        answer = Prediction(finding.uuid, task.key, SHA, classes, probs)
        return Analysis(
            task=task.key,
            image=source.path,
            size_l0=source.size_l0,
            pixel_size=None,
            model=version or self.models()[task.key][""],
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

    def explain(self, *_):
        return ()


def all_tasks_by_key():
    return {task.key: task for task in all_tasks()}


@pytest.fixture
def analyst():
    return OneCell()


@pytest.fixture
def cells(context: AppContext, settle, tmp_path: Path) -> AppContext:
    """Four single cells listed, the cervical task chosen."""
    folder = tmp_path / "细胞"
    folder.mkdir()
    for number in range(4):
        pixels = np.full((60, 60, 3), 40 * number + 60, np.uint8)
        Image.fromarray(pixels).save(folder / f"cell{number}.png")
    run_task.look_up_models(context)
    settle()
    run_task.choose_task(context, "cervical")
    open_images.open_paths(context, [folder])
    settle()
    return context


def lines(context: AppContext) -> list[str]:
    return [second_line(entry) for entry in context.images.entries]


def test_every_image_is_answered_and_says_so_in_the_list(cells: AppContext, settle):
    run_all.run_all(cells)
    settle()
    assert cells.analyst.seen == [f"cell{number}.png" for number in range(4)]
    assert lines(cells) == ["Dyskeratotic 80 %"] * 4
    assert len(cells.review.queue) == 1  # the one on screen
    assert cells.messages.log[-1].text == "Images done: 4."
    run_task.choose_task(cells, "mammography")
    settle()
    assert "Dyskeratotic" not in "".join(lines(cells))


def test_a_folder_of_an_earlier_day_shows_at_once_what_was_said(
    window, cells: AppContext, qtbot, settle
):
    run_all.run_all(cells)
    settle()
    for key in (Qt.Key.Key_A, Qt.Key.Key_2):
        qtbot.keyClick(window.slide.view, key)
        settle()
    said = lines(cells)
    folder = cells.images.entries[0].path.parent
    again = make_context(cells.settings, cells.analyst, Runner(tile_threads=2))
    other = MainWindow(again)
    qtbot.addWidget(other)
    run_task.look_up_models(again)
    open_images.open_paths(again, [folder])
    qtbot.waitUntil(lambda: again.runner.live() == 0, timeout=90_000)
    assert lines(again) == said
    assert said[1].startswith("✓ Koilocytotic")
    other.slide.view.set_source(None)
    qtbot.waitUntil(lambda: again.runner.live() == 0, timeout=90_000)
    assert again.runner.shutdown(5000)
    again.store.close()
    again.sources.close_all()


def test_what_was_answered_before_is_left_as_it_is(cells: AppContext, settle):
    run_task.run_task(cells)
    settle()
    run_all.run_all(cells)
    settle()
    assert cells.analyst.seen == [f"cell{number}.png" for number in range(4)]
    assert cells.messages.log[-1].text == "Images done: 3; answered before: 1."
    run_all.run_all(cells)
    settle()
    assert len(cells.analyst.seen) == 4
    assert cells.messages.log[-1].text == "This model has answered all 4 images already."
    cells.images.forget_answers()
    run_all.run_all(cells)
    settle()
    assert lines(cells) == ["Dyskeratotic 80 %"] * 4


def test_one_bad_image_stops_nothing_and_is_named(cells: AppContext, settle):
    cells.analyst.unreadable = "cell1.png"
    run_all.run_all(cells)
    settle()
    assert [bool("80 %" in line) for line in lines(cells)] == [True, False, True, True]
    said = cells.messages.log[-1].text
    assert said.startswith("Images done: 3 of 4; left out: cell1.png. The first: ")
    assert "it is torn" in said


def test_stopped_in_the_middle_what_was_done_is_kept(cells: AppContext, settle):
    cells.analyst.stop_at = "cell2.png"
    run_all.run_all(cells)
    settle()
    assert cells.messages.log[-1].text == "Stopped after 2 of 4 images; what was done is kept."
    assert cells.work.doing(run_task.ANALYSE) is None
    with open_store(cells.settings.store_url) as store, store.session() as session:
        assert len(stored_images.all(session)) == 2


def test_single_cells_are_read_one_key_each(window, cells: AppContext, qtbot, settle):
    run_all.run_all(cells)
    settle()
    for key in (Qt.Key.Key_A, Qt.Key.Key_2, Qt.Key.Key_X, Qt.Key.Key_U):
        qtbot.keyClick(window.slide.view, key)
        settle()
    assert cells.images.wanted == 3
    assert lines(cells) == [
        "✓ Dyskeratotic 80 %",
        "✓ Koilocytotic (model: Dyskeratotic 80 %)",
        "✓ rejected (model: Dyskeratotic 80 %)",
        "✓ cannot tell (model: Dyskeratotic 80 %)",
    ]
    undoing.undo(cells)
    settle()
    assert lines(cells)[3] == "Dyskeratotic 80 %"
    with open_store(cells.settings.store_url) as store, store.session() as session:
        ordered = sorted(stored_images.all(session), key=lambda image: image.path.name)
        given = [reads.of_image(session, image.uuid)[0] for image in ordered]
    assert [(read.verdict, read.class_key) for read in given] == [
        (Verdict.ACCEPT, "dyskeratotic"),
        (Verdict.CORRECT, "koilocytotic"),
        (Verdict.REJECT, None),
        (Verdict.CANNOT_TELL, None),
    ]


def test_the_answers_follow_the_language(cells: AppContext, settle, window):  # noqa: ARG001
    run_all.run_all(cells)
    settle()
    cells.settings.language = Language.CHINESE
    assert lines(cells) == ["角化不良细胞 80%"] * 4


def test_undo_goes_back_to_the_cell_of_the_last_verdict(window, cells: AppContext, qtbot, settle):
    run_all.run_all(cells)
    settle()
    for _ in range(2):
        qtbot.keyClick(window.slide.view, Qt.Key.Key_A)
        settle()
    assert cells.images.wanted == 2
    undoing.undo(cells)
    settle()
    assert cells.images.wanted == 1
    assert cells.messages.log[-1].text == "Back at cell1.png: once more takes its verdict back."
    assert cells.review.reviewed() == 1
    undoing.undo(cells)
    settle()
    assert cells.review.reviewed() == 0
    assert lines(cells)[:2] == ["✓ Dyskeratotic 80 %", "Dyskeratotic 80 %"]
    undoing.undo(cells)
    settle()
    assert cells.images.wanted == 0
    assert cells.review.reviewed() == 1
    undoing.undo(cells)
    settle()
    assert cells.review.reviewed() == 0
    undoing.undo(cells)
    settle()
    assert cells.messages.log[-1].text == "Nothing to undo here."


def test_the_answer_about_one_cell_is_said_not_how_many_there_are(cells, settle):
    run_task.run_task(cells)
    settle()
    assert cells.messages.log[-1].text.startswith("Model: Dyskeratotic 80 %; ")
