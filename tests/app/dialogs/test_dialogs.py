"""The dialogs: what they ask and what they hand on."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app.commands import open_images, run_task
from app.commands.export import ExportOptions
from app.commands.export_kinds import ExportKind
from app.dialogs.about import AboutDialog
from app.dialogs.crash import CrashDialog
from app.dialogs.export import ExportDialog
from app.dialogs.guide import GuideDialog
from app.dialogs.key_sheet import KeySheet
from app.dialogs.model_card import ModelCardDialog
from app.dialogs.pixel_size import PixelSizeDialog
from medcls_core.language import Language, Text
from medcls_core.networks.card import ModelCard, ModelVersion, Weights


@pytest.fixture
def opened(context, settle, picture: Path):
    run_task.look_up_models(context)
    open_images.open_paths(context, [picture])
    settle()
    return context


def test_the_pixel_size_is_given_only_by_the_reader(opened, qtbot):
    dialog = PixelSizeDialog(opened.images.current)
    qtbot.addWidget(dialog)
    dialog._box.setValue(0.5)
    with qtbot.waitSignal(dialog.given) as given:
        dialog._take()
    assert given.args == [0.5]
    assert "0.12 × 0.1 mm" in dialog._field.text()


def test_an_unknown_pixel_size_is_an_empty_field_and_never_a_guess(opened, qtbot):
    dialog = PixelSizeDialog(opened.images.current)
    qtbot.addWidget(dialog)
    dialog.show()
    given = []
    dialog.given.connect(given.append)
    accept = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Use this size")
    assert dialog._box.text().strip() == ""
    assert not accept.isEnabled()
    dialog._take()
    assert given == []
    qtbot.keyClicks(dialog._box, "0.5")
    assert accept.isEnabled()
    dialog._box.setValue(0)
    usual = next(b for b in dialog.findChildren(QPushButton) if b.text() == "40×: 0.25")
    qtbot.mouseClick(usual, Qt.MouseButton.LeftButton)
    assert dialog._box.value() == pytest.approx(0.25)
    qtbot.mouseClick(accept, Qt.MouseButton.LeftButton)
    assert given == [0.25]


def test_a_missing_pixel_size_asks_and_then_runs(window, opened, settle, analyst, qtbot):
    run_task.run_task(opened)
    dialog = window.findChild(PixelSizeDialog)
    dialog._box.setValue(0.25)
    dialog._take()
    qtbot.waitUntil(lambda: analyst.runs == 1, timeout=90_000)
    settle()
    assert opened.images.current.source.pixel_size.mpp == pytest.approx(0.25)
    assert len(opened.review.items) == 4


def test_the_guide_is_read_in_both_languages_beside_the_window(window, context, qtbot):
    for language, sentence in (
        (Language.ENGLISH, "A first quarter of an hour"),
        (Language.CHINESE, "判读写入磁盘之后才显示为“已保存”"),
    ):
        context.settings.language = language
        window.actions_by_key["guide"].trigger()
        dialog = window.findChild(GuideDialog)
        assert dialog.isVisible()
        assert not dialog.isModal()
        assert sentence in dialog.text.toPlainText()
        dialog.close()
        qtbot.waitUntil(lambda: window.findChild(GuideDialog) is None)


def _export_dialog(opened, qtbot, monkeypatch, answer):
    from app.dialogs import export  # noqa: PLC0415

    monkeypatch.setattr(
        export.QFileDialog, "getSaveFileName", staticmethod(lambda *_: (str(answer), ""))
    )
    monkeypatch.setattr(
        export.QFileDialog, "getExistingDirectory", staticmethod(lambda *_: str(answer))
    )
    dialog = ExportDialog(opened)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_the_export_dialog_hands_on_kind_place_and_options(opened, qtbot, monkeypatch, tmp_path):
    dialog = _export_dialog(opened, qtbot, monkeypatch, tmp_path / "out")
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog._ask_place()
    assert chosen.args == [ExportKind.PDF, tmp_path / "out.pdf", ExportOptions()]
    dialog = _export_dialog(opened, qtbot, monkeypatch, tmp_path)
    dialog.kinds.setCurrentRow(list(ExportKind).index(ExportKind.YOLO))
    dialog.only_read.setChecked(True)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog._ask_place()
    kind, path, options = chosen.args
    assert (kind, options) == (ExportKind.YOLO, ExportOptions(only_read=True))
    assert path.parent == tmp_path
    assert path.name.endswith("-mitosis-yolo")


def test_the_export_dialog_says_what_each_kind_is_for(opened, qtbot, monkeypatch, tmp_path):
    dialog = _export_dialog(opened, qtbot, monkeypatch, tmp_path)
    said = set()
    for row in range(dialog.kinds.count()):
        dialog.kinds.setCurrentRow(row)
        said.add(dialog._purpose.text())
        needed = dialog._purpose.heightForWidth(dialog._purpose.width())
        assert dialog._purpose.height() >= needed, dialog._title.text()
    assert len(said) == len(ExportKind)
    # An option that a kind doesn't know doesn't count, whatever was ticked for another one.
    dialog.coded.setChecked(True)
    dialog.kinds.setCurrentRow(0)
    assert not dialog.coded.isVisible()


def test_the_key_sheet_names_every_key(context, qtbot):
    from PySide6.QtWidgets import QLabel  # noqa: PLC0415

    from app.commands.keys import COMMANDS  # noqa: PLC0415

    sheet = KeySheet(context)
    qtbot.addWidget(sheet)
    texts = {each.text() for each in sheet.findChildren(QLabel)}
    assert {command.title for command in COMMANDS if command.shortcuts} <= texts
    assert {"A", "X", "S", "F", "U", "Ctrl+Z", "H", "1", "2"} <= texts


def imported_model(name: str) -> ModelVersion:
    """A model of two classes of its own."""
    text = Text("made up", "虚构")
    own = ModelCard(
        task="cervical",
        version=name,
        network="resnet34",
        classes=("calm", "busy"),
        weights=Weights("weights.onnx", "7c" * 32, None, 0.5, format="onnx"),
        intended_use=text,
        data=(text,),
        licence=text,
        recipe="",
        seed=None,
        metrics=(),
        limits=(text,),
        class_names=(Text("calm", "静"), Text("busy", "忙")),
        origin=Text("from net.onnx", "来自 net.onnx"),
    )
    return ModelVersion(own, Path("models") / name)


@pytest.mark.parametrize("kind", [AboutDialog, ModelCardDialog])
def test_what_only_tells_can_be_opened(opened, qtbot, kind):
    dialog = kind(opened)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.windowTitle()


def test_the_card_says_the_models_digest(opened, qtbot):
    from PySide6.QtWidgets import QTextBrowser  # noqa: PLC0415

    dialog = ModelCardDialog(opened)
    qtbot.addWidget(dialog)
    text = dialog.findChild(QTextBrowser).toPlainText()
    assert "5a" * 32 in text
    assert "Nothing was trained." in text


def test_one_model_is_no_choice(opened, qtbot):
    dialog = ModelCardDialog(opened)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.model.isVisible()


def test_an_imported_model_is_chosen_beside_its_card(opened, analyst, qtbot, settle):
    brca = imported_model("brca")
    analyst.imported = {"cervical": {"brca": brca}}
    opened.models.choose("cervical")
    run_task.look_up_models(opened)
    settle()
    dialog = ModelCardDialog(opened)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.model.isVisible()
    assert [dialog.model.itemData(place) for place in range(dialog.model.count())] == ["", "brca"]
    dialog.model.activated.emit(1)
    assert opened.settings.model("cervical") == "brca"
    assert opened.models.version == brca
    assert [label.name.en for label in opened.models.task.classes] == ["calm", "busy"]
    assert dialog.model.currentData() == "brca"
    shown = dialog._text.toPlainText()
    assert "from net.onnx" in shown
    assert "calm, busy" in shown
    settle()
    opened.models.choose("mitosis")
    assert not dialog.model.isVisible()


def test_a_model_that_is_gone_gives_way_to_the_bundled_one(opened, settle):
    opened.settings.choose_model("mitosis", "gone")
    run_task.look_up_models(opened)
    settle()
    assert opened.models.name == ""
    assert opened.models.version.card.version == "9.9-test"
    assert opened.settings.model("mitosis") == ""
    assert "gone" in opened.messages.log[-1].text


def test_the_crash_dialog_shows_the_traceback(qtbot, tmp_path):
    from PySide6.QtWidgets import QPlainTextEdit  # noqa: PLC0415

    dialog = CrashDialog("Traceback: boom", tmp_path / "medcls.log")
    qtbot.addWidget(dialog)
    assert dialog.findChild(QPlainTextEdit).toPlainText() == "Traceback: boom"
