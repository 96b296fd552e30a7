"""The runner: lanes, progress, cancel, errors, crashes, quitting; everything on the GUI thread."""

import logging
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QThread

from app.jobs import Lane, Runner
from medcls_core.errors import ImageUnreadable, MedclsError
from medcls_core.progress import Progress


def refuse(problem: MedclsError) -> None:
    raise AssertionError(problem)


def test_a_result_arrives_on_the_gui_thread(runner: Runner, qtbot):
    seen: list[tuple[int, bool, bool]] = []
    gui = QThread.currentThread()

    def work(_: Progress) -> tuple[int, bool]:
        return 42, QThread.currentThread() is gui

    runner.submit(
        Lane.GPU,
        "answer",
        work,
        done=lambda found: seen.append((*found, QThread.currentThread() is gui)),
        failed=refuse,
    )
    qtbot.waitUntil(lambda: runner.live() == 0)
    assert seen == [(42, False, True)]


def test_store_jobs_run_one_at_a_time_in_order(runner: Runner, qtbot):
    running: list[int] = []
    order: list[int] = []
    together: list[int] = []

    def job(number: int):
        def work(_: Progress) -> int:
            running.append(number)
            together.append(len(running))
            running.remove(number)
            return number

        return work

    for number in range(50):
        runner.submit(Lane.STORE, "append", job(number), done=order.append, failed=refuse)
    qtbot.waitUntil(lambda: runner.live() == 0)
    assert order == list(range(50))
    assert set(together) == {1}


def test_lanes_do_not_wait_for_each_other(runner: Runner, qtbot):
    gate = threading.Event()
    order: list[str] = []
    runner.submit(
        Lane.GPU, "slow", lambda _: gate.wait(10), done=lambda _: order.append("gpu"), failed=refuse
    )
    runner.submit(
        Lane.STORE, "quick", lambda _: None, done=lambda _: order.append("store"), failed=refuse
    )
    qtbot.waitUntil(lambda: order == ["store"])
    gate.set()
    qtbot.waitUntil(lambda: order == ["store", "gpu"])


def test_tiles_run_several_at_once(runner: Runner, qtbot):
    meet = threading.Barrier(2, timeout=10)
    met: list[int] = []
    for _ in range(2):
        runner.submit(Lane.TILES, "tile", lambda _: meet.wait(), done=met.append, failed=refuse)
    qtbot.waitUntil(lambda: runner.live() == 0)
    assert sorted(met) == [0, 1]


def test_higher_priority_goes_first_among_those_that_wait(runner: Runner, qtbot):
    gate = threading.Event()
    order: list[int] = []
    runner.submit(Lane.GPU, "first", lambda _: gate.wait(10), done=lambda _: None, failed=refuse)
    for priority in (1, 3, 2):
        runner.submit(
            Lane.GPU,
            "later",
            lambda _, number=priority: number,
            done=order.append,
            failed=refuse,
            priority=priority,
        )
    gate.set()
    qtbot.waitUntil(lambda: runner.live() == 0)
    assert order == [3, 2, 1]


def test_progress_is_reported_and_the_last_report_is_never_dropped(runner: Runner, qtbot):
    reports: list[tuple[int, int, str]] = []

    def work(progress: Progress) -> None:
        for step in range(1, 201):
            progress.update(step, 200, f"tile {step}")

    runner.submit(
        Lane.GPU,
        "count",
        work,
        done=lambda _: None,
        failed=refuse,
        progress=lambda done, total, message: reports.append((done, total, message)),
    )
    qtbot.waitUntil(lambda: runner.live() == 0)
    assert reports[-1] == (200, 200, "tile 200")
    assert len(reports) < 200
    assert [done for done, _, _ in reports] == sorted(done for done, _, _ in reports)


def test_cancel_stops_a_running_job_at_its_next_report(runner: Runner, qtbot):
    reached = threading.Event()
    ended: list[str] = []

    def work(progress: Progress) -> None:
        while True:
            progress.update(0, 1)
            reached.set()

    job = runner.submit(
        Lane.GPU,
        "endless",
        work,
        done=lambda _: ended.append("done"),
        failed=refuse,
        cancelled=lambda: ended.append("cancelled"),
    )
    assert reached.wait(10)
    runner.cancel(job)
    qtbot.waitUntil(lambda: runner.live() == 0)
    assert ended == ["cancelled"]


def test_a_cancelled_job_that_still_waits_never_starts(runner: Runner, qtbot):
    gate = threading.Event()
    ended: list[str] = []
    ran: list[str] = []
    runner.submit(Lane.GPU, "first", lambda _: gate.wait(10), done=lambda _: None, failed=refuse)
    job = runner.submit(
        Lane.GPU,
        "second",
        lambda _: ran.append("ran"),
        done=lambda _: ended.append("done"),
        failed=refuse,
        cancelled=lambda: ended.append("cancelled"),
    )
    runner.cancel(job)
    gate.set()
    qtbot.waitUntil(lambda: runner.live() == 0)
    assert ran == []
    assert ended == ["cancelled"]


def test_a_result_that_arrives_after_cancel_is_not_delivered(runner: Runner, qtbot):
    finished = threading.Event()
    ended: list[str] = []
    job = runner.submit(
        Lane.GPU,
        "late",
        lambda _: finished.set(),
        done=lambda _: ended.append("done"),
        failed=refuse,
        cancelled=lambda: ended.append("cancelled"),
    )
    assert finished.wait(10)
    runner.cancel(job)
    qtbot.waitUntil(lambda: runner.live() == 0)
    assert ended == ["cancelled"]


def test_an_error_of_ours_goes_to_failed_with_its_facts(runner: Runner, qtbot):
    problems: list[MedclsError] = []

    def work(_: Progress) -> None:
        raise ImageUnreadable(Path("a.svs"), "it is empty")

    runner.submit(Lane.TILES, "open", work, done=lambda _: None, failed=problems.append)
    qtbot.waitUntil(lambda: runner.live() == 0)
    assert [str(problem) for problem in problems] == ["Cannot open a.svs: it is empty."]


def test_a_defect_goes_to_crashed_with_its_traceback(runner: Runner, qtbot, caplog):
    called: list[str] = []

    def work(_: Progress) -> float:
        return 1 / 0

    with caplog.at_level(logging.CRITICAL), qtbot.waitSignal(runner.crashed) as caught:
        runner.submit(
            Lane.GPU,
            "defect",
            work,
            done=lambda _: called.append("done"),
            failed=lambda _: called.append("failed"),
        )
    assert "ZeroDivisionError" in caught.args[0]
    assert called == []
    assert runner.live() == 0


def test_started_and_ended_frame_every_job_even_a_crashed_one(runner: Runner, qtbot):
    frame: list[tuple[str, int, str]] = []
    runner.started.connect(lambda job, kind: frame.append(("started", job, kind)))
    runner.ended.connect(lambda job, kind: frame.append(("ended", job, kind)))
    job = runner.submit(Lane.GPU, "x", lambda _: int("x"), done=lambda _: None, failed=refuse)
    qtbot.waitUntil(lambda: runner.live() == 0)
    assert frame == [("started", job, "x"), ("ended", job, "x")]


def test_nothing_is_lost_among_a_thousand_jobs(runner: Runner, qtbot):
    results: list[int] = []
    failures: list[MedclsError] = []

    def job(number: int):
        def work(_: Progress) -> int:
            if number % 2:
                raise ImageUnreadable(Path(str(number)), "odd")
            return number

        return work

    for number in range(1000):
        runner.submit(Lane.TILES, "many", job(number), done=results.append, failed=failures.append)
    qtbot.waitUntil(lambda: runner.live() == 0, timeout=20000)
    assert sorted(results) == list(range(0, 1000, 2))
    assert len(failures) == 500


@pytest.mark.usefixtures("qapp")
def test_quit_with_live_jobs_cancels_them_but_finishes_the_stores():
    runner = Runner(tile_threads=2)
    written: list[int] = []
    ended: list[str] = []

    def endless(progress: Progress) -> None:
        while True:
            progress.update(0, 1)

    for _ in range(100):
        runner.submit(
            Lane.TILES,
            "tile",
            endless,
            done=lambda _: None,
            failed=refuse,
            cancelled=lambda: ended.append("cancelled"),
        )
    for number in range(20):
        runner.submit(
            Lane.STORE,
            "append",
            lambda _, number=number: written.append(number),
            done=lambda _: ended.append("saved"),
            failed=refuse,
        )
    assert runner.shutdown(10000)
    assert written == list(range(20))
    assert ended.count("saved") == 20
    assert ended.count("cancelled") == 100
    assert runner.live() == 0


@pytest.mark.usefixtures("qapp")
def test_after_shutdown_jobs_are_refused():
    runner = Runner()
    assert runner.shutdown(1000)
    job = runner.submit(Lane.GPU, "late", lambda _: None, done=lambda _: None, failed=refuse)
    assert job == 0
    assert runner.live() == 0


@pytest.mark.usefixtures("qapp")
def test_shutdown_says_when_a_job_does_not_stop(caplog):
    runner = Runner()
    gate, begun = threading.Event(), threading.Event()

    def deaf(_: Progress) -> None:
        begun.set()
        gate.wait(20)

    runner.submit(Lane.GPU, "deaf", deaf, done=lambda _: None, failed=refuse)
    assert begun.wait(10)
    assert not runner.shutdown(20)
    assert "deaf" in caplog.text
    gate.set()
    assert runner.shutdown(10000)


@pytest.mark.parametrize("unknown", [0, 99])
def test_cancelling_an_unknown_job_does_nothing(runner: Runner, unknown: int):
    runner.cancel(unknown)
    assert not runner.is_live(unknown)
