"""Moved and renamed files are known again by what is in them."""

from pathlib import Path

import pytest
from PIL import Image

from medcls_core.data.relinking import relink
from medcls_core.errors import NoImagesFound
from medcls_core.geometry import Size
from medcls_core.images import quick_hash
from medcls_core.progress import Silent
from medcls_core.store import images, open_store


def _picture(path, grey):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (30, 20), (grey, grey, grey)).save(path)
    return path


@pytest.fixture
def slides(tmp_path):
    return [_picture(tmp_path / "old" / f"{grey}.png", grey) for grey in (10, 20, 30)]


@pytest.fixture
def store(tmp_path, slides):
    with open_store(str(tmp_path / "store" / "labels.sqlite")) as opened:
        with opened.session() as session:
            for path in slides:
                images.remember(session, path, quick_hash(path), Size(30, 20), None)
        yield opened


def _paths(store):
    with store.session(read_only=True) as session:
        return {one.path for one in images.all(session)}


def test_a_folder_of_moved_and_renamed_slides_is_found_at_once(store, slides, tmp_path):
    here, moved, lost = slides
    target = tmp_path / "new" / "deep" / "renamed 片.png"
    target.parent.mkdir(parents=True)
    moved.rename(target)
    copy = tmp_path / "new" / "copy.png"
    copy.write_bytes(here.read_bytes())
    lost.unlink()
    _picture(tmp_path / "new" / "other.png", 99)
    (tmp_path / "new" / "broken.png").write_bytes(b"")

    found = relink(store, tmp_path / "new", Silent())
    assert found.found == (target,)
    assert [one.path for one in found.missing] == [lost]
    assert _paths(store) == {here, target, lost}


def test_nothing_missing_looks_at_no_file(store, slides):
    found = relink(store, Path("/nowhere"), Silent())
    assert (found.found, found.missing) == ((), ())
    assert _paths(store) == set(slides)


def test_folder_without_images_is_said(store, slides, tmp_path):
    slides[0].unlink()
    (tmp_path / "empty").mkdir()
    with pytest.raises(NoImagesFound):
        relink(store, tmp_path / "empty", Silent())
