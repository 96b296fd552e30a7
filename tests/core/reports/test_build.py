"""What a report says: numbers apart, places right, nothing of a patient."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import numpy as np
import pytest

from medcls_core.explain import EvidenceMethod
from medcls_core.findings import Finding, Origin, Verdict
from medcls_core.geometry import Box, Outline, Point
from medcls_core.inference import FindingEvidence
from medcls_core.language import Language
from medcls_core.quantify import density_per_mm2
from medcls_core.reports import ReportOptions, build, build_report
from medcls_core.reports.case_report import Standing

MADE = datetime(2026, 11, 21, 10, tzinfo=UTC)


def test_model_and_reader_are_counted_apart(case):
    made = case()
    report = build_report(made.source, made.analysis, made.reads)
    counts = {count.label.key: (count.model, count.reader) for count in report.counts}
    assert counts == {"mitosis": (4, 1), "non_mitotic": (0, 1)}
    assert (report.progress.confirmed, report.progress.corrected) == (1, 1)
    assert (report.progress.ai_only, report.progress.rejected) == (2, 0)  # the reject was undone


def test_a_flag_stands_beside_the_verdict(case):
    made = case()
    flag = replace(made.reads[0], uuid=UUID(int=300), verdict=Verdict.FLAG, class_key=None)
    report = build_report(made.source, made.analysis, [*made.reads, flag])
    (crop,) = [crop for crop in report.crops if crop.flagged]
    assert (crop.finding.int, crop.standing) == (1, Standing.CONFIRMED)
    assert report.flagged == (crop.number,)
    undone = replace(flag, uuid=UUID(int=301), verdict=Verdict.WITHDRAW, withdraws=flag.uuid)
    again = build_report(made.source, made.analysis, [*made.reads, flag, undone])
    assert again.flagged == ()


def test_a_skip_is_no_read(case):
    made = case()
    skip = replace(made.reads[0], uuid=UUID(int=300), verdict=Verdict.SKIP, class_key=None)
    report = build_report(made.source, made.analysis, [skip, *made.reads[1:]])
    assert (report.progress.ai_only, report.progress.undecided) == (3, 0)
    alone = build_report(made.source, made.analysis, [skip])
    assert (alone.reading.readers, alone.reading.last_read_utc) == ((), None)


def test_densities_have_the_interval_of_their_count(case):
    made = case()
    (line,) = build_report(made.source, made.analysis, made.reads).densities
    assert line.area_is_tissue
    assert line.model == density_per_mm2(4, 0.02)
    assert line.reader == density_per_mm2(1, 0.02)
    (unread,) = build_report(made.source, made.analysis).densities
    assert unread.reader is None


def test_the_hot_spot_counts_model_and_reader_apart(case):
    made = case()
    count = build_report(made.source, made.analysis, made.reads).mitotic_count
    assert count is not None
    assert (count.area_mm2, count.model, count.reader, count.unread) == (2.376, 4, 1, 2)
    assert count.score is None  # two wait, and the image is smaller than ten fields
    small = ReportOptions(count_area_mm2=0.0004)
    count = build_report(made.source, made.analysis, options=small).mitotic_count
    assert count is not None
    assert (count.model, count.reader) == (1, None)


def test_without_pixel_size_nothing_is_in_millimetres(case):
    made = case(mpp=None)
    report = build_report(made.source, made.analysis)
    assert report.densities == ()
    assert report.mitotic_count is None
    assert report.region.area_mm2 is None
    assert any("pixel size" in warning.en for warning in report.warnings)


def test_composed_training_cells_are_a_warning(case):
    made = case()
    model = replace(made.analysis.model, card=replace(made.analysis.model.card, composed=True))
    report = build_report(made.source, replace(made.analysis, model=model))
    assert any("composed cells" in warning.en for warning in report.warnings)
    assert not any(
        "composed" in one.en for one in build_report(made.source, made.analysis).warnings
    )


def test_what_readers_stand_for_comes_first_and_rejected_last(rejecting):
    report = build_report(rejecting.source, rejecting.analysis, rejecting.reads)
    assert [crop.finding.int for crop in report.crops] == [1, 4, 2, 3]
    assert [crop.standing for crop in report.crops] == [
        Standing.CONFIRMED,
        Standing.AI_ONLY,
        Standing.CORRECTED,
        Standing.REJECTED,
    ]


def test_a_readers_own_finding_counts_for_the_reader_alone(case):
    made = case()
    own = Finding(UUID(int=77), "mitosis", Outline((Point(600, 200),)), Origin.READER)
    read = replace(made.reads[0], uuid=UUID(int=177), finding=own.uuid)
    report = build_report(
        made.source, made.analysis, [*made.reads, read], options=ReportOptions(added=(own,))
    )
    counts = {count.label.key: (count.model, count.reader) for count in report.counts}
    assert counts["mitosis"] == (4, 2)
    assert report.progress.added == 1
    (crop,) = [crop for crop in report.crops if crop.finding == own.uuid]
    assert (crop.label_model, crop.prob) == (None, None)


def test_every_finding_keeps_its_number_in_crops_and_marks(case, monkeypatch):
    made, marked = case(), []
    monkeypatch.setattr(
        build, "overview", lambda *args, **_: marked.extend(args[3]) or np.zeros((2, 2, 3), "u1")
    )
    first, *others = (one.finding.uuid for one in made.analysis.scored)
    numbers = {first: 12, **{uuid: place for place, uuid in enumerate(others, start=20)}}
    report = build_report(
        made.source, made.analysis, made.reads, options=ReportOptions(numbers=numbers)
    )
    assert {crop.finding: crop.number for crop in report.crops} == numbers
    assert sorted(mark.number for mark in marked) == sorted(numbers.values())
    places = [crop.box_l0.center for crop in build_report(made.source, made.analysis).crops]
    own = [crop.number for crop in build_report(made.source, made.analysis).crops]
    top_down = sorted(range(len(places)), key=lambda one: (places[one].y_l0, places[one].x_l0))
    assert [own[one] for one in top_down] == [1, 2, 3, 4]


def test_crops_and_heat_lie_where_the_finding_is(case):
    made = case()
    report = build_report(made.source, made.analysis)
    first = next(crop for crop in report.crops if crop.finding.int == 1)
    side = first.picture.shape[0]
    middle = first.picture[side // 2, side // 2]
    assert np.abs(middle.astype(int) - (80, 40, 120)).max() < 10
    assert first.evidence is not None
    changed = np.abs(first.evidence.astype(int) - first.picture.astype(int)).sum(axis=2)[
        : side // 2 + side // 4
    ]
    y, x = np.unravel_index(changed.argmax(), changed.shape)
    # The one hot value covers level-0 x and y of 100 to 104; the crop is centred on 100.
    scale = side / first.box_l0.width_l0
    expected = side / 2 + 2 * scale
    assert (x, y) == pytest.approx((expected, expected), abs=4 * scale)


def _with_grad_cam(analysis, count):
    """The analysis with Grad-CAM and probability of its first `count` findings."""
    methods = (EvidenceMethod.PROBABILITY, EvidenceMethod.GRAD_CAM)
    return replace(
        analysis,
        evidence=tuple(
            FindingEvidence(
                one.finding.uuid,
                tuple(replace(analysis.probability, method=method) for method in methods),
            )
            for one in analysis.scored[:count]
        ),
    )


@pytest.mark.parametrize(("count", "method"), [(4, "Grad-CAM"), (3, "probability")])
def test_all_crops_have_evidence_of_one_method(case, count, method):
    made = case()
    report = build_report(made.source, _with_grad_cam(made.analysis, count))
    assert {crop.evidence_method.en for crop in report.crops} == {method}


def test_without_a_map_the_findings_that_have_evidence_show_it(case):
    made = case()
    analysis = replace(_with_grad_cam(made.analysis, 2), probability=None)
    crops = build_report(made.source, analysis).crops
    assert [crop.evidence is not None for crop in crops] == [True, True, False, False]
    assert {crop.evidence_method.en for crop in crops[:2]} == {"Grad-CAM"}


def test_marks_lie_where_the_findings_are(case):
    made = case()
    marked = build_report(made.source, made.analysis).overview.astype(int)
    bare = build_report(made.source, replace(made.analysis, scored=())).overview.astype(int)
    changed = np.abs(marked - bare).sum(axis=2) > 0
    scale = marked.shape[1] / 800
    for x, y in ((100, 100), (400, 120), (300, 500), (700, 650)):
        around = changed[
            int((y - 25) * scale) : int((y + 25) * scale),
            int((x - 25) * scale) : int((x + 25) * scale),
        ]
        assert around.any()
    assert not changed[int(300 * scale) : int(400 * scale), int(500 * scale) :].any()


def test_a_region_is_shown_with_its_surroundings(case):
    made = case()
    part = replace(made.analysis, region=Box(200, 400, 200, 200), tissue_area_mm2=None)
    report = build_report(made.source, part)
    assert not report.region.whole_image
    assert report.region.area_mm2 == pytest.approx(200 * 200 * 0.25**2 / 1e6)


def test_no_folder_of_the_file_and_another_name_when_given(case):
    made = case()
    assert build_report(made.source, made.analysis).image.name == "field 7.svs"
    named = build_report(made.source, made.analysis, options=ReportOptions(name="Case 17"))
    assert named.image.name == "Case 17"
    assert "zhang_san" not in repr(replace(named, crops=()))


def test_the_digest_follows_what_is_said(case):
    made = case()
    options = ReportOptions(made_utc=MADE)
    first = build_report(made.source, made.analysis, options=options)
    assert first.digest == build_report(made.source, made.analysis, options=options).digest
    read = build_report(made.source, made.analysis, made.reads, options=options)
    assert read.digest != first.digest
    assert len(first.digest) == 64


def test_every_phrase_has_both_languages(case):
    made = case()
    report = build_report(made.source, made.analysis, made.reads)
    for text in (report.title, report.question, *report.warnings, *report.notes):
        assert text.say(Language.CHINESE) != text.say(Language.ENGLISH)
