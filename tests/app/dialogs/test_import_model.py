"""Importing a model from the window: looked at first, written only on purpose."""

import io
import json
import warnings
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from app.dialogs.import_model import ImportModelDialog
from app.dialogs.model_card import ModelCardDialog
from medcls_core.networks import installed_models

CONFIG = {
    "spec_version": "1.0",
    "architecture": "tiny",
    "num_classes": 2,
    "class_names": ["calm", "busy"],
    "patch_size_pixels": 64,
    "spacing_um_px": 0.5,
    "transform": [
        {"name": "Resize", "arguments": {"size": 32}},
        {"name": "ToTensor"},
        {"name": "Normalize", "arguments": {"mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5]}},
    ],
}


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A tiny TorchScript network of others and its card of WSInfer's zoo."""
    import torch  # noqa: PLC0415  (two seconds, for these tests alone)

    net = torch.nn.Sequential(
        torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten(), torch.nn.Linear(3, 2)
    ).eval()
    data, card = io.BytesIO(), tmp_path / "config.json"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # TorchScript's own deprecation
        torch.jit.save(torch.jit.trace(net, torch.zeros(1, 3, 32, 32)), data)
    path = tmp_path / "微小.pt"
    path.write_bytes(data.getvalue())
    card.write_text(json.dumps(CONFIG), "utf-8")
    return path, card


@pytest.fixture
def dialog(window, settle, files) -> ImportModelDialog:
    window.openers.model_card()
    settle()
    card = window.findChild(ModelCardDialog)
    next(each for each in card.findChildren(QPushButton) if "Import" in each.text()).click()
    dialog = card.findChild(ImportModelDialog)
    assert not dialog.look.isEnabled()
    dialog.file.setText(str(files[0]))
    dialog.card.setText(str(files[1]))
    dialog.name.setText("tiny")
    return dialog


def test_a_model_is_checked_before_it_is_written(dialog, context, qtbot, settle):
    dialog.task.setCurrentIndex(dialog.task.findData("breast_histology"))
    qtbot.mouseClick(dialog.look, Qt.MouseButton.LeftButton)
    settle()
    assert dialog.status.text().startswith("It fits. Nothing was written yet. TorchScript is")
    said = {label.text() for label in dialog.facts.widget().findChildren(QLabel)}
    assert "32 x 32 px" in said
    assert not [one for one in installed_models("breast_histology") if one.folder.name == "tiny"]
    qtbot.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    settle()
    assert [one.folder.name for one in installed_models("breast_histology")] == ["lung", "tiny"]
    assert context.messages.log[-1].text.startswith("Imported: tiny.")


def test_why_a_model_cannot_be_imported_is_said_and_a_change_asks_again(dialog, qtbot, settle):
    qtbot.mouseClick(dialog.look, Qt.MouseButton.LeftButton)  # the card names no task
    settle()
    assert "names no task" in dialog.status.text()
    assert not dialog.take.isEnabled()
    dialog.task.setCurrentIndex(dialog.task.findData("breast_histology"))
    qtbot.mouseClick(dialog.look, Qt.MouseButton.LeftButton)
    settle()
    assert dialog.take.isEnabled()
    dialog.name.setText("another")
    assert not dialog.take.isEnabled()


def test_closing_while_it_is_being_checked_harms_nobody(dialog, qtbot, settle):
    qtbot.mouseClick(dialog.look, Qt.MouseButton.LeftButton)
    dialog.reject()
    settle()
