from uuid import uuid4

import numpy as np
import pytest
from PIL import Image

from medcls_core.data.sources import read_labelled, read_store_labels
from medcls_core.errors import ImageUnreadable, InputInvalid, StoreUnusable
from medcls_core.findings import Finding, Origin, Verdict
from medcls_core.geometry import Box, Outline, Point, Size
from medcls_core.images.source import PixelSize, PixelSizeOrigin
from medcls_core.store import NewRead, findings, images, open_store, reads


@pytest.fixture
def field(tmp_path, coordinates):
    path = tmp_path / "切片" / "a.png"
    path.parent.mkdir()
    Image.fromarray(coordinates(300, 200)).save(path)
    return path


@pytest.fixture
def store(tmp_path):
    with open_store(str(tmp_path / "标注.db")) as opened:
        yield opened


@pytest.fixture
def remember(store, field):
    """Remembers findings with the reads given of them, (reader, verdict, class), in order."""

    def add(task, outline, *given, mpp=0.5):
        finding = Finding(uuid4(), task, outline, Origin.READER, "")
        with store.session() as session:
            size = PixelSize(mpp, PixelSizeOrigin.USER)
            image = images.remember(session, field, "hash-1", Size(300, 200), size)
            findings.add(session, image.uuid, [finding])
            for reader, verdict, key in given:
                reads.append(
                    session,
                    NewRead(finding.uuid, task, reader, verdict, key, "test", None),
                )
        return finding

    return add


CELL = Outline.of_box(Box(40, 30, 50, 40))


def test_the_standing_class_is_the_label(store, remember, coordinates):
    first = remember(
        "micronucleus",
        CELL,
        ("Li", Verdict.ACCEPT, "binucleate"),
        ("Wang", Verdict.CORRECT, "debris"),
        ("Wang", Verdict.FLAG, None),
    )
    remember("micronucleus", CELL, ("Li", Verdict.REJECT, None))
    remember("micronucleus", CELL)
    remember("cervical", CELL, ("Li", Verdict.ACCEPT, "parabasal"))
    read = read_store_labels(store, "micronucleus")
    (item,) = read.items
    assert (read.unit_name, item.name, item.label, item.unit) == (
        "image",
        str(first.uuid),
        "debris",
        "hash-1",
    )
    np.testing.assert_array_equal(item.read(), coordinates(300, 200)[30:70, 40:90])


def test_one_readers_verdicts_count_alone(store, remember):
    remember(
        "micronucleus",
        CELL,
        ("Li", Verdict.ACCEPT, "binucleate"),
        ("Wang", Verdict.CORRECT, "debris"),
    )
    assert read_store_labels(store, "micronucleus", "Li").classes == ("binucleate",)
    with pytest.raises(InputInvalid, match="no such reader"):
        read_store_labels(store, "micronucleus", "Zhao")


def test_mitoses_are_cut_at_the_tasks_own_scale(store, remember):
    outline = Outline((Point(150, 100),))
    remember("mitosis", outline, ("Li", Verdict.ACCEPT, "mitosis"), mpp=0.5)
    (item,) = read_store_labels(store, "mitosis").items
    assert item.box == Box(86, 36, 128, 128)  # 256 px at 0.25 um are 128 px at 0.5 um
    assert item.read().shape == (256, 256, 3)


def test_an_image_that_is_gone_is_said_or_left_out(store, remember, field):
    remember("micronucleus", CELL, ("Li", Verdict.ACCEPT, "binucleate"))
    field.unlink()
    with pytest.raises(ImageUnreadable, match="not where it was"):
        read_store_labels(store, "micronucleus")
    assert read_store_labels(store, "micronucleus", skip_missing=True).items == ()


@pytest.mark.usefixtures("store")
def test_the_file_of_a_store_is_a_labelled_set(remember, tmp_path):
    with pytest.raises(InputInvalid, match="nobody has given a class"):
        read_labelled(tmp_path / "标注.db", "micronucleus")
    remember("micronucleus", CELL, ("Li", Verdict.ACCEPT, "binucleate"))
    read = read_labelled(tmp_path / "标注.db", "micronucleus")
    assert [item.label for item in read.items] == ["binucleate"]
    (tmp_path / "a.txt").write_text("not a store")
    with pytest.raises(StoreUnusable):
        read_labelled(tmp_path / "a.txt", "micronucleus")
