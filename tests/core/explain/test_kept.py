"""Heatmaps that outlast the program, in the user's cache folder."""

import os
from dataclasses import replace
from uuid import uuid4

import numpy as np
import pytest

from medcls_core.explain import Evidence, EvidenceMethod, kept
from medcls_core.geometry import Box
from medcls_core.images.places import heatmap_folder

SUBJECT = kept.Subject("ab" * 32, 0.25, "mitosis", "5a" * 32, uuid4())
VALUES = np.linspace(0, 1, 48, dtype=np.float32).reshape(6, 8)
MAPS = (
    Evidence(EvidenceMethod.GRAD_CAM, VALUES, Box(10, 20.5, 30, 40), "mitosis", "5a" * 32),
    Evidence(EvidenceMethod.CBAM_SPATIAL, 1 - VALUES, Box(0, 0, 8, 6), None, "5a" * 32),
)


def test_heatmaps_come_back_as_they_were():
    kept.keep(SUBJECT, MAPS)
    again = kept.recall(SUBJECT)
    assert again is not None
    for before, after in zip(MAPS, again, strict=True):
        assert replace(after, values=before.values) == before
        assert after.values.dtype == np.float32
        np.testing.assert_allclose(after.values, before.values, atol=5e-4)


@pytest.mark.parametrize(
    "other",
    [{"mpp": 0.5}, {"model_sha256": "00" * 32}, {"finding": None}, {"image": "cd" * 32}],
)
def test_another_pixel_size_model_finding_or_image_has_none(other):
    kept.keep(SUBJECT, MAPS)
    assert kept.recall(replace(SUBJECT, **other)) is None


def test_the_name_of_the_file_tells_nothing():
    kept.keep(SUBJECT, MAPS)
    (file,) = heatmap_folder().iterdir()
    assert SUBJECT.image[:8] not in file.name


def test_a_damaged_file_is_forgotten():
    kept.keep(SUBJECT, MAPS)
    (file,) = heatmap_folder().iterdir()
    file.write_bytes(file.read_bytes()[:100])
    assert kept.recall(SUBJECT) is None
    assert not file.exists()


def test_the_least_recently_used_goes_first(monkeypatch):
    subjects = [replace(SUBJECT, finding=uuid4()) for _ in range(3)]
    for age, subject in zip((30, 20, 10), subjects, strict=True):
        kept.keep(subject, MAPS)
        newest = max(heatmap_folder().iterdir(), key=lambda file: file.stat().st_mtime)
        os.utime(newest, (1e9 - age, 1e9 - age))
    kept.recall(subjects[0])  # used just now
    size = max(file.stat().st_size for file in heatmap_folder().iterdir())
    monkeypatch.setattr(kept, "LIMIT_BYTES", 2 * size + 10)
    kept.keep(SUBJECT, MAPS)
    assert [kept.recall(each) is not None for each in subjects] == [True, False, False]


def test_where_nothing_can_be_written_nothing_is_kept_and_nothing_fails():
    heatmap_folder().parent.mkdir(parents=True)
    heatmap_folder().write_text("a file in the way")
    kept.keep(SUBJECT, MAPS)
    assert kept.recall(SUBJECT) is None


def test_all_can_be_deleted():
    kept.keep(SUBJECT, MAPS)
    kept.clear()
    assert list(heatmap_folder().iterdir()) == []
