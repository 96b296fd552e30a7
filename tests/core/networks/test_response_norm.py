import torch
from torch import nn

from medcls_core.networks.blocks.response_norm import ResponseNorm


def test_the_numbers_are_those_of_torchs_own():
    features = torch.randn(2, 64, 9, 7, generator=torch.Generator().manual_seed(1)) * 50
    own, theirs = ResponseNorm(), nn.LocalResponseNorm(5, 1e-4, 0.75, 1.0)

    assert torch.allclose(own(features), theirs(features), rtol=1e-5, atol=1e-5)


def test_a_channel_is_damped_by_its_neighbours_alone():
    features = torch.zeros(1, 12, 1, 1)
    features[0, 3], features[0, 5], features[0, 11] = 100.0, 100.0, 100.0

    damped = ResponseNorm()(features)

    assert damped[0, 3] < damped[0, 11] < 100
