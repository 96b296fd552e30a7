"""Grad-CAM through the `grad-cam` package, for any network.

Which layer is looked at decides what a map shows, so it is said here:

- global average pooling plus linear (`PooledLinear`): the last feature map, where `closed_form`
  gives the same without a backward pass;
- GoogLeNet, though its head is of that kind: whoever shows the map names `finer_layer`, the end of
  its fourth stage, twice as fine. On the last map of 4x4 the deformable convolutions gather from
  everywhere, and all the heat lies in one corner whatever the cell (measured: worse than random
  order by deletion);
- other classifiers: the last module that still gives a map, such as Xception-C's last activation
  before its dense layers;
- MCSA-UNet: the bottleneck, the end of the contracting path, as in "Towards Interpretable
  Semantic Segmentation via Gradient-weighted Class Activation Mapping" (2020). Its pixels are 16
  input pixels wide; the decoder's last layer would only repeat the mask.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from medcls_core.explain.closed_form import is_pooled_linear
from medcls_core.explain.evidence import Evidence, EvidenceMethod
from medcls_core.geometry import Box
from medcls_core.networks.googlenet import GoogLeNet
from medcls_core.networks.mcsa_unet import MCSAUNet
from medcls_core.networks.pooled import PooledLinear

_MAP_DIMENSIONS = 4


@dataclass(frozen=True, slots=True)
class ClassTarget:
    """The logit of one class; of a one-column head, plus or minus its logit."""

    class_index: int

    def __call__(self, logits: Tensor) -> Tensor:
        """The number to explain, for the logits (C,) of one input."""
        if logits.shape[0] == 1:
            return logits[0] if self.class_index else -logits[0]
        return logits[self.class_index]


@dataclass(frozen=True, slots=True, eq=False)
class MaskTarget:
    """The sum of a class's logits over an object's mask, bool (H, W)."""

    class_index: int
    mask: NDArray[np.bool_]

    def __call__(self, logits: Tensor) -> Tensor:
        """The number to explain, for the logits (C, H, W) of one input."""
        inside = torch.from_numpy(self.mask).to(logits.device)
        return ClassTarget(self.class_index)(logits)[inside].sum()


class _LastMap(nn.Module):
    """A `PooledLinear` network whose last feature map passes through a layer of its own."""

    def __init__(self, network: PooledLinear) -> None:
        super().__init__()
        assert isinstance(network, nn.Module)  # noqa: S101  (narrows the protocol for mypy)
        self.network = network
        self.last = nn.Identity()

    def forward(self, inputs: Tensor) -> Tensor:
        """Logits (N, classes)."""
        features = self.last(self.network.features(inputs))
        logits: Tensor = self.network.classifier(features.mean((2, 3)))
        return logits


def finer_layer(network: nn.Module) -> nn.Module | None:
    """The layer to look at instead of the last map; None for most networks."""
    return network.get_submodule("inception4e") if isinstance(network, GoogLeNet) else None


def target_layer(network: nn.Module, inputs: Tensor) -> nn.Module:
    """The layer that `grad_cam` looks at where the head isn't pooling plus linear.

    Raises:
        ValueError: if no module of the network gives a map.
    """
    if isinstance(network, MCSAUNet):
        return network.encoders[-1]
    found: list[nn.Module] = []

    def remember(module: nn.Module, _inputs: object, output: Tensor) -> None:
        is_map = isinstance(output, Tensor) and output.dim() == _MAP_DIMENSIONS
        if is_map and output.shape[2] * output.shape[3] > 1:
            found.append(module)

    hooks = [module.register_forward_hook(remember) for module in network.modules()]
    try:
        with torch.inference_mode():
            network(inputs)
    finally:
        for hook in hooks:
            hook.remove()
    layers = [module for module in found if module is not network]
    if not layers:
        raise ValueError("no layer of the network gives a map")
    return layers[-1]


def grad_cam(  # noqa: PLR0913  (an evidence's facts)
    network: nn.Module,
    inputs: Tensor,
    class_index: int,
    box_l0: Box,
    *,
    class_key: str,
    model_sha256: str,
    mask: NDArray[np.bool_] | None = None,
    layer: nn.Module | None = None,
) -> Evidence:
    """The Grad-CAM of one input.

    Args:
        network: in eval mode, logits (N, C) or (N, C, H, W).
        inputs: scaled network input (1, 3, H, W).
        class_index: output that the map speaks for.
        box_l0: what the input shows.
        class_key: key of that class.
        model_sha256: whose map it is.
        mask: the object, bool (H, W), for a network that gives masks; None for a classifier.
        layer: another layer to look at; None is the one documented above.

    Returns:
        Values of shape (H, W): ReLU, min-max, bilinear resize, min-max again.
    """
    # Imported late: it brings matplotlib and scikit-learn, seconds that no start should wait for.
    from pytorch_grad_cam import GradCAM  # noqa: PLC0415

    target = ClassTarget(class_index) if mask is None else MaskTarget(class_index, mask)
    model, chosen = _looked_at(network, inputs, layer)
    with torch.inference_mode(mode=False), torch.enable_grad(), _frozen(network):
        watched = inputs.detach().clone().requires_grad_()
        cam = GradCAM(model=model, target_layers=[chosen])
        try:
            values = cam(watched, [target])[0].astype(np.float32)
        finally:
            cam.activations_and_grads.release()
    return Evidence(EvidenceMethod.GRAD_CAM, np.clip(values, 0, 1), box_l0, class_key, model_sha256)


def _looked_at(
    network: nn.Module, inputs: Tensor, layer: nn.Module | None
) -> tuple[nn.Module, nn.Module]:
    """The network as the package is to run it, and the layer to look at."""
    if layer is not None:
        return network, layer
    if is_pooled_linear(network):
        wrapped = _LastMap(cast(PooledLinear, network)).eval()
        return wrapped, wrapped.last
    return network, target_layer(network, inputs)


@contextmanager
def _frozen(network: nn.Module) -> Iterator[None]:
    """No gradients for the weights: they aren't wanted and cost half of a backward pass."""
    wanted = [weight for weight in network.parameters() if weight.requires_grad]
    for weight in wanted:
        weight.requires_grad_(False)
    try:
        yield
    finally:
        for weight in wanted:
            weight.requires_grad_(True)
