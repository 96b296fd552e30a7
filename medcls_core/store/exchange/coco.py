"""COCO: boxes and outlines of many images with their categories, in one JSON file."""

import json
from collections.abc import Sequence
from pathlib import Path

from medcls_core.geometry import Box, Outline, Point
from medcls_core.store.exchange.rows import ClassStyle, ExportRow
from medcls_core.store.exchange.selection import ImageRows, Omitted, boxed, classes_of
from medcls_core.store.exchange.writing import write_whole


def write(path: Path, images: Sequence[ImageRows], styles: Sequence[ClassStyle]) -> Omitted:
    """Write one JSON file for all `images`.

    A point is the square that its image gives to points. Beside what COCO knows every annotation
    carries the finding's uuid, its place if it is a point, and whether a reader decided; readers
    of COCO leave alone what they don't know.

    Args:
        path: of the file; an older one is replaced.
        images: with their findings.
        styles: the task's classes in their order.

    Returns:
        What COCO can't hold.

    Raises:
        OutputUnwritable: if the folder or disk refuses; nothing half is left.
    """
    classes = classes_of(styles, images)
    numbers = {style.key: number for number, style in enumerate(classes, start=1)}
    annotations: list[dict[str, object]] = []
    omitted = Omitted()
    for number, image in enumerate(images, start=1):
        found, without = boxed(image)
        omitted += without
        for row, label, box in found:
            annotations.append(
                {
                    "id": len(annotations) + 1,
                    "image_id": number,
                    "category_id": numbers[label.key],
                    **_geometry(row, box),
                    "iscrowd": 0,
                    **_facts(row),
                }
            )
    document = {
        "info": {"description": "Findings exported by medcls; coordinates in level-0 pixels"},
        "images": [_image(number, image) for number, image in enumerate(images, start=1)],
        "annotations": annotations,
        "categories": [
            {"id": numbers[style.key], "name": style.key, "supercategory": "", "color": style.color}
            for style in classes
        ],
    }
    write_whole(path, json.dumps(document, ensure_ascii=True, allow_nan=False, indent=1) + "\n")
    return omitted


def _image(number: int, image: ImageRows) -> dict[str, object]:
    width, height = image.size_l0
    return {"id": number, "file_name": image.name, "width": width, "height": height}


def _geometry(row: ExportRow, box: Box) -> dict[str, object]:
    outline = row.finding.outline
    shown = Outline.of_box(box) if outline.is_point else outline
    return {
        "bbox": [box.x_l0, box.y_l0, box.width_l0, box.height_l0],
        "segmentation": [[value for place in keyhole(shown) for value in place]],
        "area": shown.area_l0,
    }


def _facts(row: ExportRow) -> dict[str, object]:
    facts: dict[str, object] = {"uuid": str(row.finding.uuid), "decided": row.is_decided}
    if row.finding.outline.is_point:
        facts["point"] = list(row.finding.outline.center)
    if row.prediction is not None and not row.is_decided:
        facts["score"] = row.prediction.top_prob
    return facts


def keyhole(outline: Outline) -> tuple[Point, ...]:
    """Border and holes as one ring: a COCO polygon has no holes, so a slit of no width leads in.

    The slit is walked twice, from the border's first corner to the hole's first and back.
    """
    ring = [outline.vertices[0]]
    for hole in outline.holes:
        ring += [*hole, hole[0], outline.vertices[0]]
    return (*ring, *outline.vertices[1:])


def unslit(ring: Sequence[Point]) -> tuple[tuple[Point, ...], tuple[tuple[Point, ...], ...]]:
    """The border and the holes of what `keyhole` made one; any other ring as it is."""
    border, holes, at = list(ring), [], 0
    while at + 1 < len(border):
        back = _way_back(border, at)
        if back is None:
            at += 1
        else:
            holes.append(tuple(border[at + 1 : back - 1]))
            del border[at + 1 : back + 1]
    return tuple(border), tuple(holes)


def _way_back(ring: Sequence[Point], at: int) -> int | None:
    """Where a slit that begins at `at` ends: the same two corners in the other order."""
    shortest = at + 5  # the mouth, three corners of a hole, its first one again, the mouth
    for end in range(shortest, len(ring)):
        if ring[end] == ring[at] and ring[end - 1] == ring[at + 1]:
            return end
    return None
