"""`medcls labels capsule`: out, opened, answered, merged, and refused in a sentence."""

from pathlib import Path
from uuid import UUID

import pytest

from medcls_core.findings import Finding, Origin, Verdict
from medcls_core.geometry import Box, Outline
from medcls_core.images import open_image, quick_hash
from medcls_core.store import NewRead, findings, images, open_store, reads

ONE = UUID(int=1)


@pytest.fixture
def mine(medcls, field):  # noqa: ARG001  (medcls makes the folder to work in)
    source = open_image(field, mpp=0.25)
    made = Finding(ONE, "mitosis", Outline.of_box(Box(50, 60, 24, 24)), Origin.MODEL)
    with open_store("mine.sqlite") as store, store.session() as session:
        image = images.remember(
            session, field, quick_hash(field), source.size_l0, source.pixel_size
        )
        findings.add(session, image.uuid, [made])
        reads.append(
            session, NewRead(ONE, "mitosis", "A", Verdict.CORRECT, "mitosis", "window", None)
        )


@pytest.mark.usefixtures("mine")
def test_a_case_goes_out_and_comes_back(medcls, field):
    pack = ("labels", "capsule", "pack", "case.medcase", "--image", field)
    ran = medcls(*pack, "--store", "mine.sqlite")
    assert ran.out == "1 findings of 1 images packed into case.medcase\n"
    ran = medcls("labels", "capsule", "open", "case.medcase", "--store", "theirs.sqlite")
    assert "1 findings on 1 sheets in case;" in ran.out
    assert len(list(Path("case").glob("*.png"))) == 1
    with open_store("theirs.sqlite") as store, store.session() as session:
        assert reads.count(session) == 0
        reads.append(session, NewRead(ONE, "mitosis", "B", Verdict.REJECT, None, "window", None))
    answer = ("labels", "capsule", "answer", "case.medcase", "back.medcase")
    ran = medcls(*answer, "--store", "theirs.sqlite")
    assert ran.out == "1 reads of 1 findings and 0 new marks written to back.medcase\n"
    ran = medcls("labels", "capsule", "merge", "back.medcase", "--store", "mine.sqlite")
    assert ran.out.startswith("1 reads, 0 outlines and 0 new marks merged; 0 reads were here")
    assert "readers now differ: 1" in ran.err
    ran = medcls("labels", "capsule", "merge", "back.medcase", "--store", "mine.sqlite")
    assert ran.out.startswith("0 reads, 0 outlines and 0 new marks merged; 1 reads were here")


@pytest.mark.usefixtures("mine")
@pytest.mark.parametrize("command", ["open", "merge"])
@pytest.mark.parametrize("name", ["missing.medcase", "mine.sqlite"])
def test_what_is_no_capsule_is_one_sentence(medcls, is_one_sentence, command, name):
    ran = medcls("labels", "capsule", command, name, "--store", "mine.sqlite")
    assert ran.code == 2
    assert is_one_sentence(ran.err)
