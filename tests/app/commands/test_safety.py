"""The label store is looked at, copied and put back by the window."""

import shutil
from pathlib import Path

import pytest

from app.commands import safety, verdicts
from app.dialogs.restore import RestoreDialog
from app.state import Tone
from medcls_core.store import images, open_store, reads, snapshots


@pytest.fixture
def place(analysed) -> Path:
    return Path(analysed.settings.store_url)


def test_snapshot_is_taken_and_put_back_with_what_came_after(window, analysed, settle, place):
    verdicts.accept(analysed)
    settle()
    safety.look_after(analysed)
    settle()
    (taken,) = snapshots.of_store(place)
    assert taken.reads == 1
    verdicts.accept(analysed)
    settle()
    window.openers.restore()
    dialog = window.findChild(RestoreDialog)
    settle()
    assert dialog.list.count() == 1
    assert "1 reads" in dialog.list.item(0).text()
    dialog._take()
    settle()
    message = analysed.messages.log[-1]
    assert message.tone is Tone.GOOD
    assert "with 1 later reads" in message.text
    assert analysed.review.reviewed() == 2, "the later read could be read, and was added"
    with open_store(str(place)) as store, store.session(read_only=True) as session:
        assert reads.count(session) == 2
    assert len(list(place.parent.glob("labels.replaced-*.sqlite"))) == 1


def test_damaged_store_is_said_with_a_button_to_restore(window, analysed, settle, place):
    analysed.store.close()
    content = bytearray(place.read_bytes())
    content[4096:] = b"\xaa" * (len(content) - 4096)
    place.write_bytes(content)
    safety.look_after(analysed, examine=True)
    settle()
    message = analysed.messages.log[-1]
    assert (message.tone, message.action) == (Tone.ERROR, "restore")
    assert window.slide.bar.text == message.text
    window.slide.bar.action.emit(message.action)
    assert window.findChild(RestoreDialog) is not None


def test_moved_images_are_found_again(analysed, settle, tmp_path, place):
    image = analysed.images.current
    target = tmp_path / "moved" / "renamed.png"
    target.parent.mkdir()
    safety.relink(analysed, tmp_path / "moved")
    settle()
    assert "No image of the label store is missing" in analysed.messages.log[-1].text
    shutil.move(image.path, target)
    safety.relink(analysed, target.parent)
    settle()
    assert "1 of 1 missing images found again" in analysed.messages.log[-1].text
    with open_store(str(place)) as store, store.session(read_only=True) as session:
        assert images.find(session, image.uuid).path == target
