"""Findings as columns say what the queries that return objects say."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import uuid4

import numpy as np
import pytest

from medcls_core.columns.answers import NOBODY
from medcls_core.findings import Finding, Origin, Prediction, Shape, Trait
from medcls_core.geometry import Box, Outline, Point
from medcls_core.history import standing_shapes
from medcls_core.store import finding_columns, findings, models, predictions, shapes


@dataclass(frozen=True)
class Card:
    task: str = "mitosis"
    version: str = "1"
    network: str = "n"


@dataclass(frozen=True)
class Model:
    sha256: str
    card: Card = Card()


CLASSES = ("a", "b")


def prediction(finding: Finding, sha: str, *probs: float, **more) -> Prediction:
    classes = ("a", "b", "c")[: len(probs)]
    return Prediction(finding.uuid, "mitosis", sha, classes, probs, **more)


@pytest.fixture
def filled(store, image, a_finding):
    """Ninety findings in two steps, points among them, with two models' answers to some."""
    rng = np.random.default_rng(3)
    some = [a_finding(*place) for place in rng.uniform(0, 3000, (80, 2)).tolist()]
    point = Finding(uuid4(), "mitosis", Outline((Point(5.5, 7.25),)), Origin.IMPORT, "x.csv")
    late = [a_finding(x, 1.0) for x in range(10)]
    with store.session() as session:
        findings.add(session, image, some)
        findings.add(session, image, [point, *late])
        for sha in ("1" * 64, "2" * 64):
            models.remember(session, Model(sha))
        predictions.add(session, [prediction(each, "1" * 64, 0.25, 0.75) for each in some])
        third = [prediction(each, "2" * 64, 0.5, 0.125, 0.375) for each in some[::3]]
        shown = (Trait("atypical", 0.375),)
        predictions.add(session, [*third, prediction(point, "1" * 64, 1.0, 0.0, traits=shown)])
        shape = Shape(
            uuid4(), some[4].uuid, "ann", Outline.of_box(Box(1, 2, 3, 4)), locked=False,
            time_utc=datetime.now(UTC),
        )  # fmt: skip
        shapes.append(session, shape)
    return store


def test_they_are_what_the_other_queries_say(filled, image):
    with filled.session(read_only=True) as session:
        known = finding_columns.of_image(session, image, "mitosis")
        as_found = findings.as_found(session, image, "mitosis")
        standing = findings.of_image(session, image, "mitosis")
        drawn = standing_shapes(shapes.of_image(session, image, "mitosis"))
        numbers = findings.numbers(session, image, "mitosis")
        said = {each.finding: each for each in predictions.of_image(session, image, "mitosis")}
    known.redraw({uuid: shape.outline for uuid, shape in drawn.items()})
    assert len(drawn) == 1
    rows = range(len(known))
    assert [known.found(row) for row in rows] == as_found
    assert [known.finding(row) for row in rows] == standing
    assert [known.prediction(row) for row in rows] == [said.get(each.uuid) for each in standing]
    assert dict(zip(known.uuids.all(), known.numbers.tolist(), strict=True)) == numbers
    for row, finding in enumerate(standing):
        box = finding.outline.bounds
        assert known.boxes[row].tolist() == [box.x_l0, box.y_l0, box.right_l0, box.bottom_l0]
        assert known.uuids.row(finding.uuid) == row


def test_another_task_and_an_empty_image_have_none(filled, image):
    with filled.session(read_only=True) as session:
        assert len(finding_columns.of_image(session, image, "cervical")) == 0
        assert len(finding_columns.of_image(session, uuid4(), "mitosis")) == 0


def test_what_comes_since_lies_below(filled, image, a_finding):
    with filled.session(read_only=True) as session:
        known = finding_columns.of_image(session, image, "mitosis")
    count, mark = len(known), replace(a_finding(2.0, 3.0), origin=Origin.READER)
    assert known.add([mark], [count + 1]).tolist() == [count]
    assert known.uuids.row(mark.uuid) == count
    assert known.found(count) == mark
    assert known.answers.voice[count] == NOBODY
    moved = Outline.of_box(Box(3500, 2500, 10, 10))
    known.redraw({mark.uuid: moved, uuid4(): moved})
    assert known.found(count) == mark
    assert known.outline(count) == moved
    assert known.grid.touching(3490, 2490, 3600, 2600).tolist() == [count]
