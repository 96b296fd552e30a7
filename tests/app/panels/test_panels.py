"""What the panels show of the state, and what they hand on."""

import threading
from dataclasses import replace
from uuid import UUID

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QSlider, QWidget

from app.commands import open_images, run_task, undoing, verdicts
from app.context import AppContext
from app.main_window import MainWindow
from app.panels.key_button import KeyButton
from app.panels.layers import LayersPanel
from app.panels.levels_histogram import LevelsHistogram
from app.panels.number_box import NumberBox
from app.panels.queue import QueuePanel
from app.panels.verdict import VerdictPanel
from app.rendering.images import to_array
from medcls_core.columns import TextWriter
from medcls_core.errors import NoImagesFound
from medcls_core.explain import kept
from medcls_core.findings import Trait, Verdict
from medcls_core.language import Language
from medcls_core.learning.queues import QueueOrder


@pytest.fixture
def analysed(window: MainWindow, analysed: AppContext) -> AppContext:
    """The findings, in the window."""
    assert window.isVisible()
    return analysed


def button(window: MainWindow, name: str) -> KeyButton:
    panel = window.findChild(VerdictPanel)
    return next(b for b in panel.findChildren(KeyButton) if b.accessibleName() == name)


def test_the_message_bar_shows_the_errors_sentence_until_it_is_dismissed(window, context):
    problem = NoImagesFound("here")
    context.messages.error(problem)
    assert window.slide.bar.isVisible()
    assert window.slide.bar.text == str(problem)
    window.slide.bar.dismiss()
    assert not window.slide.bar.isVisible()
    assert [message.text for message in context.messages.log] == [str(problem)]


def test_the_verdict_panel_shows_what_is_saved(window, analysed, settle):
    panel = window.findChild(VerdictPanel)
    assert panel._standing.text() == "Not reviewed yet"
    verdicts.give(analysed, Verdict.FLAG)
    assert "saving" in panel._standing.text()
    settle()
    assert "saved" in panel._standing.text()
    assert panel._standing.property("role") == "good"


def test_buttons_do_what_their_keys_do(window, analysed, qtbot, settle):
    first = analysed.review.selected.finding.uuid
    qtbot.mouseClick(button(window, "Reject"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button(window, "Not mitotic"), Qt.MouseButton.LeftButton)
    settle()
    assert analysed.review.standing(first).verdict is Verdict.REJECT
    assert analysed.review.counts()["non_mitotic"] == (0, 1)
    qtbot.mouseClick(button(window, "Undo"), Qt.MouseButton.LeftButton)
    settle()
    assert analysed.review.counts()["non_mitotic"] == (0, 0)


def test_without_a_finding_the_buttons_are_off_and_the_panel_teaches(window, context, settle):
    run_task.look_up_models(context)
    settle()
    assert not button(window, "Reject").isEnabled()
    assert window.findChild(VerdictPanel)._hint.accessibleName() == "Open an image"
    run_task.choose_task(context, "cervical")
    settle()
    hint = window.findChild(VerdictPanel)._hint
    assert hint.accessibleName() == "No trained weights yet for this task"
    assert hint.accessibleDescription() == "Nothing was trained."


def test_a_click_in_the_queue_goes_to_the_finding(window, analysed, qtbot):
    panel = window.findChild(QueuePanel)
    wanted: UUID = analysed.review.queue[2]
    index = panel._model.index(2, 0)
    with qtbot.waitSignal(analysed.review.visited):
        panel._table.clicked.emit(index)
    assert analysed.review.selected.finding.uuid == wanted
    center = analysed.review.selected.finding.outline.center
    view = window.slide.view.camera
    assert view.center.x_l0 == pytest.approx(center.x_l0)
    assert view.center.y_l0 == pytest.approx(center.y_l0)
    assert panel._table.currentIndex().row() == 2


def test_the_queue_says_verdict_and_whether_it_is_saved(window, analysed, settle):
    model = window.findChild(QueuePanel)._model
    verdicts.accept(analysed)
    assert model.index(0, 3).data() == "… Mitotic figure"
    settle()
    assert model.index(0, 3).data() == "✓ Mitotic figure"


def test_return_in_a_number_box_is_no_verdict(window, analysed, qtbot, settle):
    box = window.findChild(NumberBox)
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    qtbot.keyClicks(box, "0.5")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    settle()
    assert analysed.review.reads == ()


def test_h_held_anywhere_shows_the_bare_tissue(window, analysed, qtbot):
    list_view = window.findChild(QueuePanel)._table
    list_view.setFocus()
    qtbot.waitUntil(list_view.hasFocus)
    qtbot.keyPress(list_view, Qt.Key.Key_H)
    assert analysed.overlay.is_peeking
    qtbot.wait(300)  # longer than a tap
    qtbot.keyRelease(list_view, Qt.Key.Key_H)
    assert not analysed.overlay.is_peeking


def test_h_held_in_another_panel_ends_with_the_focus_or_the_next_key(window, analysed, qtbot):
    table = window.findChild(QueuePanel)._table
    for leave in (
        window.slide.view.setFocus,
        lambda: qtbot.keyClick(table, Qt.Key.Key_BracketRight),
        lambda: QApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate)),
    ):
        table.setFocus()
        qtbot.waitUntil(table.hasFocus)
        qtbot.keyPress(table, Qt.Key.Key_H)
        assert analysed.overlay.is_peeking
        leave()
        qtbot.waitUntil(lambda: not analysed.overlay.is_peeking)
        qtbot.keyRelease(table, Qt.Key.Key_H)
        assert not analysed.overlay.is_peeking


def test_o_cycles_the_opacity(window, analysed, qtbot):
    before = analysed.overlay.opacity
    seen = []
    for _ in range(3):
        qtbot.keyClick(window.slide.view, Qt.Key.Key_O)
        seen.append(analysed.overlay.opacity)
    assert len(set(seen)) == 3
    assert seen[-1] == before


def test_levels_change_the_display_and_say_so(window, analysed):
    panel = window.findChild(LevelsHistogram)
    panel._gamma.setValue(2.0)
    assert analysed.overlay.levels == (0.0, 1.0, 2.0)
    assert panel._warning.isVisibleTo(panel)
    panel._reset.click()
    assert analysed.overlay.levels == (0.0, 1.0, 1.0)
    assert not panel._warning.isVisibleTo(panel)


def test_the_mark_tool_makes_a_finding_where_it_is_clicked(window, analysed, qtbot, settle):
    window.actions_by_key["mark"].trigger()
    view = window.slide.view
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.rect().center())
    settle()
    assert len(analysed.review.items) == 5
    assert analysed.review.selected.prediction is None
    assert analysed.review.standing(analysed.review.selected.finding.uuid).class_key == "mitosis"


def test_esc_puts_the_mark_tool_down_before_it_stops_a_run(
    window, analysed, analyst, qtbot, settle
):
    view = window.slide.view
    window.actions_by_key["mark"].trigger()
    assert view.notes == ("Marking: Mitotic figure · a click marks, Esc ends",)
    assert view.cursor().shape() is Qt.CursorShape.CrossCursor

    def endless(progress) -> None:
        while True:
            progress.update(1, 100, "sweep")

    analyst.before = endless
    run_task.run_task(analysed)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not window.actions_by_key["mark"].isChecked()
    assert view.notes == ()
    assert view.cursor().shape() is Qt.CursorShape.ArrowCursor
    assert not analysed.work.doing(run_task.ANALYSE).stopping
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert analysed.work.doing(run_task.ANALYSE).stopping
    settle()


def test_stopping_is_said_at_once_and_then_that_it_stopped(window, analysed, analyst, settle):
    def endless(progress) -> None:
        while True:
            progress.update(1, 100, "sweep")

    analyst.before = endless
    run_task.run_task(analysed)
    run_task.cancel_run(analysed)
    assert window._status._doing.isVisible()
    assert window._status._doing.text() == "Mitotic figures: running the model: stopping …"
    assert not window.actions_by_key["cancel"].isEnabled()
    settle()
    assert window.slide.bar.text == "Stopped; nothing of this run was kept."
    assert not window._status._doing.isVisible()


def test_a_run_goes_to_its_first_finding(window, analysed):
    view, item = window.slide.view, analysed.review.selected
    assert item.finding.uuid == analysed.review.queue[0]
    assert view.camera.center.x_l0 == pytest.approx(item.finding.outline.center.x_l0)
    assert view.camera.center.y_l0 == pytest.approx(item.finding.outline.center.y_l0)
    assert view.place is not None


def test_a_run_leaves_the_view_where_the_reader_moved_it(window, analysed, analyst, settle, qtbot):
    view = window.slide.view
    view.zoom_fit()
    gate = threading.Event()
    analyst.before = lambda _: gate.wait(10)
    run_task.run_task(analysed)
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: view.goal == view.camera)
    stood = view.place
    gate.set()
    settle()
    assert view.place == stood


def test_an_undo_is_seen_in_the_queue_in_the_same_moment(window, analysed, settle):
    model = window.findChild(QueuePanel)._model
    verdicts.accept(analysed)
    settle()
    assert model.index(0, 3).data() == "✓ Mitotic figure"
    undoing.undo(analysed)
    assert model.index(0, 3).data() == ""
    settle()
    assert model.index(0, 3).data() == ""


def test_the_left_crop_is_bare_and_the_right_one_carries_the_outline(window, analysed, settle):
    settle()
    panel = window.findChild(VerdictPanel)
    analysed.overlay.choose("")

    def middle(view) -> np.ndarray:
        return to_array(view.grab().toImage())[30:-30, 30:100]

    item = analysed.review.selected
    bare, drawn = middle(panel._plain), middle(panel._heated)
    panel._plain.set_centre_mark(False)
    assert (middle(panel._plain) == bare).all()
    assert (bare != drawn).any()
    panel._heated.set_mark(None)
    panel._heated.set_crop(*panel_crop(panel, item))
    assert (middle(panel._heated) == bare).all()


def panel_crop(panel, item):
    crop = panel._crops.want(item)
    return crop.picture, crop.box_l0


def test_without_its_heatmaps_the_layers_panel_says_how_to_get_them(
    window, analysed, settle, qtbot
):
    panel = window.findChild(LayersPanel)
    again = "Run again (R) for the heatmaps; verdicts stay."
    assert again not in panel._explanation.text()
    path = analysed.images.current.path
    for there in (True, False):
        analysed.analyses.forget(analysed.images.current.uuid)  # as after a restart
        open_images.open_paths(analysed, [path])
        qtbot.waitUntil(lambda there=there: (again in panel._explanation.text()) is not there)
        settle()
        kept.clear()
    run_task.run_task(analysed)
    settle()
    assert again not in panel._explanation.text()


def test_no_panel_is_cut_off_in_the_language_with_the_longer_words(window, settings, qtbot):
    layers = window.findChild(LayersPanel)
    area = layers.parentWidget().parentWidget()
    settings.language = Language.CHINESE
    qtbot.waitUntil(lambda: layers._names["opacity"].text() == "不透明度")
    QApplication.processEvents()
    area.setMinimumWidth(10)
    settings.language = Language.ENGLISH
    qtbot.waitUntil(lambda: layers._names["opacity"].text() == "Opacity")
    qtbot.waitUntil(lambda: area.minimumWidth() >= layers.minimumSizeHint().width())


def test_files_can_be_dropped(window, context, settle, picture):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(picture))])
    event = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.slide.dropEvent(event)
    settle()
    assert context.images.current.path == picture


def test_every_control_has_a_name_for_screen_readers(window, analysed):
    nameless = [
        type(widget).__name__
        for widget in window.findChildren(QWidget)
        if isinstance(widget, (QAbstractButton, QComboBox, QSlider, QLineEdit))
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not (widget.accessibleName() or widget.toolTip() or getattr(widget, "text", str)())
        and not widget.objectName().startswith("qt_")
        and widget.isVisibleTo(window)
    ]
    assert analysed.images.current is not None
    assert nameless == []


def test_work_is_shown_only_when_it_lasts(window, context, qtbot):
    from app.state import Doing  # noqa: PLC0415

    context.work.begin("analyse", Doing(1, "running", can_cancel=True))
    assert context.work.shown() is None
    qtbot.waitSignal(context.work.shown_changed).wait()
    assert context.work.shown().title == "running"
    assert window._status._bar.isVisible()
    context.work.end("analyse")
    assert not window._status._bar.isVisible()


def test_a_trait_is_said_beside_the_class_and_never_instead(window, analysed):
    item = analysed.review.selected
    columns, writer = analysed.review.findings.columns, TextWriter()
    writer.write(['{"atypical": 0.71}'])
    trait = columns.answers.trait.copy()
    trait[columns.uuids.row(item.finding.uuid)] = 0
    columns.answers = replace(columns.answers, traits=writer.finished(), trait=trait)
    analysed.review.findings._items.clear()  # a running program never changes answers so
    assert analysed.review.selected.prediction.traits == (Trait("atypical", 0.71),)
    analysed.review.select(item.finding.uuid)
    first, second = window.findChild(VerdictPanel)._origin.text().split("\n")
    assert first.startswith("Model: Mitotic figure")
    assert second == "looks atypical, 71 %"


def test_classes_are_counted_whatever_is_queued(window, analysed):
    assert window.isVisible()
    before = analysed.review.counts()
    analysed.review.sort(QueueOrder.FLAGS)
    assert len(analysed.review.queue) == 0
    assert analysed.review.counts() == before != {"mitosis": (0, 0), "non_mitotic": (0, 0)}
    analysed.review.sort(QueueOrder.LEAST_SURE)
    analysed.review.set_threshold(0.9)
    assert analysed.review.counts()["mitosis"] == (1, 0)
