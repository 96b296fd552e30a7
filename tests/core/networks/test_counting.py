"""Parameter counts equal those that the mammography seed printed."""

import pytest
import torch
from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm

from medcls_core.networks import build_network


def keras_parameters(network: nn.Module) -> int:
    """Every weight of the network, with the moving mean and variance of batch normalisation.

    Keras prints these as "Total params"; torch keeps the moving statistics as buffers and also
    counts batches, which Keras doesn't.
    """
    weights = sum(parameter.numel() for parameter in network.parameters())
    moving = 0
    for module in network.modules():
        if isinstance(module, _BatchNorm):
            for statistic in (module.running_mean, module.running_var):
                moving += 0 if statistic is None else statistic.numel()
    return weights + moving


@pytest.mark.parametrize(
    ("key", "printed"),
    [
        ("resnet50_mlp", 25_953_665),
        ("mobilenet_v2_mlp", 3_837_505),
        ("inception_v3_mlp", 24_168_737),
        ("xception", 23_227_433),
        ("xception_b", 24_278_313),
    ],
)
def test_network_has_the_printed_parameters(key: str, printed: int) -> None:
    with torch.device("meta"):
        network = build_network(key, 2)

    assert keras_parameters(network) == printed


def test_moving_statistics_count_and_the_batch_counter_does_not() -> None:
    assert keras_parameters(nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4))) == 16 + 8 + 8


def test_norm_without_statistics_counts_its_weights_alone() -> None:
    assert keras_parameters(nn.BatchNorm1d(4, track_running_stats=False)) == 8
