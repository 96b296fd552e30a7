"""Heatmaps outlast the window: an image opened again has them without its model."""

import pytest

from app.commands import run_task
from app.commands.evidence import show_evidence
from app.commands.pixel_size import set_pixel_size
from medcls_core.explain import kept


@pytest.fixture
def idle(qtbot):
    return lambda context: qtbot.waitUntil(lambda: context.runner.live() == 0, timeout=90_000)


def methods(context):
    return [str(each.method) for each in context.overlay.maps]


def look_at(context, idle, place):
    """Select the finding whose box has its centre there, and have its heatmaps shown."""
    item = next(each for each in context.review.items if each.finding.outline.center == place)
    context.review.select(item.finding.uuid)
    show_evidence(context)
    idle(context)


def test_a_run_and_what_was_explained_are_there_after_a_restart(analysed, analyst, restart, idle):
    look_at(analysed, idle, (120, 40))  # not among those that the run explained
    assert analyst.explained == 1
    again = restart()
    look_at(again, idle, (40, 40))
    assert methods(again) == ["probability", "grad_cam"]
    look_at(again, idle, (120, 40))
    assert methods(again) == ["probability", "cbam_spatial"]
    assert (analyst.runs, analyst.explained) == (1, 1)


def test_another_pixel_size_has_none_of_them(analysed, settle, idle):
    set_pixel_size(analysed, 0.5)
    settle()
    look_at(analysed, idle, (40, 40))
    assert "probability" not in methods(analysed)


@pytest.mark.usefixtures("analysed")
def test_deleted_heatmaps_are_made_again(analyst, restart, idle):
    kept.clear()
    again = restart()
    run_task.look_up_models(again)
    idle(again)
    look_at(again, idle, (40, 40))
    assert methods(again) == ["cbam_spatial"]
    assert analyst.explained == 1
