"""GeoJSON as QuPath writes and reads it, after its own reader (`PathObjectTypeAdapters`)."""

import json
from collections.abc import Sequence
from pathlib import Path

from medcls_core.geometry import Outline
from medcls_core.store.exchange.rows import ExportRow
from medcls_core.store.exchange.writing import write_whole


def write(path: Path, rows: Sequence[ExportRow], *, image: str) -> None:
    """Write a FeatureCollection that QuPath opens by dropping it on the slide.

    A finding with a reader's answer is a locked annotation, and one that a person drew in another
    program an annotation with the name it had; any other is a detection. Ids are the findings'
    uuids, names their numbers, coordinates level-0 pixels. Probabilities and area are
    measurements; task, model, read and lock are metadata.

    Args:
        path: of the file; an older one is replaced.
        rows: one a feature.
        image: the image's file; only its name is written, never its folder.

    Raises:
        OutputUnwritable: if the folder or disk refuses; nothing half is left.
    """
    collection = {
        "type": "FeatureCollection",
        "image": Path(image).name,
        "features": [_feature(row) for row in rows],
    }
    # ASCII with \u escapes: QuPath reads in the system's encoding, which is GBK on a Chinese PC.
    write_whole(path, json.dumps(collection, ensure_ascii=True, allow_nan=False, indent=1) + "\n")


def _feature(row: ExportRow) -> dict[str, object]:
    properties: dict[str, object] = {
        "objectType": "annotation" if row.is_drawn else "detection",
    }
    if row.number is not None:
        properties["number"] = row.number  # as in the window and in the report
        properties["name"] = str(row.number)  # what QuPath writes beside the object
    if row.foreign is not None and row.foreign.name is not None:
        properties["name"] = row.foreign.name
    if row.label is not None:
        properties["classification"] = {"name": row.label.name, "color": list(row.label.rgb)}
    if row.is_decided or row.locked:
        properties["isLocked"] = True
    properties["measurements"] = _measurements(row)
    properties["metadata"] = _metadata(row)
    return {
        "type": "Feature",
        "id": str(row.finding.uuid),
        "geometry": _geometry(row.finding.outline),
        "properties": properties,
    }


def _geometry(outline: Outline) -> dict[str, object]:
    rings = [
        [[vertex.x_l0, vertex.y_l0] for vertex in ring]
        for ring in (outline.vertices, *outline.holes)
    ]
    if outline.is_point:
        return {"type": "Point", "coordinates": rings[0][0]}
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]] for ring in rings]}


def _measurements(row: ExportRow) -> dict[str, float]:
    """Numbers only: QuPath refuses anything else here."""
    numbers: dict[str, float] = {}
    if row.prediction is not None:
        for key, prob in zip(row.prediction.classes, row.prediction.probs, strict=True):
            numbers[f"Probability: {key}"] = prob
        for trait in row.prediction.traits:
            numbers[f"Trait: {trait.key}"] = trait.prob
    if row.area_um2 is not None:
        numbers["Area µm^2"] = row.area_um2
    return numbers


def _metadata(row: ExportRow) -> dict[str, str]:
    facts = {"task": row.finding.task, "origin": str(row.finding.origin)}
    if row.prediction is not None:
        facts["model_class"] = row.prediction.top_class
        facts["model_sha256"] = row.prediction.model_sha256
    if row.read is not None:
        facts["verdict"] = str(row.read.verdict)
        facts["reader"] = row.read.reader
        facts["read_time_utc"] = row.read.time_utc.isoformat(timespec="milliseconds")
        facts["read_hash"] = row.read.hash
        if row.read.class_key is not None:
            facts["reader_class"] = row.read.class_key
    if row.flagged:
        facts["flagged"] = "yes"
    # An answer locks the object in QuPath; whether the outline was locked here is told apart.
    facts["locked"] = "yes" if row.locked else "no"
    return facts
