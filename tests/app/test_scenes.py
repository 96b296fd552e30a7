"""The pictures of every screen: enough of them, in both looks, and easy to add to."""

import numpy as np
import pytest
from PIL import Image

from app.scenes import __main__ as scenes
from app.scenes.table import SCENES, scene
from app.translation import current_language, install_language


@pytest.fixture(autouse=True)
def _as_before(qapp):
    before = current_language()
    yield
    install_language(qapp, before)


def test_there_are_enough_scenes_and_each_says_what_it_shows():
    assert len(SCENES) >= 20
    assert all(each.play.__doc__ for each in SCENES.values())


def test_a_scene_is_pictured_in_english_and_light_and_in_chinese_and_dark(tmp_path):
    assert scenes.main([str(tmp_path), "--only", "empty", "--data", str(tmp_path)]) == 0
    taken = sorted(path.name for path in tmp_path.glob("*.png"))
    assert taken == ["empty-en-light.png", "empty-zh-dark.png"]
    light, dark = (np.asarray(Image.open(tmp_path / name).convert("L")) for name in taken)
    assert light.shape[0] >= 900
    assert light.mean() > 180
    assert dark.mean() < 80


def test_two_scenes_cannot_have_one_name():
    with pytest.raises(ValueError, match="empty already"):

        @scene()
        def empty(_stage) -> None:
            """Another one."""
