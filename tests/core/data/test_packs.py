import io
import tarfile

import pytest

from medcls_core.data.packs import find_pack
from medcls_core.errors import InputInvalid


def archive(path, name):
    with tarfile.open(path, "w") as tar:
        entry = tarfile.TarInfo(name)
        entry.size = 5
        tar.addfile(entry, io.BytesIO(b"cells"))


def test_a_folder_is_taken_as_it_is_and_an_archive_is_unpacked_once(tmp_path):
    root, cache = tmp_path / "数据", tmp_path / "cache"
    (root / "lung").mkdir(parents=True)
    archive(root / "cells.tar", "a.png")
    archive(root / "deep.tar", "deep/a.png")
    assert find_pack(root, "lung", cache) == root / "lung"
    assert find_pack(root, "nothing", cache) is None
    found = find_pack(root, "cells", cache)
    assert (found / "a.png").read_bytes() == b"cells"
    (found / "a.png").write_bytes(b"kept")
    assert (find_pack(root, "cells", cache) / "a.png").read_bytes() == b"kept"
    assert (find_pack(root, "deep", cache) / "a.png").exists()


def test_a_new_archive_of_the_same_name_is_unpacked_anew(tmp_path):
    archive(tmp_path / "cells.tar", "a.png")
    first = find_pack(tmp_path, "cells", tmp_path / "cache")
    archive(tmp_path / "cells.tar", "other.png")
    second = find_pack(tmp_path, "cells", tmp_path / "cache")
    assert second != first
    assert (second / "other.png").exists()


@pytest.mark.parametrize("make", [lambda p: p.write_bytes(b"no"), lambda p: archive(p, "../out")])
def test_a_damaged_or_escaping_archive_leaves_nothing(tmp_path, make):
    root, cache = tmp_path / "root", tmp_path / "cache"
    root.mkdir()
    make(root / "cells.tar")
    with pytest.raises(InputInvalid, match="damaged or unsafe"):
        find_pack(root, "cells", cache)
    assert list(cache.iterdir()) == []
    assert not (tmp_path / "out").exists()
