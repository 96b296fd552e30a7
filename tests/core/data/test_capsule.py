"""A case goes out, is read blind, and comes back: one way round, and every way to be refused."""

import json
import zipfile
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from medcls_core.data.capsule.answering import answer_capsule
from medcls_core.data.capsule.archive import read_capsule, write_capsule
from medcls_core.data.capsule.layout import GUTTER_PX, MOST_SIDE_PX, placed
from medcls_core.data.capsule.merging import merge_capsule
from medcls_core.data.capsule.opening import open_capsule
from medcls_core.data.capsule.packing import Packing, pack_capsule
from medcls_core.errors import InputInvalid
from medcls_core.findings import Finding, Origin, Shape, Verdict
from medcls_core.geometry import Box, Outline, Point, Size
from medcls_core.images import open_image, quick_hash
from medcls_core.progress import Silent
from medcls_core.store import LabelStore, NewRead, findings, images, open_store, reads, shapes
from medcls_core.store.columns import now_utc

A, B = "Dr A", "Dr B"
PATIENT = "Zhang San 1961"


def _slide(folder: Path) -> Path:
    rng = np.random.default_rng(1)
    path = folder / f"{PATIENT}.png"
    Image.fromarray(rng.integers(0, 255, (700, 900, 3), np.uint8)).save(path)
    return path


def _say(store: LabelStore, finding: UUID, reader: str, verdict: Verdict, key=None, **more):
    new = NewRead(finding, "mitosis", reader, verdict, key, "window", None, **more)
    with store.session() as session:
        return reads.append(session, new)


@pytest.fixture
def slide(tmp_path) -> Path:
    return _slide(tmp_path)


@pytest.fixture
def mine(tmp_path, slide):
    with open_store(str(tmp_path / "mine.sqlite")) as store:
        source = open_image(slide, mpp=0.25)
        made = [
            Finding(
                uuid4(), "mitosis", Outline.of_box(Box(100 * n, 50 * n, 40, 30)), Origin.MODEL, "e"
            )
            for n in range(1, 6)
        ]
        made.append(Finding(uuid4(), "mitosis", Outline((Point(1, 2),)), Origin.IMPORT, PATIENT))
        with store.session() as session:
            image = images.remember(
                session, slide, quick_hash(slide), source.size_l0, source.pixel_size
            )
            findings.add(session, image.uuid, made)
        source.close()
        yield store


@pytest.fixture
def theirs(tmp_path):
    with open_store(str(tmp_path / "theirs.sqlite")) as store:
        yield store


def _findings(store: LabelStore) -> dict[UUID, Finding]:
    with store.session(read_only=True) as session:
        return {
            one.uuid: one
            for image in images.all(session)
            for one in findings.of_image(session, image.uuid)
        }


def _pack(store, path, **options):
    pack_capsule(store, path, Packing("mitosis", **options), Silent())
    return path


@pytest.fixture
def case(mine, tmp_path) -> Path:
    for finding in _findings(mine):
        _say(mine, finding, A, Verdict.CORRECT, "mitosis")
    return _pack(mine, tmp_path / "case.medcase")


def test_nothing_in_a_case_names_patient_file_reader_or_answer(case):
    with zipfile.ZipFile(case) as file:
        everything = b"".join(file.read(name) for name in file.namelist())
        names = file.namelist()
    for secret in (PATIENT, "Zhang", A, "correct", ".png.", "mine.sqlite", str(case.parent)):
        assert secret.encode() not in everything, secret
    contents = read_capsule(case).contents
    assert (contents.reads, contents.shapes) == ([], [])
    assert len([name for name in names if name.startswith("crops/")]) == 6
    assert len([name for name in names if name.startswith("masks/")]) == 6


def test_crops_are_the_slide_s_own_pixels(case, slide, theirs):
    opened = open_capsule(theirs, case)
    whole = np.asarray(Image.open(slide))
    (sheet,) = opened.sheets
    pixels = np.asarray(Image.open(sheet))
    for cell in read_capsule(case).contents.cells:
        left, top, width, height = cell.crop
        x, y = cell.place
        inside = whole[max(top, 0) : top + height, max(left, 0) : left + width]
        shown = pixels[y : y + height, x : x + width]
        assert np.array_equal(shown[max(-top, 0) :, max(-left, 0) :], inside)
    source = open_image(sheet)
    assert source.pixel_size is not None
    assert source.pixel_size.mpp == pytest.approx(0.25, rel=1e-4)
    source.close()


def test_opened_case_is_blind_and_its_outlines_lie_on_the_crops(case, theirs):
    open_capsule(theirs, case)
    cells = {cell.uuid: cell for cell in read_capsule(case).contents.cells}
    there = _findings(theirs)
    assert there.keys() == cells.keys()
    for uuid, finding in there.items():
        assert cells[uuid].sheet_frame.contains(finding.outline.center)
    with theirs.session(read_only=True) as session:
        assert reads.count(session) == 0


def test_one_way_round(mine, theirs, case, tmp_path):
    before = _findings(mine)
    first, second, third, *_ = [one for one in before.values() if not one.outline.is_point]
    open_capsule(theirs, case)
    _say(theirs, first.uuid, B, Verdict.CORRECT, "mitosis")
    _say(theirs, second.uuid, B, Verdict.CORRECT, "non_mitotic")
    wrong = _say(theirs, third.uuid, B, Verdict.REJECT)
    with theirs.session() as session:
        reads.withdraw(session, wrong, "window")
    drawn = _redraw(theirs, third.uuid)
    marked = _mark(theirs, first)
    answered = answer_capsule(theirs, case, tmp_path / "back")
    assert (answered.path.name, answered.reads, answered.marked) == ("back.medcase", 5, 1)

    merged = merge_capsule(mine, answered.path)
    assert (merged.reads, merged.shapes, merged.marked, merged.known) == (5, 1, 1, 0)
    assert (merged.conflicts, merged.unknown, merged.readers) == (1, 0, (B,))
    after = _findings(mine)
    with mine.session(read_only=True) as session:
        said = reads.of_finding(session, second.uuid)
        (image,) = images.all(session)
    by_reader = {
        reader: read.class_key for (_, reader), read in reads.current_by_reader(said).items()
    }
    assert by_reader == {A: "mitosis", B: "non_mitotic"}  # both stay
    assert said[-1].source.startswith("import back.medcase, given 20")
    # What was drawn and marked on the sheet lies at its place on the slide.
    right, down = _shift(case, third.uuid)
    assert after[third.uuid].outline == _moved(drawn, -right, -down)
    assert after[marked].outline.center == first.outline.center
    assert image.mpp == 0.25

    again = merge_capsule(mine, answered.path)
    assert (again.reads, again.shapes, again.marked, again.known) == (0, 0, 0, 5)
    assert _findings(mine) == after


def _shift(case, uuid):
    (cell,) = [cell for cell in read_capsule(case).contents.cells if cell.uuid == uuid]
    return cell.shift


def _moved(outline, right, down):
    return Outline(tuple(Point(x + right, y + down) for x, y in outline.vertices))


def _redraw(store, uuid) -> Outline:
    outline = _moved(_findings(store)[uuid].outline, 3, 1)
    with store.session() as session:
        shapes.append(session, Shape(uuid4(), uuid, B, outline, False, now_utc()))
    return outline


def _mark(store, beside: Finding) -> UUID:
    """A point in the middle of a finding's crop, and one in the gutter."""
    with store.session() as session:
        (image,) = images.all(session)
        center = next(
            one for one in findings.of_image(session, image.uuid) if one.uuid == beside.uuid
        ).outline.center
        made = [
            Finding(uuid4(), "mitosis", Outline((place,)), Origin.READER, B)
            for place in (center, Point(1, 1))
        ]
        findings.add(session, image.uuid, made)
    for one in made:
        _say(store, one.uuid, B, Verdict.CORRECT, "mitosis")
    return made[0].uuid


def test_marks_beside_the_crops_are_counted(mine, theirs, case, tmp_path):
    open_capsule(theirs, case)
    _mark(theirs, next(iter(_findings(mine).values())))
    answered = answer_capsule(theirs, case, tmp_path / "back.medcase")
    assert (answered.marked, answered.outside) == (1, 1)


def test_a_case_may_carry_reads_but_still_opens_blind(mine, theirs, case, tmp_path):
    told = _pack(mine, tmp_path / "told.medcase", with_reads=True)
    assert len(read_capsule(told).contents.reads) == 6
    open_capsule(theirs, told)
    with theirs.session(read_only=True) as session:
        assert reads.count(session) == 0
    merged = merge_capsule(mine, told)
    assert (merged.reads, merged.known) == (0, 6)
    with pytest.raises(InputInvalid, match="nothing to merge"):
        merge_capsule(mine, case)


def test_only_what_was_flagged(mine, tmp_path):
    finding = next(iter(_findings(mine)))
    with pytest.raises(InputInvalid, match="no findings"):
        _pack(mine, tmp_path / "a.medcase", flagged=True)
    _say(mine, finding, A, Verdict.FLAG)
    path = _pack(mine, tmp_path / "a.medcase", flagged=True)
    assert [cell.uuid for cell in read_capsule(path).contents.cells] == [finding]


def test_readers_of_one_name_can_be_told_apart(mine, theirs, case, tmp_path):
    open_capsule(theirs, case)
    finding = next(iter(_findings(mine)))
    _say(theirs, finding, A, Verdict.REJECT)  # the colleague's account has the same name
    answered = answer_capsule(theirs, case, tmp_path / "back.medcase")
    assert merge_capsule(mine, answered.path, B).readers == (B,)


def test_what_makes_no_sense_is_refused(mine, theirs, case, tmp_path):
    with pytest.raises(InputInvalid, match="never opened"):
        answer_capsule(theirs, case, tmp_path / "x.medcase")
    with pytest.raises(InputInvalid, match="on their own slide"):
        open_capsule(mine, case)
    open_capsule(theirs, case)
    with pytest.raises(InputInvalid, match="nobody has read"):
        answer_capsule(theirs, case, tmp_path / "x.medcase")
    _say(theirs, next(iter(_findings(theirs))), B, Verdict.REJECT)
    back = answer_capsule(theirs, case, tmp_path / "x.medcase").path
    with open_store(str(tmp_path / "other.sqlite")) as other:
        with pytest.raises(InputInvalid, match="none of its findings"):
            merge_capsule(other, back)
        with pytest.raises(InputInvalid, match="merge it instead"):
            open_capsule(other, back)


def test_every_changed_byte_is_noticed(case):
    whole = case.read_bytes()
    good = read_capsule(case)
    for place in range(0, len(whole), 997):
        changed = bytearray(whole)
        changed[place] ^= 0x10
        case.write_bytes(bytes(changed))
        try:
            again = read_capsule(case)
        except InputInvalid:
            continue
        assert (again.contents, again.pictures) == (good.contents, good.pictures)  # a zip's time


@pytest.mark.parametrize("share", [0.0, 0.3, 0.99])
def test_a_cut_capsule_is_refused(case, share):
    whole = case.read_bytes()
    case.write_bytes(whole[: int(share * len(whole))])
    with pytest.raises(InputInvalid, match="not a case capsule"):
        read_capsule(case)


def test_a_newer_capsule_says_so(case):
    with zipfile.ZipFile(case) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    manifest = json.loads(parts["manifest.json"]) | {"version": 2, "new": 1}
    with zipfile.ZipFile(case, "w") as file:
        for name, part in (parts | {"manifest.json": json.dumps(manifest).encode()}).items():
            file.writestr(name, part)
    with pytest.raises(InputInvalid, match="newer version"):
        read_capsule(case)


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "other"}, {"capsule": "x"}, {"made_utc": "x"}],
)
def test_values_that_make_no_sense_are_damage(case, wrong):
    capsule = read_capsule(case)
    write_capsule(case, replace(capsule.contents, **wrong), capsule.pictures)
    with pytest.raises(InputInvalid, match=r"damaged or was changed \(contents.json\)"):
        read_capsule(case)


sizes = st.builds(Size, st.integers(1, 700), st.integers(1, 700))


@settings(max_examples=60)
@given(crops=st.lists(st.tuples(sizes, st.sampled_from([None, 0.25, 0.5])), max_size=40))
def test_crops_never_overlap_and_sheets_stay_small(crops):
    crops = sorted(crops, key=lambda one: one[1] or 0)
    places = placed(crops)
    boxes = [
        (place.sheet, Box(place.left, place.top, size.width + GUTTER_PX, size.height + GUTTER_PX))
        for place, (size, _) in zip(places, crops, strict=True)
    ]
    for number, (sheet, box) in enumerate(boxes):
        assert box.right_l0 <= MOST_SIDE_PX
        assert box.bottom_l0 <= MOST_SIDE_PX
        for other_sheet, other in boxes[:number]:
            assert sheet != other_sheet or box.intersection(other) is None
    mpps = {}
    for place, (_, mpp) in zip(places, crops, strict=True):
        assert mpps.setdefault(place.sheet, mpp) == mpp
