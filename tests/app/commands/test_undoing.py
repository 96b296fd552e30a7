"""Undo across images and a restart: by time, and never unseen."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.commands import marks, open_images, run_task, undoing, verdicts
from app.context import AppContext
from medcls_core.findings import Read, Verdict
from medcls_core.geometry import Point


@pytest.fixture
def pair(context: AppContext, tmp_path: Path, settle) -> tuple[Path, Path]:
    """Two images with a mark each; the first one was marked last."""
    for number in range(2):
        noise = np.random.default_rng(number + 5).integers(120, 255, (200, 240, 3), dtype=np.uint8)
        Image.fromarray(noise).save(tmp_path / f"field {number}.png")
    first, second = sorted(tmp_path.glob("field *.png"))
    run_task.look_up_models(context)
    open_images.open_paths(context, [first, second])
    settle()
    for line in (1, 0):
        open_images.show_image(context, line)
        settle()
        marks.add_mark(context, Point(50, 50), "mitosis")
        settle()
    return first, second


def marked(context: AppContext) -> int:
    return len(context.review.items)


def test_after_a_restart_the_last_verdict_is_undone_first_wherever_it_is(
    pair, restart: Callable[..., AppContext], qtbot
):
    first, second = pair

    def undo() -> None:
        undoing.undo(again)
        qtbot.waitUntil(lambda: again.runner.live() == 0, timeout=90_000)

    again = restart([first, second])
    open_images.show_image(again, 1)
    qtbot.waitUntil(lambda: again.runner.live() == 0, timeout=90_000)
    undo()
    assert again.images.current.path == first, "the image of the last verdict comes first"
    assert again.messages.log[-1].text == "Back at field 0.png: once more takes its verdict back."
    assert marked(again) == 1, "nothing is taken back unseen"
    undo()
    assert marked(again) == 0
    undo()
    assert (again.images.current.path, marked(again)) == (second, 1)
    undo()
    assert marked(again) == 0
    undo()
    assert again.messages.log[-1].text == "Nothing to undo here."
    undoing.redo(again)
    qtbot.waitUntil(lambda: again.runner.live() == 0, timeout=90_000)
    assert marked(again) == 1
    assert again.messages.log[-1].text == "Mark 1 is back."


def test_an_image_that_is_not_listed_is_opened_and_one_that_is_gone_is_named(
    pair, restart: Callable[..., AppContext], qtbot, picture
):
    again = restart([picture])
    undoing.undo(again)
    qtbot.waitUntil(lambda: again.runner.live() == 0, timeout=90_000)
    assert again.images.current.path == pair[0]
    other = restart([picture])
    pair[0].unlink()
    undoing.undo(other)
    qtbot.waitUntil(lambda: other.runner.live() == 0, timeout=90_000)
    assert other.images.current.path == picture
    assert other.messages.log[-1].text.startswith("The last verdict is on field 0.png")


def test_a_bulk_of_the_gallery_is_one_step_after_a_restart_too(
    context: AppContext, tmp_path: Path, settle, restart: Callable[..., AppContext], qtbot
):
    from app.commands import gallery  # noqa: PLC0415
    from medcls_core.learning.queues import Reading, Wanted  # noqa: PLC0415

    for number in range(3):
        noise = np.random.default_rng(number).integers(90, 180, (60, 50, 3), dtype=np.uint8)
        Image.fromarray(noise).save(tmp_path / f"cell {number}.png")
    paths = sorted(tmp_path.glob("cell *.png"))
    run_task.look_up_models(context)
    run_task.choose_task(context, "cervical")
    open_images.open_paths(context, paths)
    settle()
    gallery.show_gallery(context, shown=True)
    gallery.refresh(context)
    settle()
    gallery.filter_by(context, Wanted(reading=Reading.NO_FINDING))
    context.gallery.choose(context.gallery.shown, context.gallery.shown[0])
    verdicts.give_digit(context, 1)
    settle()
    again = restart(paths)
    assert len(again.review.items) == 1
    undoing.undo(again)
    qtbot.waitUntil(lambda: again.runner.live() == 0, timeout=90_000)
    assert again.messages.log[-1].text == "3 verdicts taken back."
    assert again.review.items == ()


@pytest.mark.parametrize("kind", ["bulk", "one"])
def test_nothing_of_another_task_is_taken_back_or_given_again(
    window, analysed: AppContext, settle, kind
):
    from app.commands import gallery  # noqa: PLC0415

    if kind == "bulk":
        gallery.show_gallery(analysed, shown=True)
        gallery.refresh(analysed)
        settle()
        analysed.gallery.choose(analysed.gallery.shown, analysed.gallery.shown[0])
        verdicts.give(analysed, Verdict.FLAG)
        settle()
        gallery.show_gallery(analysed, shown=False)
    else:
        verdicts.give(analysed, Verdict.FLAG)
        settle()
    undoing.undo(analysed)
    settle()
    verdicts.give(analysed, Verdict.SKIP)
    settle()
    undoing.undo(analysed)
    settle()
    flagged = [
        item for item in analysed.review.items if analysed.review.standing(item.finding.uuid)
    ]
    assert (window.isVisible(), flagged) == (True, [])
    run_task.choose_task(analysed, "cervical")
    settle()
    for step in (undoing.redo, undoing.undo, undoing.redo):
        step(analysed)
        settle()
    run_task.choose_task(analysed, "mitosis")
    settle()
    assert len(analysed.review.items) == 4
    assert _said(analysed) == []


def _said(context: AppContext) -> list[Read]:
    standing = [context.review.standing(item.finding.uuid) for item in context.review.items]
    return [read for read in standing if read is not None]
