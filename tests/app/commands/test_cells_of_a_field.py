"""A field of many cells: boxed by the reader, answered cell by cell by the bundled model."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.commands import marks, open_images, run_all, run_task, verdicts
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


def test_boxed_cells_of_all_listed_images_are_answered(field: AppContext, settle, tmp_path: Path):
    other = tmp_path / "视野 2.png"
    noise = np.random.default_rng(1).integers(150, 255, (900, 1000, 3), dtype=np.uint8)
    Image.fromarray(noise).save(other)
    marks.add_cell(field, Point(200, 300), "mononucleate")
    settle()
    first = field.images.current.path
    open_images.open_paths(field, [other])
    settle()
    set_pixel_size(field, 0.2)
    settle()
    marks.add_cell(field, Point(700, 450), "mononucleate")
    settle()
    run_all.run_all(field)
    settle()
    assert "Images done: 2" in field.messages.log[-1].text
    for path in (other, first):
        open_images.show_image(field, field.images.index_of(path))
        settle()
        assert len(field.review.items) == 1
        assert all(item.prediction is not None for item in field.review.items)
    marks.add_cell(field, Point(500, 600), "mononucleate")
    settle()
    run_all.run_all(field)
    settle()
    assert "Images done: 1; answered before: 1" in field.messages.log[-1].text
    assert all(item.prediction is not None for item in field.review.items)
    run_all.run_all(field)
    settle()
    assert "has answered all 2 images" in field.messages.log[-1].text


def test_no_digit_names_a_field_of_many_cells(field: AppContext, settle):
    verdicts.give_digit(field, 1)
    settle()
    assert field.review.items == ()
    assert "far more than one cell" in field.messages.log[-1].text
    verdicts.give_digit(field, 9)
    assert field.messages.log[-1].text == "No class of this task has the digit 9."
