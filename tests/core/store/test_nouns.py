"""Images, models, findings and predictions: what goes in comes out."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from medcls_core.errors import InputInvalid
from medcls_core.findings import Finding, Origin, Prediction, Trait
from medcls_core.geometry import Box, Outline, Point, Size
from medcls_core.store import findings, images, models, open_store, predictions


@dataclass(frozen=True)
class PixelSize:
    mpp: float
    origin: str


@dataclass(frozen=True)
class Card:
    task: str = "mitosis"
    version: str = "1"
    network: str = "mcsa_unet"
    classes: tuple[str, ...] = ("background", "mitosis")


@dataclass(frozen=True)
class Model:
    card: Card
    sha256: str


@pytest.fixture
def model(store):
    made = Model(Card(), "c" * 64)
    with store.session() as session:
        models.remember(session, made)
    return made


def _prediction(finding, prob):
    return Prediction(
        finding.uuid, finding.task, "c" * 64, ("non_mitotic", "mitosis"), (1 - prob, prob)
    )


def test_moved_image_is_known_by_its_content(store, tmp_path):
    old, new = tmp_path / "old" / "慢 片.svs", tmp_path / "new" / "慢 片.svs"
    with store.session() as session:
        first = images.remember(session, old, "a" * 64, Size(7, 5), PixelSize(0.25, "user"))
        second = images.remember(session, new, "a" * 64, Size(7, 5), None)
        assert images.find_by_hash(session, "a" * 64) == second
        assert images.find_by_hash(session, "b" * 64) is None
        assert images.find(session, first.uuid) == second
        assert images.all(session) == [second]
    assert first.uuid == second.uuid
    assert (first.path, second.path) == (old, new)
    assert second.relative_path == "new/慢 片.svs"
    assert (second.size_l0, second.mpp, second.mpp_origin) == (Size(7, 5), 0.25, "user")
    assert first.added_utc == second.added_utc
    assert second.added_utc.utcoffset().total_seconds() == 0


def test_folder_moved_with_its_store_is_found_again(tmp_path):
    folder = tmp_path / "study"
    slide = folder / "slides" / "one.svs"
    slide.parent.mkdir(parents=True)
    slide.touch()
    with open_store(str(folder / "labels.sqlite")) as store, store.session() as session:
        images.remember(session, slide, "a" * 64, Size(7, 5), None)
    moved = folder.rename(tmp_path / "moved")
    with open_store(str(moved / "labels.sqlite")) as store, store.session() as session:
        (image,) = images.all(session)
        assert image.path == slide
        assert images.locate(session, image) == moved / "slides" / "one.svs"
        (moved / "slides" / "one.svs").unlink()
        assert images.locate(session, image) is None


@pytest.mark.parametrize("mpp", [0.0, -0.25])
def test_impossible_pixel_size_is_refused_by_the_database(store, mpp):
    with pytest.raises(IntegrityError, match="mpp_positive"), store.session() as session:
        images.remember(session, Path("x"), "a" * 64, Size(7, 5), PixelSize(mpp, "user"))


def test_model_keeps_the_card_it_came_with(store, model):
    with store.session() as session:
        again = models.remember(session, Model(Card(version="2"), model.sha256))
        assert again.version == "1"
        assert json.loads(again.card_json)["classes"] == ["background", "mitosis"]
        assert models.of_task(session, "mitosis") == [again]
        assert models.of_task(session, "cervical") == []
        assert models.find(session, "d" * 64) is None


def test_findings_come_back_as_they_were(store, image):
    shapes = [
        Outline((Point(0.1, 0.2),)),
        Outline((Point(5.0, 1e-9), Point(7.25, 4.0), Point(1 / 3, 9.0))),
        Outline.of_box(Box(1.5, 20.5, 3, 4)),
    ]
    made = [Finding(uuid4(), "mitosis", shape, Origin.READER, "王") for shape in shapes]
    with store.session() as session:
        assert findings.add(session, image, made) == 3
    with store.session(read_only=True) as session:
        assert sorted(findings.of_image(session, image), key=str) == sorted(made, key=str)
        assert findings.find(session, made[0].uuid) == made[0]
        assert findings.find(session, uuid4()) is None


def test_findings_are_asked_by_task_and_place(store, image, a_finding):
    near, far, other = a_finding(0, 0), a_finding(500, 500), a_finding(0, 0, "cervical")
    with store.session() as session:
        findings.add(session, image, [far, near, other])
        assert findings.of_image(session, image, "mitosis") == [near, far]
        assert findings.of_image(session, uuid4()) == []
        assert findings.in_box(session, image, Box(490, 490, 20, 20)) == [far]
        assert findings.in_box(session, image, Box(25, 15, 2, 2), "mitosis") == [near]
        assert findings.in_box(session, image, Box(31, 0, 400, 400)) == []


def test_numbers_follow_the_order_of_adding_and_never_change(store, image, a_finding, monkeypatch):
    first, second = a_finding(0, 100), a_finding(0, 200)
    above, other = a_finding(0, 0), a_finding(0, 50, "cervical")
    with store.session() as session:
        findings.add(session, image, [second, first, other])
    early = datetime(2001, 1, 1, tzinfo=UTC)  # somebody set the clock back
    monkeypatch.setattr("medcls_core.store.findings.now_utc", lambda: early)
    with store.session() as session:
        findings.add(session, image, [above])
    with store.session(read_only=True) as session:
        numbers = findings.numbers(session, image, "mitosis")
        assert numbers == {first.uuid: 1, second.uuid: 2, above.uuid: 3}
        assert findings.numbers(session, image, "cervical") == {other.uuid: 1}
        assert findings.numbers(session, uuid4(), "mitosis") == {}


def test_adding_a_finding_twice_adds_nothing(store, image, finding):
    with store.session() as session:
        assert findings.add(session, image, [finding, finding]) == 0
        assert findings.of_image(session, image) == [finding]


def test_finding_cannot_move_to_another_image(store, finding):
    with store.session() as session:
        other = images.remember(session, Path("other"), "b" * 64, Size(7, 5), None)
        with pytest.raises(InputInvalid, match="another image"):
            findings.add(session, other.uuid, [finding])


@pytest.mark.usefixtures("model")
def test_last_prediction_of_each_finding_counts(store, image, finding, a_finding):
    second = a_finding(99, 99)
    old, new, alone = _prediction(finding, 0.2), _prediction(finding, 0.9), _prediction(second, 0.5)
    with store.session() as session:
        findings.add(session, image, [second])
        predictions.add(session, [old, alone])
        predictions.add(session, [new])
        predictions.add(session, [])
    with store.session(read_only=True) as session:
        assert predictions.of_image(session, image, "mitosis") == [alone, new]
        assert predictions.of_image(session, image, "cervical") == []
        assert predictions.of_finding(session, finding.uuid) == [old, new]
        assert predictions.by_model(session, image, "mitosis") == {"c" * 64: [alone, new]}


@pytest.mark.usefixtures("model")
def test_what_each_model_said_is_kept_apart_the_latest_first(store, image, finding):
    other = Model(Card(version="2"), "d" * 64)
    first, again = _prediction(finding, 0.2), _prediction(finding, 0.3)
    theirs = replace(first, model_sha256="d" * 64)
    with store.session() as session:
        models.remember(session, other)
        predictions.add(session, [first])
        predictions.add(session, [theirs])
        assert list(predictions.by_model(session, image, "mitosis")) == ["d" * 64, "c" * 64]
        predictions.add(session, [again])
        known = predictions.by_model(session, image, "mitosis")
    assert list(known.items()) == [("c" * 64, [again]), ("d" * 64, [theirs])]


def test_prediction_of_an_unknown_model_is_a_defect(store, finding):
    with pytest.raises(IntegrityError), store.session() as session:
        predictions.add(session, [_prediction(finding, 0.5)])


@pytest.mark.usefixtures("model")
def test_thousands_of_findings_go_in_at_once(store, image, a_finding):
    made = [a_finding(number, number) for number in range(2500)]
    with store.session() as session:
        assert findings.add(session, image, made) == 2500
        predictions.add(session, [_prediction(finding, 0.5) for finding in made])
        assert findings.add(session, image, made) == 0
    with store.session(read_only=True) as session:
        assert findings.of_image(session, image) == made
        assert len(predictions.of_image(session, image, "mitosis")) == 2500


@pytest.mark.usefixtures("model")
def test_traits_come_out_as_they_went_in_and_their_absence_too(store, tmp_path):
    outline = Outline((Point(1, 2),))
    with store.session() as session:
        image = images.remember(session, tmp_path / "a.svs", "a" * 64, Size(7, 5), None)
        made = [Finding(uuid4(), "mitosis", outline, Origin.MODEL) for _ in range(2)]
        findings.add(session, image.uuid, made)
        plain = _prediction(made[0], 0.9)
        shown = replace(_prediction(made[1], 0.8), traits=(Trait("atypical", 0.71),))
        predictions.add(session, [plain, shown])
        assert predictions.of_image(session, image.uuid, "mitosis") == [plain, shown]
        raw = session.execute(text("SELECT count(*) FROM predictions WHERE traits IS NULL"))
        assert raw.scalar() == 1
