import numpy as np
import pytest
import torch
from torchmetrics.functional.classification import binary_jaccard_index
from torchmetrics.functional.segmentation import dice_score

from medcls_core.evaluation.segmentation import MaskCounts, count_pixels, total


def test_figures_agree_with_torchmetrics():
    rng = np.random.default_rng(3)
    answer, truth = rng.random((2, 32, 32)) > 0.6
    counts = count_pixels(answer, truth)
    a, t = torch.tensor(answer), torch.tensor(truth)
    dice = dice_score(a[None, None].int(), t[None, None].int(), num_classes=1)
    assert counts.dice == pytest.approx(float(dice))
    both = [float(binary_jaccard_index(x.int(), y.int())) for x, y in ((a, t), (~a, ~t))]
    assert counts.miou == pytest.approx(sum(both) / 2)


def test_mpa_is_the_mean_precision_of_both_classes():
    assert MaskCounts(tp=3, fp=1, fn=2, tn=6).mpa == pytest.approx((3 / 4 + 6 / 8) / 2)


def test_total_sums_pixels():
    assert total([MaskCounts(1, 2, 3, 4), MaskCounts(1, 1, 1, 1)]) == MaskCounts(2, 3, 4, 5)
