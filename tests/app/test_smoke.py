"""The smoke test goes through the real window, and tells what fails."""

import json

import numpy as np
import pytest
from PIL import Image

from app import probe, smoke, smoke_steps
from medcls_core.language import Language
from medcls_core.selftest.training import Trained


@pytest.fixture
def image(tmp_path):
    path = tmp_path / "plain.png"
    Image.fromarray(np.full((64, 96, 3), 240, np.uint8)).save(path)
    return path


@pytest.mark.usefixtures("qapp")
def test_the_first_step_that_fails_ends_it_and_is_told(tmp_path, image, monkeypatch):
    def fail(loop):
        raise smoke_steps.NotReady(f"{loop.image.name} shows nothing")

    name, first = smoke_steps.STEPS[0]
    monkeypatch.setattr(smoke, "STEPS", ((name, first), (name, fail), (name, first)))
    checks = smoke.run(image, tmp_path / "out", "mitosis", Language.ENGLISH)
    assert [check.state for check in checks] == ["ok", "failed"]
    said = json.loads((tmp_path / "out" / "smoke.json").read_text("utf-8"))
    assert said["checks"][0]["detail"].endswith("96 x 64")
    assert said["checks"][1]["detail"] == "plain.png shows nothing"
    assert "failed" in (tmp_path / "out" / "smoke.html").read_text("utf-8")


def test_a_training_step_that_moves_nothing_is_no_good():
    assert not Trained(0.7, 0, is_kept=True).is_good
    assert not Trained(float("nan"), 3, is_kept=True).is_good
    assert not Trained(0.7, 3, is_kept=False).is_good


@pytest.mark.usefixtures("qapp")
def test_both_scripts_leave_ink():
    assert all(probe.ink(word) > 20 for word in probe.WORDS)
    assert probe.ink(" ") == 0
