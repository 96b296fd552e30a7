"""Parameters as Keras counts them, to compare with figures printed by `model.summary()`."""

from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm


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
