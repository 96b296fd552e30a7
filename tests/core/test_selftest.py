"""The self-test really draws and trains, and its page says what was found."""

import json
import subprocess

import pytest

from medcls_core.child_process import Ended
from medcls_core.language import Language
from medcls_core.selftest import Check, as_json, steps, window, write_page
from medcls_core.selftest.training import train_one_step

torch = pytest.importorskip("torch")

CHECKS = [Check("slide", "ok", "<read>"), Check("store", "failed", "no room")]


def test_a_training_step_moves_weights_and_keeps_a_checkpoint(tmp_path):
    did = train_one_step(tmp_path, torch.device("cpu"))
    assert did.is_good
    assert did.moved > 70  # of 80 tensors; biases before a batch norm have no gradient


def test_a_window_that_cannot_draw_is_told_with_its_last_word(monkeypatch):
    def no_plugin(*_):
        return Ended(134, "", "odd\nno Qt platform plugin\n")

    monkeypatch.setattr(window, "run_to_end", no_plugin)
    assert window.draw_in_window().reason.en == "exit code 134: no Qt platform plugin"


def test_a_window_that_hangs_is_told(monkeypatch):
    def hang(command, limit_s):
        raise subprocess.TimeoutExpired(command, limit_s)

    monkeypatch.setattr(window, "run_to_end", hang)
    assert "within 120 s" in window.draw_in_window().reason.en


def test_what_is_said_is_said_in_the_language_asked_for():
    named = {step.name.en: step for step in steps()}
    for name, words in (("label store", "条判读"), ("slide", "级"), ("training step", "训练 1 步")):
        check = named[name].try_it(Language.CHINESE)
        assert (check.state, words in check.detail) == ("ok", True), check
    assert named["label store"].try_it(Language.ENGLISH).detail.startswith("SQLite, 1 verdict, ")


def test_json_and_page_tell_what_failed(tmp_path):
    assert json.loads(as_json(CHECKS)) == {
        "ok": False,
        "checks": [
            {"name": "slide", "state": "ok", "detail": "<read>"},
            {"name": "store", "state": "failed", "detail": "no room"},
        ],
    }
    write_page(CHECKS, tmp_path / "page.html", Language.CHINESE, "window.png")
    page = (tmp_path / "page.html").read_text("utf-8")
    assert "2 项检查中有 1 项失败" in page
    assert "&lt;read&gt;" in page
    assert 'src="window.png"' in page
    write_page(CHECKS[:1], tmp_path / "page.html", Language.ENGLISH)
    assert "Everything that was tried works." in (tmp_path / "page.html").read_text("utf-8")
