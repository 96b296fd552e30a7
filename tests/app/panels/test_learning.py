"""The Learning panel: what it offers follows from labels, the round's state and the gate."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest

from app.commands import learning
from app.panels.learning import LearningPanel
from medcls_core.data.sources.cut import Cut
from medcls_core.evaluation.answers import Answer
from medcls_core.geometry import Box
from medcls_core.language import Language, Text
from medcls_core.learning.rounds.deciding import Standing
from medcls_core.learning.rounds.gate import Side, judge
from medcls_core.learning.rounds.history import Event
from medcls_core.learning.rounds.overview import Overview
from medcls_core.learning.rounds.place import RoundFolder
from medcls_core.learning.rounds.readiness import ClassCount, Readiness
from medcls_core.learning.rounds.state import RoundState, Stage
from medcls_core.networks.card import ModelCard, ModelVersion, Weights
from medcls_core.store.rounds import Round
from medcls_core.tasks import get_task
from medcls_core.training.fit import EpochReport

OLD, NEW = "a" * 64, "b" * 64
TASK = get_task("mammography")
KEYS = ("benign", "malignant")


def side(labels, choices):
    answers = [
        Answer(f"{place}", f"{place}", "", label, (2.0 * (choice == 0), 2.0 * (choice == 1)))
        for place, (label, choice) in enumerate(zip(labels, choices, strict=True))
    ]
    return Side(answers, 1.0)


def overview(tmp_path, *, good=True, missing=(), folder=None):
    labels = np.arange(40) % 2
    wrong = np.where(np.arange(40) < 20, 1 - labels, labels)
    sides = (side(labels, wrong), side(labels, labels))
    report = judge(*(sides if good else sides[::-1]), KEYS, "image")
    text = Text("t", "t")
    card = ModelCard(
        TASK.key, "1.0", "tiny", KEYS, Weights("w", OLD, None, 0.5), text, (), text, "", 0, (), ()
    )
    now = datetime.now(UTC)
    done = Round(uuid4(), 1, TASK.key, OLD, NEW, tmp_path, report.verdict, report.words, {}, now)
    return Overview(
        TASK,
        ModelVersion(card, tmp_path),
        Readiness({key: ClassCount(30, 25, 10) for key in KEYS}, {}, missing, frozen=True),
        folder,
        Standing(done, None),
        report,
        {},
        (
            Event(
                now,
                1,
                "finished",
                Text("came to the gate", "完成比较"),
                NEW,
                OLD,
                None,
                report.words,
            ),
        ),
    )


@pytest.fixture
def panel(qtbot, context, monkeypatch):
    monkeypatch.setattr(learning, "look", lambda _: None)
    made = LearningPanel(context)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_passed_candidate_can_be_promoted_without_a_reason(panel, context, tmp_path):
    context.learning.end_look(overview(tmp_path))
    assert panel.start_button.isEnabled()
    assert panel.promote_button.isEnabled()
    assert not panel.back_button.isVisible()
    assert panel.changes.cells.count() == 20
    assert "Benign → Malignant" in {panel.changes.cells.item(row).text() for row in range(20)}


def test_a_refused_one_needs_a_reason(panel, context, tmp_path):
    context.learning.end_look(overview(tmp_path, good=False))
    assert not panel.promote_button.isEnabled()
    panel.reason.setText("the old one was broken")
    assert panel.promote_button.isEnabled()


def test_too_few_labels_start_no_round_and_say_why(panel, context, tmp_path):
    missing = (Text("12 more new labels", "还需 12 条新标注"),)
    context.learning.end_look(overview(tmp_path, missing=missing))
    assert not panel.start_button.isEnabled()
    assert "12 more new labels" in panel._words.text()


def test_a_running_round_shows_its_curves_and_can_be_paused_and_stopped(panel, context, tmp_path):
    folder = RoundFolder(tmp_path / "001")
    folder.path.mkdir()
    context.learning.end_look(overview(tmp_path, folder=folder))
    epochs = (EpochReport(1, 1, 1e-4, 0.9, -0.8, -0.8, 2.0),)
    context.learning.hear(RoundState(Stage.TRAINING, os.getpid(), 3, 9, "epoch 2/8"), epochs)
    assert "Training epoch 2/8 3/9" in panel._stage.text()
    assert panel.curves.isVisible()
    assert not panel.start_button.isEnabled()
    assert not panel.promote_button.isVisible()
    panel.pause_button.click()
    assert folder.pause.exists()
    assert panel.pause_button.text() == "Go on"
    panel.cancel_button.click()
    assert folder.cancel.exists()


def test_a_failed_round_says_why_in_either_language(panel, context, tmp_path, qapp, qtbot):
    from app.translation import install_language  # noqa: PLC0415

    context.learning.end_look(overview(tmp_path, folder=RoundFolder(tmp_path)))
    failed = RoundState(Stage.FAILED, 1, said=("No room.", "没有空间。"))
    context.learning.hear(failed, ())
    assert panel._stage.text() == "No room."
    install_language(qapp, Language.CHINESE)
    try:
        qtbot.waitUntil(lambda: panel._stage.text() == "没有空间。")
    finally:
        install_language(qapp, Language.ENGLISH)


def test_crops_of_changed_cells_arrive(panel, context, tmp_path, qtbot):
    from PIL import Image  # noqa: PLC0415

    path = tmp_path / "cell.png"
    Image.fromarray(np.full((20, 20, 3), 90, np.uint8)).save(path)
    seen = overview(tmp_path)
    cut = Cut(path, Box(0, 0, 20, 20), 20, "0", "benign", "u")
    context.learning.end_look(replace(seen, cuts={"0": cut}))
    row = [one.name for one in seen.report.changed].index("0")
    qtbot.waitUntil(lambda: not panel.changes.cells.item(row).icon().isNull())


def test_last_words_of_a_process_that_did_not_start(tmp_path):
    log = tmp_path / "learning.log"
    assert learning.last_words(log) == ""
    log.write_text("warning\nNot ready to train yet.\n", "utf-8")
    assert learning.last_words(log) == "Not ready to train yet."
    assert learning.last_words(Path("/nowhere/at/all")) == ""
