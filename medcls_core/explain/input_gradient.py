"""Which pixels a class's score hangs on: gradients by the input, for networks without open layers.

Source: "SmoothGrad: removing noise by adding noise" (2017), on the gradient of "Deep Inside
Convolutional Networks" (2014). Grad-CAM needs a feature map inside the network; a TorchScript
program shows none, but can be differentiated by its input. The mean over noisy copies, smoothed
by a Gaussian, is coarse evidence: where to look, not what was seen.
"""

import numpy as np
import torch
from scipy import ndimage
from torch import Tensor, nn

from medcls_core.explain.evidence import Evidence, EvidenceMethod
from medcls_core.explain.gradients import ClassTarget
from medcls_core.geometry import Box

COPIES = 8
NOISE = 0.15  # of the input's range, as the source has it
BLUR_SHARE = 0.02  # of the shorter side


def input_gradient(
    network: nn.Module,
    inputs: Tensor,
    class_index: int,
    box_l0: Box,
    *,
    class_key: str,
    model_sha256: str,
) -> Evidence | None:
    """The smoothed input gradient of one input; None if the network can't be differentiated.

    Args:
        network: in eval mode, logits (N, C).
        inputs: scaled network input (1, 3, H, W).
        class_index: output that the map speaks for.
        box_l0: what the input shows.
        class_key: key of that class.
        model_sha256: whose map it is.

    Returns:
        Values of shape (H, W): mean magnitude of the gradient, its highest channel, blurred and
        divided by its 99.5th percentile.
    """
    noise = torch.Generator().manual_seed(0)
    spread = NOISE * float(inputs.max() - inputs.min())
    total = np.zeros(inputs.shape[2:], np.float64)
    for _ in range(COPIES):
        shaken = torch.randn(inputs.shape, generator=noise).to(inputs.device) * spread
        gradient = _gradient(network, inputs.detach() + shaken, ClassTarget(class_index))
        if gradient is None:
            return None
        total += gradient[0].abs().amax(0).double().cpu().numpy()
    smooth = ndimage.gaussian_filter(total, BLUR_SHARE * min(total.shape))
    highest = float(np.percentile(smooth, 99.5)) or float(smooth.max())
    if not highest > 0 or not np.isfinite(highest):
        return None
    values = np.clip(smooth / highest, 0, 1).astype(np.float32)
    return Evidence(EvidenceMethod.INPUT_GRADIENT, values, box_l0, class_key, model_sha256)


def _gradient(network: nn.Module, inputs: Tensor, target: ClassTarget) -> Tensor | None:
    with torch.inference_mode(mode=False), torch.enable_grad():
        watched = inputs.clone().requires_grad_()
        try:
            (gradient,) = torch.autograd.grad(
                target(network(watched)[0]), watched, allow_unused=True
            )
        except RuntimeError:  # the program cut its own gradients
            return None
    return gradient
