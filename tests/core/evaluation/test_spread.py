import math

import numpy as np
import pytest

from medcls_core.evaluation.spread import mean_and_spread


def test_mean_and_spread_over_seeds():
    spread = mean_and_spread([0.8, 0.9, 1.0])
    assert (spread.mean, spread.deviation, spread.n) == pytest.approx((0.9, 0.1, 3))
    assert spread.deviation == pytest.approx(np.std([0.8, 0.9, 1.0], ddof=1))
    assert math.isnan(mean_and_spread([0.8]).deviation)
    with pytest.raises(ValueError, match="nothing"):
        mean_and_spread([])
