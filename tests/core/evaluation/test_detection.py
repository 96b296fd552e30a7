import math

from hypothesis import given
from hypothesis import strategies as st

from medcls_core.evaluation.detection import DetectionCounts, match_detections, match_places, total

places = st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)), max_size=6)


def test_each_place_is_used_once():
    counts = match_detections([(0, 0), (1, 0)], [(0.5, 0)], radius=2)
    assert counts == DetectionCounts(tp=1, fp=1, fn=0)


def test_the_assignment_with_most_matches_wins_over_the_nearest_pair():
    # Nearest-first would take (1, 0)-(1.1, 0) and leave the other two too far apart.
    counts = match_detections([(0, 0), (1, 0)], [(1.1, 0), (2.8, 0)], radius=2)
    assert counts.tp == 2


def test_nothing_found_and_nothing_known():
    assert match_detections([], [(1, 1)], 5) == DetectionCounts(0, 0, 1)
    assert match_detections([(1, 1)], [], 5) == DetectionCounts(0, 1, 0)
    assert math.isnan(match_detections([], [], 5).f1)


@given(places, places, st.floats(0.1, 50))
def test_counts_add_up_and_matching_is_symmetric(found, known, radius):
    counts = match_detections(found, known, radius)
    assert counts.tp + counts.fp == len(found)
    assert counts.tp + counts.fn == len(known)
    assert match_detections(known, found, radius).tp == counts.tp


def test_total_and_f1():
    counts = total([DetectionCounts(8, 2, 0), DetectionCounts(0, 0, 2)])
    assert counts.precision == 0.8
    assert counts.recall == 0.8
    assert counts.f1 == 0.8


def test_matched_places_are_named_and_each_is_used_once():
    found, known = [(0.0, 0.0), (10.0, 0.0), (50.0, 0.0)], [(11.0, 0.0), (1.0, 0.0), (80.0, 0.0)]
    assert match_places(found, known, 7.5) == {0: 1, 1: 0}
    assert match_places(found, [], 7.5) == {}
