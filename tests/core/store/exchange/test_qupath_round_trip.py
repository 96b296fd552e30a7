"""What QuPath drew goes into the store and comes out as QuPath knew it: ids, classes, names."""

import json
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medcls_core.geometry import Size
from medcls_core.store import findings, foreign_names, images, reads, shapes
from medcls_core.store.exchange import (
    ClassStyle,
    DrawnOn,
    export_rows,
    geojson,
    keep_imported,
    read_file,
)
from medcls_core.tasks import get_task

TASK = get_task("mitosis")
STYLES = tuple(ClassStyle(one.key, one.name.en, one.color) for one in TASK.classes)

sides = st.integers(1, 300)
names = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=12)
colors = st.lists(st.integers(0, 255), min_size=3, max_size=3)


def _feature(box, class_name, name, color, *, detected):
    left, top, width, height = box
    ring = [
        [left, top],
        [left + width, top],
        [left + width, top + height],
        [left, top + height],
        [left, top],
    ]
    properties = {"objectType": "detection" if detected else "annotation"}
    if class_name is not None:
        properties["classification"] = {"name": class_name, "color": color}
    if name is not None:
        properties["name"] = name
    return {
        "type": "Feature",
        "id": str(uuid4()),
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": properties,
    }


features = st.builds(
    _feature,
    st.tuples(sides, sides, sides, sides),
    st.one_of(st.none(), names),
    st.one_of(st.none(), names),
    colors,
    detected=st.booleans(),
)


@settings(
    deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(drawn=st.lists(features, max_size=8))
def test_ids_classes_names_and_kinds_come_back(drawn, store, tmp_path):
    path, out = tmp_path / "in.geojson", tmp_path / "out.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": drawn}), "utf-8")
    content = uuid4().hex * 2
    with store.session() as session:
        image = images.remember(session, tmp_path / content, content, Size(4000, 3000), None)
        told = read_file(path, TASK.key, DrawnOn("slide.svs", image.size_l0, content))
        keep_imported(session, image, told, TASK.keys_by_name, "A", path.name)
        said = reads.of_image(session, image.uuid, TASK.key)
        rows = export_rows(
            findings.of_image(session, image.uuid, TASK.key),
            [],
            reads.current(said),
            STYLES,
            mpp=None,
            locked=shapes.locked(shapes.of_image(session, image.uuid, TASK.key)),
            foreign=foreign_names.of_image(session, image.uuid, TASK.key),
        )
    geojson.write(out, rows, image="slide.svs")
    again = {one["id"]: one for one in json.loads(out.read_text())["features"]}
    assert again.keys() == {one["id"] for one in drawn}
    for one in drawn:
        given_back, was = again[one["id"]], one["properties"]
        assert given_back["geometry"] == one["geometry"]
        properties = given_back["properties"]
        assert properties.get("name") == was.get("name")
        is_ours = was.get("classification", {}).get("name", "").casefold() in TASK.keys_by_name
        if not is_ours:  # an answer of the task's has the task's own name and colour
            assert properties.get("classification") == was.get("classification")
        assert properties["objectType"] == was["objectType"]
