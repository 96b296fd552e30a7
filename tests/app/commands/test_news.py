"""What other readers append to the store shows in the open image, and disturbs nothing."""

from uuid import uuid4

import pytest

from app.commands import draw as draw_tools
from app.commands import news, open_images, run_task, verdicts
from app.commands.news import Watcher
from app.commands.pixel_size import set_pixel_size
from app.context import AppContext
from medcls_core.findings import DISPUTED, Finding, Origin, Shape, Verdict
from medcls_core.geometry import Box, Outline, Point
from medcls_core.store import NewRead, findings, open_store, reads, shapes
from medcls_core.store.columns import now_utc

LI, ZHAO = "Dr. Li", "Dr. Zhao"


@pytest.fixture
def watcher(window, analysed: AppContext, settle) -> Watcher:
    assert window.isVisible()
    watcher = news.watch(analysed)
    settle()
    return watcher


def say(context: AppContext, finding, reader, verdict, class_key=None) -> None:
    """Another process has the store open and appends a read."""
    new = NewRead(finding, "mitosis", reader, verdict, class_key, "test", None)
    with open_store(context.settings.store_url) as store, store.session() as session:
        reads.append(session, new)


def look(watcher: Watcher, settle) -> None:
    watcher.look()
    settle()


def test_what_colleagues_say_shows_and_the_reader_stays_where_they_are(
    window, analysed, watcher, settle
):
    review, changed = analysed.review, []
    first, second = review.queue[:2]
    review.visit(second)
    place, queue = window.slide.view.place, list(review.queue)
    review.items_changed.connect(lambda: changed.append("items"))
    say(analysed, first, LI, Verdict.ACCEPT, "mitosis")
    say(analysed, first, ZHAO, Verdict.REJECT)
    look(watcher, settle)
    assert review.dispute(first) in DISPUTED
    assert review.selected.finding.uuid == second
    assert (list(review.queue), window.slide.view.place) == (queue, place)
    assert changed == [], "nothing was loaded again"
    assert review.standing(first) is None, "others' words are not this reader's"


def draw(context: AppContext, finding, outline) -> Shape:
    """A colleague in another process draws around a finding."""
    drawn = Shape(uuid4(), finding, LI, outline, locked=False, time_utc=now_utc())
    with open_store(context.settings.store_url) as store, store.session() as session:
        return shapes.append(session, drawn)


def test_what_a_colleague_draws_shows_and_can_be_drawn_over(analysed, watcher, settle):
    review = analysed.review
    first, second = review.queue[:2]
    review.visit(second)
    theirs = Outline.of_box(Box.around(Point(70, 70), 30))
    draw(analysed, first, theirs)
    look(watcher, settle)
    assert review.item(first).finding.outline == theirs
    assert analysed.outlines.unsaved() == 0
    assert review.selected.finding.uuid == second
    look(watcher, settle)
    again = Outline.of_box(Box.around(Point(75, 75), 20))
    draw_tools.reshape(analysed, first, again)
    settle()
    draw(analysed, second, theirs)
    look(watcher, settle)
    assert review.item(first).finding.outline == again
    assert review.item(second).finding.outline == theirs


def test_news_come_from_a_server_too(window, context, settle, picture, server_url):
    assert window.isVisible()
    context.settings.store_url = server_url
    settle()
    run_task.look_up_models(context)
    open_images.open_paths(context, [picture])
    settle()
    set_pixel_size(context, 0.25)
    settle()
    run_task.run_task(context)
    settle()
    watcher = news.watch(context)
    settle()
    first, second = context.review.queue[:2]
    theirs = Outline.of_box(Box.around(Point(70, 70), 30))
    say(context, first, LI, Verdict.ACCEPT, "mitosis")
    say(context, first, ZHAO, Verdict.REJECT)
    draw(context, second, theirs)
    look(watcher, settle)
    assert context.review.dispute(first) in DISPUTED
    assert context.review.item(second).finding.outline == theirs


def test_it_is_looked_for_by_itself(analysed, watcher, qtbot):
    watcher._timer.setInterval(50)
    first = analysed.review.queue[0]
    say(analysed, first, LI, Verdict.ACCEPT, "mitosis")
    say(analysed, first, ZHAO, Verdict.REJECT)
    qtbot.waitUntil(lambda: analysed.review.dispute(first) in DISPUTED)
    watcher._timer.stop()


def test_a_colleague_s_mark_comes_with_its_finding(analysed, watcher, settle):
    review, image = analysed.review, analysed.images.current
    chosen = review.queue[1]
    review.visit(chosen)
    verdicts.give(analysed, Verdict.FLAG)
    settle()
    mark = Finding(
        uuid4(), "mitosis", Outline.of_box(Box.around(Point(80, 80), 20)), Origin.READER, LI
    )
    with open_store(analysed.settings.store_url) as store, store.session() as session:
        findings.add(session, image.uuid, [mark])
        reads.append(
            session, NewRead(mark.uuid, "mitosis", LI, Verdict.CORRECT, "mitosis", "test", None)
        )
    look(watcher, settle)
    assert review.item(mark.uuid) is not None
    assert len(review.items) == 5
    assert review.selected.finding.uuid == chosen
    assert review.is_flagged(chosen)


def test_one_s_own_word_from_another_window_stands_here_too(analysed, watcher, settle):
    first = analysed.review.queue[0]
    analysed.review.select(None)
    say(analysed, first, analysed.settings.reader, Verdict.REJECT)
    look(watcher, settle)
    assert analysed.review.standing(first).verdict is Verdict.REJECT
    assert analysed.review.selected is None
    assert analysed.review.reviewed() == 1


def test_what_one_says_here_is_no_news(analysed, watcher, settle):
    changed = []
    verdicts.give_digit(analysed, 2)
    settle()
    analysed.review.items_changed.connect(lambda: changed.append("items"))
    analysed.review.reads_changed.connect(lambda _: changed.append("reads"))
    look(watcher, settle)
    assert changed == []


def test_a_change_of_store_begins_anew(analysed, watcher, settle, tmp_path):
    before = watcher._last
    verdicts.give_digit(analysed, 2)
    settle()
    look(watcher, settle)
    assert watcher._last.read == before.read + 1
    analysed.settings.store_url = str(tmp_path / "other.sqlite")
    settle()
    assert watcher._last.read == 0
