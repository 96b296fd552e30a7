from datetime import UTC, datetime

import pytest

from medcls_core.geometry import Box
from medcls_core.quantify.looking import LookRecorder

NOW = datetime(2026, 1, 2, tzinfo=UTC)
HERE, THERE = Box(0, 0, 400, 300), Box(400, 0, 400, 300)


def told(looks):
    return [(look.box, look.downsample, pytest.approx(look.seconds)) for look in looks]


def test_time_goes_to_what_was_in_sight():
    recorder = LookRecorder()
    recorder.show(HERE, 1.0, 10.0, NOW)
    recorder.show(THERE, 1.0, 12.5, NOW)
    looks = recorder.drain(13.5, NOW)
    assert told(looks) == [(HERE, 1.0, 2.5), (THERE, 1.0, 1.0)]
    assert told(recorder.drain(14.0, NOW)) == [(THERE, 1.0, 0.5)]


def test_nobody_looks_after_half_a_minute_without_a_sign():
    recorder = LookRecorder()
    recorder.show(HERE, 1.0, 0.0, NOW)
    assert told(recorder.drain(100.0, NOW)) == [(HERE, 1.0, 30.0)]
    assert recorder.drain(200.0, NOW) == []
    recorder.stir(205.0, NOW)
    assert told(recorder.drain(207.0, NOW)) == [(HERE, 1.0, 2.0)]


def test_signs_in_between_count_everything():
    recorder = LookRecorder()
    recorder.show(HERE, 1.0, 0.0, NOW)
    for second in (20.0, 40.0, 60.0):
        recorder.stir(second, NOW)
    assert told(recorder.drain(70.0, NOW)) == [(HERE, 1.0, 70.0)]


def test_a_closed_image_is_not_looked_at():
    recorder = LookRecorder()
    recorder.show(HERE, 1.0, 0.0, NOW)
    recorder.hide(3.0, NOW)
    assert told(recorder.drain(9.0, NOW)) == [(HERE, 1.0, 3.0)]
    assert recorder.drain(12.0, NOW) == []


def test_a_glimpse_is_no_look():
    recorder = LookRecorder()
    recorder.show(HERE, 1.0, 0.0, NOW)
    recorder.show(THERE, 1.0, 0.05, NOW)
    assert told(recorder.drain(1.05, NOW)) == [(THERE, 1.0, 1.0)]


def test_views_that_hardly_differ_are_one_and_claim_only_what_both_showed():
    recorder = LookRecorder()
    recorder.show(HERE, 1.0, 0.0, NOW)
    recorder.show(Box(30, 0, 400, 300), 1.1, 1.0, NOW)
    assert told(recorder.drain(3.0, NOW)) == [(Box(30, 0, 370, 300), 1.1, 3.0)]


def test_an_hour_of_panning_stays_a_small_ledger():
    recorder = LookRecorder()
    for frame in range(600):  # ten seconds at 60 frames, over four views
        recorder.show(Box(frame * 8 / 3, 0, 400, 300), 1.0, frame / 60, NOW)
    looks = recorder.drain(10.0, NOW)
    assert len(looks) <= 18
    assert sum(look.seconds for look in looks) == pytest.approx(10.0, abs=0.11)
