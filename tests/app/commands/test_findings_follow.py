"""An image is there before what the store knows of it, however much that is."""

import threading

from PIL import Image

from app.commands import load_review, marks, open_images, run_task
from app.commands.pixel_size import set_pixel_size
from medcls_core.geometry import Point


def test_an_image_is_shown_before_its_findings_and_what_is_done_meanwhile_stays(
    window, context, settle, picture, monkeypatch, qtbot
):
    run_task.look_up_models(context)
    open_images.open_paths(context, [picture])
    settle()
    set_pixel_size(context, 0.25)
    settle()
    run_task.run_task(context)
    settle()
    found = {item.finding.uuid for item in context.review.items}
    other = picture.with_name("other.png")
    Image.new("RGB", (60, 60)).save(other)
    open_images.open_paths(context, [other])
    settle()
    go_on, read = threading.Event(), load_review.load
    monkeypatch.setattr(load_review, "load", lambda *given: go_on.wait(20) and read(*given))
    try:
        open_images.show_image(context, context.images.index_of(picture))
        qtbot.waitUntil(lambda: context.images.current.path == picture)
        qtbot.waitUntil(lambda: window.slide.view.is_sharp)
        assert window.slide.view.source is context.images.current.source
        assert context.review.items == ()
        assert "Reading the findings" in context.work.doing(load_review.READING).title
        marks.add_mark(context, Point(50, 60), "mitosis")
        (mark,) = context.review.items
    finally:
        go_on.set()
    settle()
    items = {item.finding.uuid: item for item in context.review.items}
    assert len(found) == 4
    assert set(items) == found | {mark.finding.uuid}
    assert context.review.selected.finding.uuid == mark.finding.uuid
    assert context.review.standing(mark.finding.uuid).hash
    assert sorted(item.number for item in items.values()) == [1, 2, 3, 4, 5]
    assert context.work.doing(load_review.READING) is None
