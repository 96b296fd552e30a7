"""'Use my NVIDIA GPU' in the settings: installed, refused, stopped and undone through the page."""

from importlib.metadata import version

import pytest

from app.dialogs.settings_pages.gpu_section import GpuSection
from installers.wine.stand_in import write_wheels
from medcls_core.gpu_pack import folder as packs
from medcls_core.gpu_pack import installing, state

VERSIONS = {name: version(name).partition("+")[0] for name in installing.PACKAGES}


@pytest.fixture
def section(context, settle, monkeypatch, qtbot, tmp_path) -> GpuSection:
    """The section of a program whose own torch knows no CUDA."""
    monkeypatch.setattr(packs, "user_folder", lambda: tmp_path / "data")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(installing, "own_cuda", lambda: "")
    monkeypatch.setattr(state, "own_cuda", lambda: "")
    shown = GpuSection(context)
    qtbot.addWidget(shown)
    shown.show()
    settle()
    return shown


def test_it_is_installed_from_a_folder_and_undone(section, settle, tmp_path):
    write_wheels(tmp_path / "wheels", VERSIONS)
    assert section.use.isVisible()
    assert not section.remove.isVisible()
    section.source.setText(str(tmp_path / "wheels"))
    section.use.click()
    assert section.stop.isVisible()
    settle()
    assert "Stand-in GPU" in section.said.text()
    assert "next start" in section.said.text()
    assert packs.active() is not None
    assert not section.use.isVisible()
    section.remove.click()
    settle()
    assert packs.active() is None
    assert section.use.isVisible()


def test_what_is_refused_is_told_in_one_sentence_and_can_be_tried_again(section, settle, tmp_path):
    write_wheels(tmp_path / "cpu", VERSIONS, cuda=None)
    section.source.setText(str(tmp_path / "cpu"))
    section.use.click()
    settle()
    assert "isn't built for CUDA" in section.said.text()
    assert section.use.isVisible()
    assert packs.active() is None


def test_a_program_with_cuda_offers_nothing(context, settle, monkeypatch, qtbot, tmp_path):
    monkeypatch.setattr(packs, "user_folder", lambda: tmp_path)
    monkeypatch.setattr(state, "own_cuda", lambda: "13.2")
    shown = GpuSection(context)
    qtbot.addWidget(shown)
    shown.show()
    settle()
    assert "CUDA 13.2" in shown.said.text()
    assert not shown.use.isVisible()
