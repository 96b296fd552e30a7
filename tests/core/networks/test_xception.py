"""TensorFlow's padding, and shortcuts that meet the main path at every size."""

import pytest
import torch
import torch.nn.functional as F

from medcls_core.networks.xception import Block, SamePool


@pytest.mark.parametrize(("side", "expected"), [(6, [2, 4, 5]), (5, [1, 3, 4])])
def test_pooling_pads_as_tensorflow_does(side: int, expected: list[int]) -> None:
    rising = torch.arange(float(side)).expand(1, 1, side, side)

    pooled = SamePool()(rising)

    # An even side has no padding before it: windows 0-2, 2-4, 4-5; an odd one -1-1, 1-3, 3-5.
    assert pooled[0, 0, 0].tolist() == expected


@pytest.mark.parametrize("pooled", [True, False])
@pytest.mark.parametrize("size", [(9, 8), (7, 7), (10, 3)])
def test_shortcut_fits_the_main_path(size: tuple[int, int], *, pooled: bool) -> None:
    block = Block((4, 6, 6), 2, pooled=pooled)

    height, width = size
    assert block(torch.randn(2, 4, *size)).shape == (2, 6, (height + 1) // 2, (width + 1) // 2)


def test_variant_a_pools_where_the_baseline_strides() -> None:
    torch.manual_seed(0)
    block = Block((4, 6, 6), 2, pooled=True).eval()
    features = torch.randn(1, 4, 8, 8)
    assert block.skip is not None

    shortcut = block.skipbn(F.conv2d(F.max_pool2d(features, 2), block.skip.weight))

    torch.testing.assert_close(block(features), block.rep(features) + shortcut)
