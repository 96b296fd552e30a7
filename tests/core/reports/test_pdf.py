"""The PDF as a reader of files sees it: text in both languages, pages, and nothing half."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest

from medcls_core.errors import OutputUnwritable
from medcls_core.findings import Trait
from medcls_core.geometry import Point
from medcls_core.language import Language, Text
from medcls_core.quantify.hot_spot import Circle
from medcls_core.quantify.mitotic_count import MitoticCount
from medcls_core.reports import ReportOptions, build_report, write_pdf
from medcls_core.reports.pdf import writing
from medcls_core.reports.pdf.fonts import markup, showable
from medcls_core.reports.typography import printed

MADE = datetime(2026, 11, 21, 10, tzinfo=UTC)
HEAD = "fe" * 32


@pytest.fixture
def report(case):
    made = case()
    options = ReportOptions(made_utc=MADE, content_hash="cd" * 32)
    return build_report(made.source, made.analysis, made.reads, "王芳 Wang Fang", HEAD, options)


def text_of(path: Path) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            Language.ENGLISH,
            [
                "Second-look report",
                "Not for primary diagnosis",
                "AI alone",
                "confirmed",
                "tissue",
                "Hot spot",
            ],
        ),
        (Language.CHINESE, ["二次复核报告", "不用于初次诊断", "仅 AI", "已确认", "组织", "热点区"]),
    ],
)
def test_everything_that_must_be_said_is_there(report, tmp_path, language, words):
    path = tmp_path / "报告 😀.pdf"
    write_pdf(report, path, language)
    text = text_of(path)
    facts = ["field 7.svs", "0.25", "2026.11-test", "5" * 64, HEAD, "cd" * 32, report.digest]
    facts += ["王芳 Wang Fang", "2026-11-21 10:00", "2026-11-21 09:31", "0.713", "412", "200"]
    for said in [*words, *facts]:
        assert said in text, said
    assert "zhang_san" not in text
    metadata = pypdf.PdfReader(path).metadata
    assert metadata is not None
    assert metadata.author == "王芳 Wang Fang"


def test_the_score_is_printed_with_its_thresholds(report, tmp_path):
    circle = Circle(Point(400, 400), 3480)
    full = MitoticCount(2.376, circle, 2.376, model=12, reader=9, unread=0)
    path = tmp_path / "report.pdf"
    write_pdf(replace(report, mitotic_count=full), path, Language.ENGLISH)
    said = " ".join(text_of(path).split())
    assert "AI alone 12, reader 9, 0 of the AI's not read" in said
    assert "reader's count: 2 (1 up to 8, 3 from 18 in 10 fields of 0.2376 mm²" in said
    write_pdf(replace(report, mitotic_count=replace(full, unread=1)), path, Language.ENGLISH)
    assert "No mitotic score: not every figure" in " ".join(text_of(path).split())


def test_every_page_has_its_number_and_the_digest(report, tmp_path):
    path = tmp_path / "report.pdf"
    write_pdf(report, path, Language.ENGLISH)
    pages = pypdf.PdfReader(path).pages
    for number, page in enumerate(pages, start=1):
        text = page.extract_text()
        assert f"Page {number} of {len(pages)}" in text
        assert report.digest in text
        assert (page.mediabox.width, page.mediabox.height) == pytest.approx((595.3, 841.9), abs=1)


def test_the_same_report_gives_the_same_bytes(report, tmp_path):
    paths = [tmp_path / "a.pdf", tmp_path / "b.pdf"]
    for path in paths:
        write_pdf(report, path, Language.CHINESE)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_a_failure_leaves_the_old_file_and_nothing_half(report, tmp_path, monkeypatch):
    path = tmp_path / "report.pdf"
    path.write_bytes(b"the old one")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "whole_story", fail)
    with pytest.raises(OutputUnwritable, match="No space left"):
        write_pdf(report, path, Language.ENGLISH)
    assert path.read_bytes() == b"the old one"
    assert list(tmp_path.glob("*.part")) + list(tmp_path.glob(".*.part")) == []


def test_a_missing_folder_is_a_fault_of_the_place(report, tmp_path):
    with pytest.raises(OutputUnwritable):
        write_pdf(report, tmp_path / "no" / "report.pdf", Language.ENGLISH)


def test_what_the_font_lacks_becomes_a_square_and_tags_stay_text():
    assert showable("病例😀a") == "病例□a"
    assert markup("<b>&") == "&lt;b&gt;&amp;"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("阈值(默认):0.5,可改", "阈值\uff08默认\uff09\uff1a0.5\uff0c可改"),
        ("Apache-2.0, see (a)", "Apache-2.0, see (a)"),
        ("于 {time} 完成", "于 10:30, x 完成"),
    ],
)
def test_chinese_punctuation_is_wide_and_facts_are_untouched(typed, expected):
    text = Text("", typed)
    facts = {"time": "10:30, x"} if "{" in typed else {}
    assert printed(text, Language.CHINESE, **facts) == expected


@pytest.mark.parametrize(
    ("language", "words"),
    [(Language.ENGLISH, "looks atypical, 71 %"), (Language.CHINESE, "形态不典型，71%")],
)
def test_a_trait_is_said_under_its_finding_in_words(case, tmp_path, language, words):
    made = case()
    first, *rest = made.analysis.scored
    said = replace(first.prediction, traits=(Trait("atypical", 0.71),))
    scored = (replace(first, prediction=said), *rest)
    analysis = replace(made.analysis, scored=scored)
    report = build_report(made.source, analysis, options=ReportOptions(made_utc=MADE))
    write_pdf(report, tmp_path / "r.pdf", language)
    assert text_of(tmp_path / "r.pdf").count(words) == 1
    assert report.counts == build_report(made.source, made.analysis).counts
