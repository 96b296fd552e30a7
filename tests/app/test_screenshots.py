from uuid import uuid4

import numpy as np
import pytest
from PIL import Image

from app import screenshots
from app.translation import current_language, install_language
from medcls_core.findings import Finding, Origin
from medcls_core.geometry import Box, Outline, Size
from medcls_core.images import PixelSize, PixelSizeOrigin, quick_hash
from medcls_core.language import Language
from medcls_core.store import findings, images, open_store


@pytest.fixture
def field(tmp_path):
    path = tmp_path / "field.png"
    rng = np.random.default_rng(0)
    Image.fromarray(rng.integers(120, 255, (200, 240, 3), dtype=np.uint8)).save(path)
    return path


@pytest.fixture
def store(field, tmp_path):
    path = tmp_path / "labels.sqlite"
    outline = Outline.of_box(Box(100, 80, 40, 40))
    finding = Finding(uuid4(), "mitosis", outline, Origin.READER, "somebody")
    with open_store(str(path)) as opened, opened.session() as session:
        pixel_size = PixelSize(0.25, PixelSizeOrigin.USER)
        image = images.remember(session, field, quick_hash(field), Size(240, 200), pixel_size)
        findings.add(session, image.uuid, [finding])
    return path, finding.uuid


@pytest.fixture(autouse=True)
def _english_afterwards(qapp):
    before = current_language()
    yield
    install_language(qapp, before)


def test_pictures_of_the_window_in_every_language(field, store, tmp_path):
    path, finding = store
    given = [str(field), "--store", str(path), "--out", str(tmp_path)]
    code = screenshots.main([*given, "--reader", "somebody", "--finding", str(finding)])
    assert code == 0
    for language in Language:
        with Image.open(tmp_path / f"window-{language}.png") as picture:
            assert picture.width >= screenshots.SIZE[0]
            assert len(np.unique(picture.convert("L").resize((64, 40)))) > 10
    assert not list(tmp_path.glob("*.part"))


def test_a_store_without_findings_is_said_in_one_sentence(field, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(screenshots, "LIMIT_S", 1.0)
    given = [str(field), "--store", str(tmp_path / "empty.sqlite"), "--out", str(tmp_path)]
    assert screenshots.main(given) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "no findings" in said
    assert not list(tmp_path.glob("window-*"))
