"""What the benchmarks compute, and that they run; never how fast."""

import json
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from medcls_core.cli import bench_runs, bench_sets
from medcls_core.cli.bench_figures import (
    FRAME_MS,
    MANY,
    percentile,
    review_figures,
    share_over,
    viewer_figures,
)
from medcls_core.cli.bench_protocol import (
    CANVAS,
    DriverFailed,
    Kind,
    ReviewAnswer,
    ReviewRequest,
    ViewerAnswer,
    ask,
    read_viewer,
    walk,
)
from medcls_core.cli.main import main
from medcls_core.geometry import Size
from medcls_core.images import open_image
from medcls_core.store import findings, images, open_store, predictions

ANSWER = ViewerAnswer(
    name="medcls",
    usable_ms=1500.0,
    sharp_ms=250.0,
    findings_ms=260.0,
    arrival_block_ms=30.0,
    kinds=(Kind.PAN, Kind.ZOOM, Kind.PAN, Kind.PAN, Kind.PAN),
    frames_ms=(2.0, 40.0, 4.0, 12.0, 3.0),
    jumps_ms=(30.0, 10.0, 20.0),
    load_block_ms=None,
    block_ms=None,
    start_mb=150.0,
    peak_mb=600.0,
    model_mb=None,
    cache_mb=384.0,
    canvas=(1920, 1080),
)


@pytest.fixture
def cache(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(bench_sets, "cache_folder", lambda: tmp_path / "cache")
    monkeypatch.setattr(bench_sets, "BLOCK_PX", 1024)
    return tmp_path / "cache"


def by_key(figures):
    return {figure.key: figure for figure in figures}


def test_percentiles_are_values_that_were_measured():
    values = [float(number) for number in range(1, 101)]
    assert percentile(values, 0.5) == 50
    assert percentile(values, 0.95) == 95
    assert percentile(values, 0.99) == 99
    assert percentile([7.0], 0.99) == 7
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.5)


def test_the_share_over_a_limit_counts_strictly():
    assert share_over([16.0, 17.0, 18.0, FRAME_MS], FRAME_MS) == 0.5
    assert share_over([], 1.0) == 0.0


def test_targets_stand_beside_figures_and_are_judged():
    figures = by_key(viewer_figures(ANSWER, 0))
    assert figures["usable"].met is True
    assert figures["sharp"].met is False
    assert figures["findings"].met is None
    assert (figures["pan_p50"].value, figures["pan_p95"].value) == (3.0, 12.0)
    assert (figures["pan_p95"].target, figures["pan_p95"].met) == (8, False)
    assert figures["zoom_over"].value == 100
    assert figures["jump"].value == 20
    assert "block" not in figures
    assert (figures["peak_mb"].target, figures["peak_mb"].met) == (684, True)


def test_many_findings_have_the_time_of_one_refresh():
    figures = by_key(viewer_figures(replace(ANSWER, block_ms=51.0, cache_mb=None), MANY))
    assert figures["pan_p95"].target == pytest.approx(16.667, abs=0.001)
    assert figures["pan_p95"].met is True
    assert figures["block"].met is False
    assert figures["peak_mb"].target is None


def test_a_review_is_judged_by_its_redraws():
    answer = ReviewAnswer((10.0, 20.0, 60.0), (30.0, 30.0, 31.0), (40.0, 40.0, 40.0))
    figures = by_key(review_figures(answer))
    assert figures["redraw_p50"].met is True
    assert figures["redraw_p99"].met is False
    assert figures["saved_p99"].value == 31


def test_the_walk_pans_and_zooms_and_stays_on_the_image():
    size = Size(40_000, 30_000)
    steps = walk(size, CANVAS, 120)
    assert len(steps) == 120
    assert steps == walk(size, CANVAS, 120)
    assert sum(step.kind is Kind.PAN for step in steps) == 60
    for step in steps:
        across, along = CANVAS.width / step.scale / 2, CANVAS.height / step.scale / 2
        assert min(across, 20_000) - 1e-6 <= step.x_l0 <= max(40_000 - across, 20_000) + 1e-6
        assert min(along, 15_000) - 1e-6 <= step.y_l0 <= max(30_000 - along, 15_000) + 1e-6
    moved = [after.x_l0 - before.x_l0 for before, after in pairwise(steps[:10])]
    assert max(moved) == pytest.approx(80 * 16)
    assert min(moved) < 0, "it turns round at the edge"
    assert max(step.scale for step in steps) == pytest.approx(1.0)


def test_a_rendered_slide_is_a_pyramid_of_the_asked_size(cache):
    path = bench_sets.rendered_slide(3000)
    written = path.stat().st_mtime_ns
    source = open_image(path)
    assert source.size_l0 == Size(3000, 3000)
    assert source.level_downsamples[:3] == pytest.approx((1, 2, 4))
    assert source.pixel_size.mpp == pytest.approx(0.25)
    source.close()
    assert bench_sets.rendered_slide(3000) == path
    assert path.stat().st_mtime_ns == written
    assert path.parent == cache


@pytest.mark.usefixtures("cache")
def test_findings_of_a_case_are_in_the_store_and_in_the_table(tmp_path):
    made = bench_sets.make_findings(bench_sets.rendered_slide(1024), 30, tmp_path)
    with open_store(str(made.store)) as store, store.session(read_only=True) as session:
        (image,) = images.all(session)
        found = findings.of_image(session, image.uuid)
        answers = predictions.of_image(session, image.uuid, "mitosis")
    assert len(found) == len(answers) == 30
    assert len({one.uuid for one in found}) == 30
    rows = made.points.read_text("utf-8").splitlines()
    assert rows[0] == "x,y"
    places = {
        (round(one.outline.center.x_l0, 1), round(one.outline.center.y_l0, 1)) for one in found
    }
    assert {tuple(float(part) for part in row.split(",")) for row in rows[1:]} == places


def test_a_driver_without_an_answer_says_why(tmp_path):
    request = ReviewRequest("a", "b", 1, 0.0)
    with pytest.raises(DriverFailed, match="no such luck"):
        ask(
            [sys.executable, "-c", "import sys; sys.exit('no such luck')"],
            request,
            tmp_path,
            60,
            {},
        )
    with pytest.raises(DriverFailed, match="No such file"):
        ask([str(tmp_path / "python")], request, tmp_path, 60, {})
    with pytest.raises(DriverFailed, match="cannot be read"):
        read_viewer('{"name": 1}')


def _fake(kind: str) -> list[str]:
    code = (
        "import json, sys\n"
        "request = json.load(open(sys.argv[1]))\n"
        f"answer = json.loads({json.dumps(_ANSWERS[kind])!r})\n"
        "if 'steps' in request:\n"
        "    answer['kinds'] = [step['kind'] for step in request['steps']]\n"
        "    answer['frames_ms'] = [1.0] * len(request['steps'])\n"
        "json.dump(answer, open(sys.argv[2], 'w'))\n"
    )
    return [sys.executable, "-c", code]


_ANSWERS = {
    "viewer": {
        name: getattr(ANSWER, name) for name in ViewerAnswer.__dataclass_fields__ if name != "kinds"
    },
    "review": {"redraw_ms": [9.0], "saved_ms": [12.0], "next_ms": [15.0]},
}


@pytest.fixture
def fake_window(monkeypatch):
    monkeypatch.setattr(bench_runs, "_own", _fake)
    monkeypatch.setattr(bench_runs, "find_spec", lambda _: True)


@pytest.mark.usefixtures("cache", "fake_window")
def test_the_viewer_s_bench_tells_a_table_and_writes_everything(tmp_path, capsys):
    out = tmp_path / "viewer.json"
    given = ["bench", "viewer", "--side", "1024", "--findings", "3", "--steps", "12"]
    assert main([*given, "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "NOT MET" in said
    assert "--napari" in said
    facts = json.loads(out.read_text("utf-8"))
    assert facts["machine"]["cores"] >= 1
    (case,) = facts["cases"]
    assert case["measured"]["frames_ms"] == [1.0] * 12
    assert {one["key"]: one["met"] for one in case["figures"]}["sharp"] is False


@pytest.mark.usefixtures("cache", "fake_window")
def test_a_napari_that_is_not_there_is_said_and_the_bench_runs_alone(tmp_path, capsys):
    given = ["bench", "viewer", "--side", "1024", "--findings", "0", "--steps", "2", "--json"]
    assert main([*given, "--napari", str(tmp_path / "python")]) == 0
    (case,) = json.loads(capsys.readouterr().out)["cases"]
    assert "could not be measured" in case["peer_said"]
    assert case["peer_figures"] == []


@pytest.mark.usefixtures("cache")
def test_without_qt_the_bench_says_so(monkeypatch, capsys):
    monkeypatch.setattr(bench_runs, "find_spec", lambda _: None)
    assert main(["bench", "review", "--side", "1024", "--verdicts", "2"]) == 2
    assert "PySide6" in capsys.readouterr().err


@pytest.mark.usefixtures("cache", "fake_window")
def test_the_review_s_bench_speaks_chinese_too(capsys):
    assert main(["bench", "review", "--side", "1024", "--verdicts", "2", "--lang", "zh"]) == 0
    assert "按键到重绘" in capsys.readouterr().out
