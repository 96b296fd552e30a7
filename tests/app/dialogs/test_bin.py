"""The bin in the window: what Delete and 'put away' leave there, and how it comes back."""

import pytest
from PySide6.QtCore import Qt

from app.commands import draw, gallery, open_images, put_away, undoing, verdicts
from app.commands.marks import add_mark
from app.context import AppContext
from app.dialogs.bin import BinDialog
from app.dialogs.put_away import PutAwayDialog
from app.panels.two_lines import SECOND_LINE
from medcls_core.findings import Verdict
from medcls_core.geometry import Point
from medcls_core.store import images, open_store


@pytest.fixture
def marked(window, analysed: AppContext, settle) -> AppContext:
    """With a mark of the reader's own, which is looked at."""
    assert window.isVisible()
    add_mark(analysed, Point(200, 150), "mitosis")
    settle()
    return analysed


@pytest.fixture
def dialog(window, settle):
    def open_bin() -> BinDialog:
        window.actions_by_key["bin"].trigger()
        settle()
        return window.findChild(BinDialog)

    return open_bin


def lines(dialog: BinDialog) -> list[tuple[str, str]]:
    model = dialog.list.model()
    return [
        (str(model.index(row, 0).data()), str(model.index(row, 0).data(SECOND_LINE)))
        for row in range(model.rowCount())
    ]


def test_delete_puts_the_own_mark_into_the_bin_and_it_comes_back(
    window, marked, dialog, qtbot, settle
):
    mark = marked.review.selected.finding.uuid
    number = marked.review.selected.number
    qtbot.keyClick(window.slide.view, Qt.Key.Key_Delete)
    settle()
    assert not marked.review.is_in_force(mark)
    assert marked.messages.log[-1].text == f"Mark {number} is in the bin."
    opened = dialog()
    ((name, line),) = lines(opened)
    assert name == f"Mark {number}: Mitotic figure"
    assert line.endswith("Dr. Test · taken away")
    opened.back_button.click()
    settle()
    assert lines(opened) == []
    assert not opened.back_button.isEnabled()
    assert marked.review.standing(mark).class_key == "mitosis"
    undoing.undo(marked)
    settle()
    assert not marked.review.is_in_force(mark), "taking it back is a step that can be undone"


def test_an_undone_mark_is_there_too_and_says_how(marked, dialog, settle):
    undoing.undo(marked)
    settle()
    ((_, line),) = lines(dialog())
    assert line.endswith("undone")


def test_what_a_model_found_is_rejected_and_not_in_the_bin(marked, dialog, settle):
    found = marked.review.queue[0]
    marked.review.select(found)
    draw.delete(marked)
    settle()
    assert marked.review.standing(found).verdict is Verdict.REJECT
    assert "stays in its place" in marked.messages.log[-1].text
    assert lines(dialog()) == []


def test_delete_in_the_gallery_leaves_the_slide_alone(window, marked, settle):
    mark = marked.review.selected.finding.uuid
    gallery.show_gallery(marked, shown=True)
    settle()
    window.actions_by_key["delete"].trigger()
    settle()
    assert marked.review.is_in_force(mark)
    assert "on the slide" in marked.messages.log[-1].text


def test_enter_shows_where_a_mark_lay(window, marked, dialog, qtbot, settle):
    draw.delete(marked)
    settle()
    opened = dialog()
    qtbot.keyClick(opened.list, Qt.Key.Key_Return)
    assert opened.isVisible()
    assert window.slide.view.camera.center == pytest.approx(Point(200, 150), abs=1)


def test_an_image_is_put_away_for_a_reason_and_comes_back(window, marked, dialog, settle):
    path = marked.images.current.path
    window.actions_by_key["put_away"].trigger()
    asked = window.findChild(PutAwayDialog)
    asked.reason.setText("out of focus")
    asked._take()
    settle()
    assert marked.images.current is None
    assert marked.images.entries == ()
    assert marked.messages.log[-1].text == f"{path.name} is in the bin."
    with open_store(marked.settings.store_url) as store, store.session() as session:
        assert images.all(session) == []
    opened = dialog()
    ((name, line),) = lines(opened)
    assert name == path.name
    assert line.endswith("Dr. Test · out of focus")
    opened.back_button.click()
    settle()
    assert lines(opened) == []
    assert marked.images.current.path == path
    assert len(marked.review.items) == 5
    with open_store(marked.settings.store_url) as store, store.session() as session:
        assert len(images.all(session)) == 1


def test_an_image_opened_from_the_bin_says_so(window, marked, settle):
    path = marked.images.current.path
    put_away.put_image_away(marked, "")
    settle()
    open_images.open_paths(marked, [path])
    settle()
    assert marked.messages.log[-1].text.startswith("This image is in the bin")
    assert marked.messages.log[-1].action == "bin"
    verdicts.accept(marked)
    settle()
    assert window.isVisible()
