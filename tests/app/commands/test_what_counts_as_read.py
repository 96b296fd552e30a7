"""A skip is no read: one rule for queue, status bar, list, gallery and dialogs."""

import pytest
from PIL import Image

from app.commands import gallery, open_images, run_task, verdicts
from app.dialogs.export import ExportDialog
from app.panels.queue import QueuePanel
from app.panels.status import StatusBar
from app.panels.verdict_text import standing_line
from medcls_core.findings import Verdict


def _said(window) -> str:
    return window.findChild(StatusBar)._facts["queue"].text()


@pytest.mark.parametrize("verdict", [Verdict.SKIP, Verdict.FLAG])
def test_what_was_skipped_is_still_to_be_read(window, analysed, settle, verdict):
    first = analysed.review.queue[0]
    analysed.review.select(first)
    verdicts.give(analysed, verdict)
    settle()
    assert analysed.review.reviewed() == 0
    assert _said(window) == "0 of 4 read"
    assert "✓" not in window.findChild(QueuePanel)._model.index(0, 3).data()
    assert "✓" not in standing_line(analysed.review.item(first), analysed.review)[0]
    assert ExportDialog(analysed, window)._state().startswith("0 of 4 findings")
    for _ in range(3):
        analysed.review.visit(analysed.review.next_open())
        assert analysed.review.selected.finding.uuid != first, "one goes on without it"
        verdicts.accept(analysed)
    settle()
    assert _said(window) == "3 of 4 read"
    assert not analysed.images.entries[0].read
    gallery.toggle_gallery(analysed)
    settle()
    assert _said(window) == "3 of 4 read"
    gallery.toggle_gallery(analysed)
    analysed.review.select(first)
    verdicts.accept(analysed)
    settle()
    assert _said(window) == "4 of 4 read"
    assert analysed.images.entries[0].read


def test_of_single_cells_the_images_are_counted(window, context, settle, tmp_path):
    paths = [tmp_path / f"cell{number}.png" for number in range(3)]
    for number, path in enumerate(paths):
        Image.new("RGB", (60, 60), (40 * number + 60, 90, 90)).save(path)
    run_task.look_up_models(context)
    run_task.choose_task(context, "cervical")
    open_images.open_paths(context, paths[:1])
    settle()
    verdicts.give_digit(context, 1)
    settle()
    assert _said(window) == "1 of 1 read"
    open_images.open_paths(context, paths)
    settle()
    assert _said(window) == "1 of 3 images read"
    open_images.show_image(context, 2)
    settle()
    verdicts.give_digit(context, 2)
    settle()
    assert _said(window) == "2 of 3 images read"
    context.images.remove(paths[0])
    assert _said(window) == "1 of 2 images read"
