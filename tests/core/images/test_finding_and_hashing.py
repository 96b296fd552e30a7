import shutil

import pytest

from medcls_core.errors import ImageUnreadable, NoImagesFound
from medcls_core.images import find_images, quick_hash


@pytest.fixture
def tree(tmp_path):
    for name in ("b.svs", "a.PNG", "notes.txt", "切片/c.tif", "切片/深/d.jpg", ".hid/x.png"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return tmp_path


def names(paths):
    return [path.name for path in paths]


def test_folders_are_searched_to_the_bottom(tree):
    assert names(find_images([tree])) == ["a.PNG", "b.svs", "c.tif", "d.jpg"]


def test_files_come_in_the_order_given_each_once(tree):
    places = [tree / "b.svs", str(tree / "切片"), tree / "b.svs", tree / "notes.txt"]
    assert names(find_images(places)) == ["b.svs", "c.tif", "d.jpg", "notes.txt"]


def test_patterns(tree):
    assert names(find_images([str(tree / "*.svs")])) == ["b.svs"]
    assert names(find_images([str(tree / "**" / "*.jpg")])) == ["d.jpg"]
    assert names(find_images([str(tree / "*")])) == ["a.PNG", "b.svs", "c.tif", "d.jpg"]


def test_brackets_in_a_name_are_no_pattern(tree):
    (tree / "x[1].png").write_bytes(b"x")
    assert names(find_images([tree / "x[1].png"])) == ["x[1].png"]


@pytest.mark.parametrize("place", ["empty", "empty/*.svs", "none*.png"])
def test_nothing_there(tree, place):
    (tree / "empty").mkdir()
    with pytest.raises(NoImagesFound, match=r"No images found"):
        find_images([str(tree / place)])


def test_no_places_at_all():
    with pytest.raises(NoImagesFound):
        find_images([])


def test_a_missing_file_is_named(tree):
    with pytest.raises(ImageUnreadable, match="no such file"):
        find_images([tree / "b.svs", tree / "gone.svs"])


def test_a_folder_of_closed_formats_names_the_way_out(tmp_path):
    (tmp_path / "x.kfb").write_bytes(b"x")
    with pytest.raises(ImageUnreadable, match="K-Viewer"):
        find_images([tmp_path])


def test_hash_is_found_again_after_a_move(tmp_path):
    (tmp_path / "a.svs").write_bytes(b"slide" * 100)
    before = quick_hash(tmp_path / "a.svs")
    shutil.move(tmp_path / "a.svs", tmp_path / "移动 🚚.svs")
    assert quick_hash(tmp_path / "移动 🚚.svs") == before
    assert len(before) == 64


@pytest.mark.parametrize("length", [0, 1, 70_000, 3_000_000])
def test_hash_tells_files_apart(tmp_path, length):
    content = bytearray(b"\1" * length)
    path = tmp_path / "x"
    hashes = set()
    for changed in ({}, {0: 2}, {length - 1: 3}):
        path.write_bytes(content)
        if length:
            with path.open("r+b") as stream:
                for place, value in changed.items():
                    stream.seek(place)
                    stream.write(bytes([value]))
        hashes.add(quick_hash(path))
    path.write_bytes(content + b"\1")
    hashes.add(quick_hash(path))
    assert len(hashes) == {0: 2, 1: 4}.get(length, 4)


def test_hash_of_mrxs_sees_its_folder(tmp_path):
    (tmp_path / "x.mrxs").write_bytes(b"same")
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "Slidedat.ini").write_text("[one]")
    one = quick_hash(tmp_path / "x.mrxs")
    (tmp_path / "x" / "Slidedat.ini").write_text("[two]")
    assert quick_hash(tmp_path / "x.mrxs") != one


def test_hash_of_nothing(tmp_path):
    with pytest.raises(ImageUnreadable, match="no such file"):
        quick_hash(tmp_path / "gone")
    with pytest.raises(ImageUnreadable, match="folder"):
        quick_hash(tmp_path)
