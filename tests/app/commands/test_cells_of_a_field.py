"""A field of many cells: boxed by the reader, answered cell by cell by the bundled model."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.commands import marks, open_images, run_task
from app.commands.analyst import CoreAnalyst
from app.commands.pixel_size import set_pixel_size
from app.context import AppContext
from medcls_core.findings import Origin
from medcls_core.geometry import Point


@pytest.fixture
def analyst():
    return CoreAnalyst()


@pytest.fixture
def field(context: AppContext, settle, tmp_path: Path) -> AppContext:
    path = tmp_path / "视野 1.png"
    noise = np.random.default_rng(0).integers(150, 255, (900, 1000, 3), dtype=np.uint8)
    Image.fromarray(noise).save(path)
    run_task.look_up_models(context)
    settle()
    run_task.choose_task(context, "micronucleus")
    open_images.open_paths(context, [path])
    settle()
    set_pixel_size(context, 0.2)
    settle()
    return context


def test_a_field_is_never_answered_as_one_cell(field: AppContext, settle):
    run_task.run_task(field)
    settle()
    assert len(field.review.items) == 0
    assert "far more than one cell" in field.messages.log[-1].text


def test_boxed_cells_are_answered_where_they_are(field: AppContext, settle):
    for place in (Point(200, 300), Point(700, 450)):
        marks.add_cell(field, place, "mononucleate")
        settle()
    boxed = {item.finding.uuid: item.finding.outline for item in field.review.items}
    run_task.run_task(field)
    settle()
    items = {item.finding.uuid: item for item in field.review.items}
    assert {uuid: item.finding.outline for uuid, item in items.items()} == boxed
    assert all(item.finding.origin is Origin.READER for item in items.values())
    assert all(item.prediction is not None for item in items.values())
