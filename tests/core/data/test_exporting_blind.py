"""What a reader must not see yet is in no file, of whatever kind."""

from datetime import timedelta
from uuid import uuid4

import numpy as np
import pytest
from PIL import Image

from medcls_core.data.exporting.kinds import ExportKind
from medcls_core.data.exporting.rows import Wish, case_of
from medcls_core.data.exporting.writing import export_store
from medcls_core.findings import Finding, Origin, Prediction, Verdict
from medcls_core.geometry import Box, Outline
from medcls_core.images import open_image, quick_hash
from medcls_core.language import Text
from medcls_core.networks import ModelCard, Weights
from medcls_core.progress import Silent
from medcls_core.store import (
    NewRead,
    findings,
    images,
    models,
    open_store,
    predictions,
    reading_rules,
    reads,
)
from medcls_core.store.blinding import ReadingRule
from medcls_core.tasks import get_task

SHA = "5" * 64
TEXT = Text("x", "x")


class _Model:
    sha256 = SHA
    card = ModelCard(
        task="mitosis", version="1", network="mcsa_unet", classes=("non_mitotic", "mitosis"),
        weights=Weights("w.safetensors", SHA, 0.25, 0.5), intended_use=TEXT, data=(TEXT,),
        licence=TEXT, recipe="", seed=0, metrics=(), limits=(TEXT,),
    )  # fmt: skip


@pytest.fixture
def store(tmp_path):
    path = tmp_path / "slide.png"
    Image.fromarray(np.full((300, 400, 3), 200, np.uint8)).save(path)
    source = open_image(path, mpp=0.25)
    with open_store(str(tmp_path / "labels.sqlite")) as opened:
        with opened.session() as session:
            image = images.remember(
                session, path, quick_hash(path), source.size_l0, source.pixel_size
            )
            made = [
                Finding(uuid4(), "mitosis", Outline.of_box(Box(30 * n, 20, 20, 20)), Origin.MODEL)
                for n in range(1, 5)
            ]
            findings.add(session, image.uuid, made)
            models.remember(session, _Model())
            predictions.add(
                session,
                [
                    Prediction(one.uuid, "mitosis", SHA, ("non_mitotic", "mitosis"), (0.125, 0.875))
                    for one in made
                ],
            )
        yield opened


def _hide(store, **rule):
    with store.session() as session:
        reading_rules.choose(session, "A", ReadingRule(**rule))


def _everything(folder):
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("kind", [kind for kind in ExportKind if kind is not ExportKind.CROPS])
@pytest.mark.parametrize("reader", [None, "A"])
def test_answers_that_wait_are_in_no_file(store, tmp_path, kind, reader):
    _hide(store, own_first=1.0)
    wish = Wish(kind, task="mitosis", reader=reader)
    exported = export_store(store, tmp_path / "out", wish, Silent())
    assert exported.waiting == 4
    told = _everything(tmp_path / "out")
    assert b"0.875" not in told
    assert SHA.encode() not in told
    # Nothing is told by what is there and what isn't: all answers wait alike.
    everything = {ExportKind.GEOJSON, ExportKind.CSV}
    assert exported.omitted.no_class == (0 if kind in everything else 4)


def test_who_may_see_them_says_so(store, tmp_path):
    _hide(store, own_first=1.0)
    wish = Wish(ExportKind.CSV, task="mitosis", all_answers=True)
    assert export_store(store, tmp_path / "out", wish, Silent()).waiting == 0
    assert b"0.875" in _everything(tmp_path / "out")


def test_own_reads_that_are_asked_for_again_wait_for_their_reader(store):
    with store.session() as session:
        (image,) = images.all(session)
        one, *_ = findings.of_image(session, image.uuid)
        reads.append(
            session,
            NewRead(one.uuid, "mitosis", "A", Verdict.CORRECT, "mitosis", "window", SHA),
        )
    _hide(store, repeats=1.0, repeat_after=timedelta(0))
    task = get_task("mitosis")
    for reader, seen in (("A", False), ("B", True)):
        case = case_of(store, image, task, Wish(ExportKind.CSV, reader=reader))
        (row,) = [row for row in case.rows if row.finding.uuid == one.uuid]
        assert (row.read is not None) == seen
        assert (row.prediction is not None) == seen
