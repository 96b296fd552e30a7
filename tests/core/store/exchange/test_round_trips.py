"""Every kind of file tells again what was written into it."""

import json
from pathlib import Path
from uuid import uuid4

import numpy as np
import tifffile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from scipy import ndimage
from shapely.geometry import MultiPoint

from medcls_core.findings import Finding, Origin, Prediction
from medcls_core.geometry import Box, Outline, Point, Size
from medcls_core.store.exchange import (
    ClassStyle,
    DrawnOn,
    ExportRow,
    ImageRows,
    coco,
    csv_table,
    masks,
    read_file,
    voc,
    yolo,
)
from medcls_core.store.exchange.mask_import import objects

SIZE = Size(640, 480)
STYLES = (
    ClassStyle("mitosis", "Mitotic figure", "#009e73"),
    ClassStyle("non_mitotic", "Not mitotic", "#0072b2"),
    ClassStyle("类别", "第三类", "#d55e00"),
)
IMAGE = DrawnOn("slide 1.svs", SIZE, "a" * 64)

few = settings(max_examples=40)
inside_x = st.floats(1, SIZE.width - 1).map(lambda value: round(value, 3))
inside_y = st.floats(1, SIZE.height - 1).map(lambda value: round(value, 3))
points = st.builds(Point, inside_x, inside_y)
boxes = st.builds(
    Box,
    st.integers(0, 500), st.integers(0, 400), st.integers(1, 139), st.integers(1, 79),
)  # fmt: skip


def _hull(places):
    shape = MultiPoint(places).convex_hull
    if shape.geom_type != "Polygon" or shape.area < 1:
        return None
    return tuple(Point(x, y) for x, y in list(shape.exterior.coords)[:-1])


rings = st.lists(points, min_size=3, max_size=9, unique=True).map(_hull).filter(bool)


def _with_hole(ring):
    center = np.mean(ring, axis=0)
    hole = tuple(Point(*(center + (np.array(place) - center) * 0.25)) for place in ring)
    return Outline(ring, (hole,))


outlines = st.one_of(
    rings.map(Outline), rings.map(_with_hole), points.map(lambda place: Outline((place,)))
)
labelled = st.lists(st.tuples(outlines, st.sampled_from(STYLES)), max_size=6)


def _rows(shapes):
    return tuple(
        ExportRow(Finding(uuid4(), "mitosis", shape, Origin.READER), style, number=number)
        for number, (shape, style) in enumerate(shapes, start=1)
    )


def _image(rows, side=None):
    return ImageRows(IMAGE.name, SIZE, rows, side)


def _told(imported):
    assert imported.left_out == ()
    return {(one.finding.uuid, one.finding.outline, one.class_name) for one in imported.findings}


def _expected(rows):
    return {(row.finding.uuid, row.finding.outline, row.label.key) for row in rows}


@few
@given(shapes=labelled)
def test_coco(shapes, tmp_path_factory):
    path, rows = tmp_path_factory.mktemp("coco") / "x.json", _rows(shapes)
    other = ImageRows("other.svs", Size(10, 10), (), None)
    omitted = coco.write(path, [other, _image(rows, side=50.0)], STYLES)
    assert omitted.no_class == omitted.no_size == 0
    assert _told(read_file(path, "mitosis", IMAGE)) == _expected(rows)


@few
@given(shapes=labelled)
def test_csv(shapes, tmp_path_factory):
    path, rows = tmp_path_factory.mktemp("csv") / "x.csv", _rows(shapes)
    csv_table.write(path, rows, image=IMAGE.name)
    assert _told(read_file(path, "mitosis", IMAGE)) == _expected(rows)


@few
@given(found=st.lists(st.tuples(boxes, st.sampled_from(STYLES)), max_size=6))
def test_voc_keeps_whole_pixel_boxes(found, tmp_path_factory):
    folder = tmp_path_factory.mktemp("voc")
    rows = _rows([(Outline.of_box(box), style) for box, style in found])
    voc.write(folder, [_image(rows)])
    assert _told(read_file(folder / "slide 1.xml", "mitosis", IMAGE)) == _expected(rows)


@few
@given(shapes=st.lists(st.tuples(rings.map(Outline), st.sampled_from(STYLES)), max_size=6))
def test_yolo_keeps_boxes_to_a_thousandth_of_a_pixel(shapes, tmp_path_factory):
    folder, rows = tmp_path_factory.mktemp("yolo"), _rows(shapes)
    yolo.write(folder, [_image(rows)], STYLES)
    again = read_file(folder / "labels" / "slide 1.txt", "mitosis", IMAGE)
    assert again.left_out == ()
    boxes_of = {}
    for one in again.findings:
        boxes_of.setdefault(one.class_name, []).append(one.finding.outline.bounds)
    for row in rows:
        near = min(
            max(
                abs(a - b)
                for a, b in zip(_sides(row.finding.outline.bounds), _sides(box), strict=True)
            )
            for box in boxes_of[row.label.key]
        )
        assert near < 1e-3


def _sides(box):
    return box.x_l0, box.y_l0, box.right_l0, box.bottom_l0


cells = st.lists(st.booleans(), min_size=12 * 15, max_size=12 * 15)


@few
@given(pixels=cells)
def test_an_outline_of_pixels_paints_the_same_pixels(pixels):
    mask = np.array(pixels).reshape(12, 15)
    parts, count = ndimage.label(mask)
    found = list(objects(parts))
    assert len(found) == count
    painted = masks.paint(
        [outline for _, outline, _ in found], [value for value, _, _ in found], Box(0, 0, 15, 12)
    )
    assert np.array_equal(painted, parts)


def _apart(count, seed):
    """Discs that don't touch, as outlines of pixels."""
    rng = np.random.default_rng(seed)
    columns, rows = np.meshgrid(np.arange(8), np.arange(6))
    places = rng.permutation(np.stack([columns.ravel(), rows.ravel()], axis=1))[:count]
    y, x = np.mgrid[: SIZE.height, : SIZE.width]
    values = np.zeros((SIZE.height, SIZE.width), np.int64)
    for number, (column, row) in enumerate(places, start=1):
        radius = rng.integers(2, 30)
        values[np.hypot(x - (80 * column + 40), y - (80 * row + 40)) <= radius] = number
    return [outline for _, outline, _ in objects(values)]


@settings(max_examples=8)
@given(count=st.integers(0, 12), seed=st.integers(0, 99))
def test_masks_of_objects(count, seed, tmp_path_factory):
    path = tmp_path_factory.mktemp("labels") / "x.tiff"
    shapes = [(shape, STYLES[at % 3]) for at, shape in enumerate(_apart(count, seed))]
    rows = _rows(shapes)
    masks.write_objects(path, _image(rows))
    assert tifffile.imread(path).shape == (SIZE.height, SIZE.width)
    assert _told(read_file(path, "mitosis", IMAGE)) == _expected(rows)


@settings(max_examples=8)
@given(count=st.integers(0, 12), seed=st.integers(0, 99))
def test_masks_of_classes_keep_outlines_and_classes(count, seed, tmp_path_factory):
    path = tmp_path_factory.mktemp("classes") / "x.png"
    rows = _rows([(shape, STYLES[at % 3]) for at, shape in enumerate(_apart(count, seed))])
    masks.write_classes(path, _image(rows), STYLES)
    again = read_file(path, "mitosis", IMAGE)
    assert {told[1:] for told in _told(again)} == {told[1:] for told in _expected(rows)}
    twice = read_file(path, "mitosis", IMAGE)
    assert _told(again) == _told(twice)  # so that a second import adds nothing


def test_a_class_mask_shows_the_colours_of_the_classes(tmp_path):
    path = tmp_path / "x.png"
    (shape,) = _apart(1, 0)
    masks.write_classes(path, _image(_rows([(shape, STYLES[1])])), STYLES)
    with Image.open(path) as picture:
        shown = {color for _, color in picture.convert("RGB").getcolors()}
        assert picture.mode == "P"
    assert shown == {(0, 0, 0), STYLES[1].rgb}


def test_the_smaller_of_two_that_overlap_is_seen(tmp_path):
    path = tmp_path / "x.tiff"
    small, large = Outline.of_box(Box(20, 20, 10, 10)), Outline.of_box(Box(0, 0, 100, 100))
    masks.write_objects(path, _image(_rows([(small, STYLES[0]), (large, STYLES[1])])))
    painted = tifffile.imread(path)
    assert (painted == 1).sum() == 100
    assert (painted == 2).sum() == 100 * 100 - 100


def test_a_hole_stays_empty_in_masks_and_coco_polygons(tmp_path):
    ring = tuple(Outline.of_box(Box(10, 10, 90, 90)).vertices)
    hole = tuple(Outline.of_box(Box(30, 30, 20, 20)).vertices)
    rows = _rows([(Outline(ring, (hole,)), STYLES[0])])
    masks.write_objects(tmp_path / "x.tiff", _image(rows))
    assert (tifffile.imread(tmp_path / "x.tiff") > 0).sum() == 90 * 90 - 20 * 20
    coco.write(tmp_path / "x.json", [_image(rows)], STYLES)
    (one,) = json.loads((tmp_path / "x.json").read_text())["annotations"]
    (numbers,) = one["segmentation"]
    keyhole = Outline(
        tuple(Point(*place) for place in zip(numbers[::2], numbers[1::2], strict=True))
    )
    painted = masks.paint([keyhole], [1], Box(0, 0, 120, 120))
    assert painted.sum() == one["area"] == 90 * 90 - 20 * 20


def test_what_a_model_said_is_nobody_s_answer_when_it_comes_back(tmp_path):
    finding = Finding(uuid4(), "mitosis", Outline.of_box(Box(5, 5, 20, 20)), Origin.MODEL)
    prediction = Prediction(finding.uuid, "mitosis", "e" * 64, ("mitosis", "other"), (0.9, 0.1))
    rows = (ExportRow(finding, STYLES[0], prediction),)
    coco.write(tmp_path / "a.json", [_image(rows)], STYLES)
    csv_table.write(tmp_path / "a.csv", rows, image=IMAGE.name)
    voc.write(tmp_path, [_image(rows)])
    for name in ("a.json", "a.csv", "slide 1.xml"):
        (one,) = read_file(tmp_path / name, "mitosis", IMAGE).findings
        assert one.detected, name


def test_points_without_a_size_are_counted_not_invented(tmp_path):
    rows = _rows([(Outline((Point(3, 4),)), STYLES[0])])
    assert coco.write(tmp_path / "a.json", [_image(rows)], STYLES).no_size == 1
    assert json.loads((tmp_path / "a.json").read_text())["annotations"] == []
    assert voc.write(tmp_path, [_image(rows)]).no_size == 1
    assert not Path(tmp_path, "a.xml").exists()
