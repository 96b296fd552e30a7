"""An image is there before what the store knows of it, however much that is."""

import threading

import pytest
from PIL import Image

from app.commands import load_review, marks, open_images
from medcls_core.geometry import Point


def test_an_image_is_shown_before_its_findings_and_what_is_done_meanwhile_stays(
    window, analysed, settle, picture, monkeypatch, qtbot
):
    found = {item.finding.uuid for item in analysed.review.items}
    other = picture.with_name("other.png")
    Image.new("RGB", (60, 60)).save(other)
    open_images.open_paths(analysed, [other])
    settle()
    go_on, read = threading.Event(), load_review.load
    monkeypatch.setattr(load_review, "load", lambda *given: go_on.wait(20) and read(*given))
    try:
        open_images.show_image(analysed, analysed.images.index_of(picture))
        qtbot.waitUntil(lambda: analysed.images.current.path == picture)
        qtbot.waitUntil(lambda: window.slide.view.is_sharp)
        assert window.slide.view.source is analysed.images.current.source
        qtbot.waitUntil(lambda: analysed.work.doing(load_review.READING) is not None)
        assert analysed.review.items == ()
        assert "Reading the findings" in analysed.work.doing(load_review.READING).title
        marks.add_mark(analysed, Point(50, 60), "mitosis")
        (mark,) = analysed.review.items
    finally:
        go_on.set()
    settle()
    items = {item.finding.uuid: item for item in analysed.review.items}
    assert len(found) == 4
    assert set(items) == found | {mark.finding.uuid}
    assert analysed.review.selected.finding.uuid == mark.finding.uuid
    assert analysed.review.standing(mark.finding.uuid).hash
    assert sorted(item.number for item in items.values()) == [1, 2, 3, 4, 5]
    assert analysed.work.doing(load_review.READING) is None


@pytest.mark.parametrize("went", [False, True])
def test_marks_of_a_crowd_are_there_before_one_is_chosen(
    analysed, settle, picture, monkeypatch, qtbot, went
):
    review = analysed.review
    other = picture.with_name("other.png")
    Image.new("RGB", (60, 60)).save(other)
    open_images.open_paths(analysed, [other])
    settle()
    monkeypatch.setattr(load_review, "_CROWD", 1)
    chosen_at = []
    review.items_changed.connect(lambda: chosen_at.append((len(review.items), review.selected)))
    open_images.show_image(analysed, analysed.images.index_of(picture))
    qtbot.waitUntil(lambda: len(review.items) == 4)
    assert chosen_at[-1] == (4, None)
    last = review.queue[3]
    if went:
        review.select(last)
    qtbot.waitUntil(lambda: review.selected is not None)
    qtbot.wait(3 * load_review._MARKS_FIRST_MS)
    assert review.selected.finding.uuid == (last if went else review.queue[0])
