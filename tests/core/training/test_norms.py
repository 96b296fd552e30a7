import pytest
import torch
from torch import nn

from medcls_core.training.norms import measure_norms


def test_norms_take_their_statistics_from_the_inputs_alone():
    net = nn.Sequential(nn.BatchNorm2d(3), nn.Flatten())
    net[0].running_mean.fill_(50)
    chance = torch.Generator().manual_seed(0)
    inputs = [7 + 2 * torch.randn(8, 3, 9, 9, generator=chance) for _ in range(4)]
    measure_norms(net, net, inputs, ())
    assert net[0].running_mean.tolist() == pytest.approx([7] * 3, abs=0.2)
    assert net[0].running_var.tolist() == pytest.approx([4] * 3, rel=0.1)
    assert not net[0].training


def test_frozen_norms_keep_what_they_have():
    net = nn.Sequential()
    net.add_module("early", nn.BatchNorm2d(3))
    net.add_module("late", nn.BatchNorm2d(3))
    measure_norms(net, net, [torch.full((2, 3, 4, 4), 5.0)], ("early",))
    assert net.early.running_mean.tolist() == [0] * 3
    assert net.late.running_mean.tolist() == pytest.approx([5] * 3, abs=0.01)
