"""The loop of the window: open, run, verdict by key, saved, undone, there after a restart."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.commands import open_images, run_task, undoing, verdicts
from app.commands.pixel_size import set_pixel_size
from app.context import AppContext, make_context
from app.jobs import Runner
from medcls_core.errors import StoreUnusable, WeightsMissing
from medcls_core.findings import Verdict
from medcls_core.learning.queues import QueueOrder
from medcls_core.networks.card import ModelVersion
from medcls_core.store import open_store, reads


def stored_reads(context: AppContext) -> list[tuple[Verdict, str | None]]:
    image = context.images.current
    with open_store(context.settings.store_url) as store, store.session() as session:
        return [(read.verdict, read.class_key) for read in reads.of_image(session, image.uuid)]


def test_findings_of_a_run_are_queued_least_sure_first(analysed: AppContext):
    scores = [
        round(analysed.review.item(uuid).score(analysed.review.task), 2)
        for uuid in analysed.review.queue
    ]
    assert scores == [0.55, 0.65, 0.75, 0.95]
    assert analysed.review.counts() == {"mitosis": (4, 0), "non_mitotic": (0, 0)}


def test_verdicts_by_keys_reach_the_store(window, analysed: AppContext, qtbot, settle):
    view = window.slide.view
    for key in (Qt.Key.Key_A, Qt.Key.Key_2, Qt.Key.Key_X, Qt.Key.Key_U):
        qtbot.keyClick(view, key)
    settle()
    assert stored_reads(analysed) == [
        (Verdict.ACCEPT, "mitosis"),
        (Verdict.CORRECT, "non_mitotic"),
        (Verdict.REJECT, None),
        (Verdict.CANNOT_TELL, None),
    ]
    assert analysed.review.reviewed() == 4
    assert analysed.review.unsaved() == 0


def test_enter_accepts_and_goes_on_to_the_next_open_finding(window, analysed, qtbot, settle):
    first, second = analysed.review.queue[:2]
    assert analysed.review.selected.finding.uuid == first
    qtbot.keyClick(window.slide.view, Qt.Key.Key_Return)
    assert analysed.review.selected.finding.uuid == second
    settle()
    assert analysed.review.standing(first).class_key == "mitosis"


def test_a_verdict_is_shown_at_once_and_saved_only_when_committed(analysed, settle):
    finding = analysed.review.queue[0]
    verdicts.accept(analysed)
    assert analysed.review.standing(finding).hash == ""
    assert analysed.review.unsaved() == 1
    settle()
    assert len(analysed.review.standing(finding).hash) == 64
    assert analysed.review.unsaved() == 0


def test_a_flag_stays_at_the_finding_and_beside_the_answer(analysed, settle):
    finding = analysed.review.queue[0]
    verdicts.give(analysed, Verdict.FLAG)
    assert analysed.review.selected.finding.uuid == finding
    verdicts.accept(analysed)
    settle()
    assert analysed.review.standing(finding).verdict is Verdict.ACCEPT
    assert analysed.review.is_flagged(finding)


def test_undo_appends_a_withdrawal_and_goes_back(window, analysed, qtbot, settle):
    finding = analysed.review.queue[0]
    qtbot.keyClick(window.slide.view, Qt.Key.Key_A)
    qtbot.keyClick(window.slide.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert stored_reads(analysed) == [(Verdict.ACCEPT, "mitosis"), (Verdict.WITHDRAW, None)]
    assert analysed.review.standing(finding) is None
    assert analysed.review.selected.finding.uuid == finding


def test_undo_walks_back_through_all_verdicts_and_then_says_so(analysed, settle):
    verdicts.accept(analysed)
    verdicts.give_digit(analysed, 2)
    for _ in range(2):
        undoing.undo(analysed)
    assert analysed.review.reviewed() == 0
    undoing.undo(analysed)
    settle()
    assert analysed.messages.log[-1].text == "Nothing to undo here."
    assert len(stored_reads(analysed)) == 4


def test_after_a_restart_the_verdict_is_there_without_running_the_model(
    analysed: AppContext, settle, analyst, picture: Path, qtbot
):
    finding = analysed.review.queue[0]
    verdicts.accept(analysed)
    settle()
    again = make_context(analysed.settings, analyst, Runner(tile_threads=2))
    open_images.open_paths(again, [picture])
    qtbot.waitUntil(lambda: again.runner.live() == 0, timeout=90_000)
    assert analyst.runs == 1
    assert len(again.review.items) == 4
    assert again.review.standing(finding).class_key == "mitosis"
    # The pixel size that was given once is remembered too.
    assert again.images.current.source.pixel_size.mpp == pytest.approx(0.25)
    # And the undo of the verdict works across the restart.
    undoing.undo(again)
    qtbot.waitUntil(lambda: again.runner.live() == 0, timeout=90_000)
    assert again.review.standing(finding) is None
    assert again.runner.shutdown(5000)
    again.store.close()
    again.sources.close_all()


def test_running_again_keeps_findings_and_their_verdicts(analysed, settle, analyst):
    before = set(analysed.review.queue)
    verdicts.accept(analysed)
    settle()
    run_task.run_task(analysed)
    settle()
    assert analyst.runs == 2
    assert set(analysed.review.queue) == before
    assert analysed.review.reviewed() == 1


def test_another_reader_starts_with_an_empty_slate(analysed, settle):
    from app.commands.load_review import reload  # noqa: PLC0415

    verdicts.accept(analysed)
    settle()
    analysed.settings.reader = "Dr. Other"
    reload(analysed)
    settle()
    assert analysed.review.reviewed() == 0
    assert len(analysed.review.items) == 4


def test_a_task_without_weights_refuses_with_its_sentence(opened, settle):
    run_task.choose_task(opened, "cervical")
    settle()
    run_task.run_task(opened)
    settle()
    assert opened.messages.log[-1].text == WeightsMissing("cervical").sentence(
        opened.settings.language
    )


def test_a_missing_pixel_size_is_asked_for_and_never_guessed(
    context, settle, picture, analyst, qtbot
):
    run_task.look_up_models(context)
    open_images.open_paths(context, [picture])
    settle()
    with qtbot.waitSignal(context.images.pixel_size_needed):
        run_task.run_task(context)
    assert analyst.runs == 0
    assert picture.name in context.messages.log[-1].text


def test_a_run_can_be_cancelled_and_leaves_nothing(opened, settle, analyst):
    def endless(progress) -> None:
        while True:
            progress.update(1, 100, "sweep")

    analyst.before = endless
    run_task.run_task(opened)
    assert opened.work.doing(run_task.ANALYSE) is not None
    run_task.cancel_run(opened)
    settle()
    assert opened.work.doing(run_task.ANALYSE) is None
    assert opened.review.items == ()


def test_a_failing_run_says_why(opened, settle, analyst):
    analyst.problem = StoreUnusable("x", "the disk is full")
    run_task.run_task(opened)
    settle()
    assert opened.messages.log[-1].text == "The label store x cannot be used: the disk is full."
    assert opened.work.doing(run_task.ANALYSE) is None


def test_a_verdict_that_cannot_be_stored_is_taken_back_and_said(analysed, settle, monkeypatch):
    def refuse(*_args: object) -> None:
        raise StoreUnusable("labels", "the disk is full")

    monkeypatch.setattr(reads, "append_all", refuse)
    finding = analysed.review.queue[0]
    verdicts.accept(analysed)
    assert analysed.review.standing(finding) is not None
    settle()
    assert analysed.review.standing(finding) is None
    assert "the disk is full" in analysed.messages.log[-1].text


def test_a_digit_that_no_class_has_does_nothing(analysed, settle):
    verdicts.give_digit(analysed, 9)
    settle()
    assert analysed.review.reads == ()


def test_queue_of_the_likely_wrong_holds_corrections_only(analysed, settle):
    verdicts.accept(analysed)
    corrected = analysed.review.selected.finding.uuid
    verdicts.give_digit(analysed, 2)
    settle()
    analysed.review.sort(QueueOrder.LIKELY_WRONG)
    assert analysed.review.queue == (corrected,)


def test_the_threshold_leaves_out_low_scores_but_never_a_verdict(analysed, settle):
    least_sure = analysed.review.queue[0]
    analysed.review.set_threshold(0.7)
    assert len(analysed.review.queue) == 2
    analysed.review.set_threshold(0.0)
    analysed.review.select(least_sure)
    verdicts.accept(analysed)
    settle()
    analysed.review.set_threshold(0.7)
    assert least_sure in analysed.review.queue
    assert len(analysed.review.queue) == 3


def test_evidence_is_made_when_a_finding_without_is_looked_at(
    window, analysed, settle, analyst, qtbot
):
    others = [u for u in analysed.review.queue if analysed.analyses.evidence(u) is None]
    analysed.review.visit(others[0])
    qtbot.waitUntil(lambda: analysed.analyses.evidence(others[0]) is not None, timeout=10_000)
    settle()
    assert analyst.explained >= 1
    assert [str(each.method) for each in analysed.overlay.maps] == ["probability", "cbam_spatial"]
    assert window.isVisible()


def test_the_chosen_model_is_the_one_that_runs(opened: AppContext, analyst, settle):
    bundled = analyst.models()["mitosis"][""]
    other = ModelVersion(replace(bundled.card, version="other"), Path("other"))
    analyst.imported = {"mitosis": {"other": other}}
    run_task.look_up_models(opened)
    settle()
    run_task.choose_model(opened, "other")
    run_task.run_task(opened)
    settle()
    image = opened.images.current
    assert opened.analyses.find(image.uuid, "mitosis").model == other
    assert opened.models.known_as("mitosis") == "other · other"
    run_task.choose_model(opened, "")
    assert opened.models.version == bundled
    assert opened.models.known_as("mitosis") == bundled.card.version
    settle()


def test_a_model_without_heatmaps_says_so(window, analysed: AppContext, settle):
    selected = analysed.review.queue[0]
    analysed.review.select(selected)
    settle()
    analysed.analyses.keep_evidence(selected, ())
    analysed.overlay.choose("")
    layers = window._docks["layers"].widget()
    texts = [each.text() for each in layers.findChildren(QLabel)]
    assert "The model offers no heatmap of this finding." in texts


@pytest.mark.parametrize(("mpp", "warned"), [(0.25, False), (0.5, True), (0.2, False)])
def test_a_scan_coarser_than_the_model_learnt_from_is_warned_of_and_stays_so(
    window, context, picture, settle, mpp, warned
):
    run_task.look_up_models(context)
    open_images.open_paths(context, [picture])
    settle()
    set_pixel_size(context, mpp)
    settle()
    run_task.run_task(context)
    settle()
    said = context.messages.log[-1].text
    assert said.startswith("The model was trained at 0.25 µm per pixel") == warned
    shown = window._status._facts["pixels"].text()
    assert shown.endswith("the model expects 0.25") == warned
