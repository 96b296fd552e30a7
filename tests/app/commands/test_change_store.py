"""Another label store while an image is open."""

from pathlib import Path

from app.commands import marks, verdicts
from medcls_core.geometry import Point
from medcls_core.store import findings, images, open_store


def test_another_store_knows_the_open_image_before_the_next_verdict(
    window, analysed, settle, tmp_path: Path
):
    verdicts.accept(analysed)
    settle()
    before, place = analysed.images.current, window.slide.view.camera
    analysed.settings.store_url = str(tmp_path / "other.sqlite")
    assert analysed.review.items == (), "no verdict can go to findings of the store before"
    settle()
    now = analysed.images.current
    assert now.uuid != before.uuid
    assert (now.source, window.slide.view.camera) == (before.source, place)
    marks.add_mark(analysed, Point(50, 50), "mitosis")
    settle()
    with open_store(analysed.settings.store_url) as store, store.session() as session:
        assert len(findings.of_image(session, now.uuid)) == 1
        assert images.find(session, now.uuid).mpp == 0.25
    analysed.settings.store_url = str(tmp_path / "labels.sqlite")
    settle()
    assert analysed.images.current.uuid == before.uuid
    assert (len(analysed.review.items), analysed.review.reviewed()) == (4, 1)
