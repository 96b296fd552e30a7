"""Agreement against published examples and well-kept libraries."""

import math

import numpy as np
import pytest
import torch
from torchmetrics.functional.nominal import fleiss_kappa as peer_fleiss

from medcls_core.evaluation.agreement import fleiss_kappa, krippendorff_alpha
from medcls_core.evaluation.reader_agreement import Rated, agreement_of

# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), part C: four observers, twelve
# units, values missing; rows are units, columns the values 1 to 5.
_PUBLISHED = np.array(
    [
        [3, 0, 0, 0, 0], [0, 3, 1, 0, 0], [0, 0, 4, 0, 0], [0, 0, 4, 0, 0], [0, 4, 0, 0, 0],
        [1, 1, 1, 1, 0], [0, 0, 0, 4, 0], [3, 1, 0, 0, 0], [0, 4, 0, 0, 0], [0, 0, 0, 0, 3],
        [2, 0, 0, 0, 0], [0, 0, 1, 0, 0],
    ]
)  # fmt: skip


def _units(counts):
    return [str(number) for number in range(len(counts))]


def test_alpha_is_that_of_the_published_example():
    found = krippendorff_alpha(_PUBLISHED, _units(_PUBLISHED))
    assert found.value == pytest.approx(0.743, abs=0.0005)
    assert found.low < 0.743 < found.high


def test_fleiss_is_that_of_torchmetrics():
    rng = np.random.default_rng(3)
    counts = rng.multinomial(5, (0.2, 0.5, 0.3), size=40)
    ours = fleiss_kappa(counts, _units(counts)).value
    assert ours == pytest.approx(float(peer_fleiss(torch.as_tensor(counts))), abs=1e-5)


def test_readings_of_different_numbers_are_refused_by_fleiss():
    with pytest.raises(ValueError, match="same number"):
        fleiss_kappa(np.array([[2, 1], [1, 1]]), ["a", "b"])


def test_one_class_alone_says_nothing():
    assert math.isnan(krippendorff_alpha(np.array([[3, 0], [2, 0]]), ["a", "b"]).value)


def test_whole_images_are_drawn():
    """The same hundred findings: in ten images that agree or differ as wholes one knows less."""
    counts = np.array([[2, 0], [1, 1]] * 50 + [[0, 2]] * 20)
    counts = counts[np.lexsort(counts.T)]
    single = krippendorff_alpha(counts, _units(counts))
    blocks = krippendorff_alpha(counts, [str(number // 10) for number in range(len(counts))])
    assert single.value == blocks.value
    assert blocks.high - blocks.low > 1.5 * (single.high - single.low)


def test_pairs_all_together_and_per_class():
    answers = [
        {"a": "x", "b": "x", "c": "x"}, {"a": "y", "b": "y", "c": "y"},
        {"a": "x", "b": "y", "c": "x"}, {"a": "y", "b": "y"}, {"a": "z"},
    ]  # fmt: skip
    rated = [Rated("image", str(number), said) for number, said in enumerate(answers)]
    found = agreement_of("mitosis", rated, {}, {})
    assert (found.findings, found.images, found.by_image) == (4, 1, False)
    assert [(pair.readers, pair.same, pair.total) for pair in found.pairs] == [
        (("a", "b"), 3, 4), (("a", "c"), 3, 3), (("b", "c"), 2, 3),
    ]  # fmt: skip
    assert found.pairs[1].kappa.value == 1
    assert (found.fleiss_readers, found.fleiss_findings) == (("a", "b", "c"), 3)
    assert found.by_class.keys() == {"x", "y"}, "a class that one reader alone gave says nothing"
    assert found.by_class["x"].value == found.by_class["y"].value == found.alpha.value


def test_nothing_read_twice_is_no_agreement():
    found = agreement_of("mitosis", [Rated("image", "1", {"a": "x"})], {}, {})
    assert (found.findings, found.pairs, found.alpha, found.fleiss) == (0, (), None, None)
