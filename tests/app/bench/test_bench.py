"""The drivers of `medcls bench` do what they are asked, in the real window; never how fast."""

import json
from dataclasses import asdict

import pytest

from app.bench import review, viewer
from app.bench.heartbeat import Heartbeat
from medcls_core.cli import bench_sets
from medcls_core.cli.bench_protocol import (
    CANVAS,
    ReviewRequest,
    ViewerRequest,
    read_review,
    read_viewer,
    walk,
)
from medcls_core.findings import Verdict
from medcls_core.geometry import Size
from medcls_core.store import images, open_store, reads

SIDE = 1536


@pytest.fixture(scope="module")
def slide(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bench")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bench_sets, "cache_folder", lambda: folder)
        patch.setattr(bench_sets, "BLOCK_PX", 1024)
        return bench_sets.rendered_slide(SIDE)


@pytest.fixture
def asked(tmp_path):
    def write(request):
        path = tmp_path / "request.json"
        path.write_text(json.dumps(asdict(request)), "utf-8")
        return path, tmp_path / "answer.json"

    return write


def test_the_viewer_walks_every_step_at_the_asked_size(slide, tmp_path, asked, monkeypatch):
    monkeypatch.setattr(viewer, "JUMPS", 2)
    made = bench_sets.make_findings(slide, 20, tmp_path)
    steps = walk(Size(SIDE, SIDE), CANVAS, 22)
    request = ViewerRequest(
        str(slide), str(made.store), str(made.points), *CANVAS, steps, infer=False, begun_s=0.0
    )
    path, answer_path = asked(request)
    viewer.drive(path, answer_path)
    answer = read_viewer(answer_path.read_text("utf-8"))
    assert answer.canvas == CANVAS
    assert answer.kinds == tuple(step.kind for step in steps)
    assert len(answer.frames_ms) == 22
    assert min(answer.frames_ms) > 0
    assert len(answer.jumps_ms) == 2
    assert 0 < answer.sharp_ms <= answer.findings_ms
    assert answer.peak_mb >= answer.start_mb > 0
    assert answer.block_ms is None


def test_verdicts_by_keys_are_in_the_store(slide, tmp_path, asked):
    made = bench_sets.make_findings(slide, 6, tmp_path)
    path, answer_path = asked(ReviewRequest(str(slide), str(made.store), 6, 0.0))
    review.drive(path, answer_path)
    answer = read_review(answer_path.read_text("utf-8"))
    assert len(answer.redraw_ms) == len(answer.saved_ms) == len(answer.next_ms) == 6
    assert all(a <= b <= c for a, b, c in zip(*asdict(answer).values(), strict=True))
    with open_store(str(made.store)) as store, store.session(read_only=True) as session:
        (image,) = images.all(session)
        given = [read.verdict for read in reads.of_image(session, image.uuid)]
    assert given == [
        Verdict.ACCEPT,
        Verdict.CORRECT,
        Verdict.ACCEPT,
        Verdict.REJECT,
        Verdict.CANNOT_TELL,
        Verdict.ACCEPT,
    ]


def test_the_heart_notices_a_block(qtbot, monkeypatch):
    now = iter([10.0, 10.003, 10.103, 10.105])
    monkeypatch.setattr("app.bench.heartbeat.time.perf_counter", lambda: next(now))
    heart = Heartbeat()
    heart.start()
    for _ in range(2):
        heart._beat()
    heart.stop()
    assert heart.longest_ms == pytest.approx(98, abs=0.01)
    assert qtbot is not None
