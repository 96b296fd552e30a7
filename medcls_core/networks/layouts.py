"""How the names in ImageNet weights files become the names of our networks."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from medcls_core.errors import StartingWeightsUnreachable
from medcls_core.networks.baselines import Pooled, PooledMLP, Whole
from medcls_core.networks.densenet_se import DenseNet
from medcls_core.networks.googlenet import GoogLeNet
from medcls_core.networks.resnet50v2 import ResNet50V2
from medcls_core.networks.xception import Xception

Tensors = dict[str, Tensor]

IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_DEVIATION = (0.229, 0.224, 0.225)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a kind of network can start.

    Attributes:
        translate: foreign tensors under our names; our own names pass unchanged.
        file: name of the file that is known to fit, or None.
        fetch: ImageNet tensors from the internet under foreign names, or None if nobody offers
            weights in this layout.
    """

    translate: Callable[[Tensors], Tensors]
    file: str | None = None
    fetch: Callable[[], Tensors] | None = None


def layout_of(network: nn.Module) -> Layout:
    """The layout of `network`; one without ImageNet weights still takes a file in our names."""
    if isinstance(network, GoogLeNet):
        return Layout(_googlenet, "googlenet_bvlc_fp16.safetensors")
    if isinstance(network, ResNet50V2):
        return Layout(_resnet50v2, "resnet50v2_gluon_stage1to3_fp16.safetensors")
    if isinstance(network, Xception):
        return Layout(_xception, "xception_keras_imagenet_notop_int8.safetensors", _timm_xception)
    if isinstance(network, DenseNet):
        return Layout(_densenet, fetch=lambda: _torchvision("densenet121"))
    if isinstance(network, Pooled | PooledMLP | Whole):
        name = network.torchvision_name
        translate = _prefixed if isinstance(network, Whole) else _pooled
        return Layout(translate, fetch=lambda: _torchvision(name))
    return Layout(dict)


def _googlenet(tensors: Tensors) -> Tensors:
    return {re.sub(r"^fc\.", "classifier.", name): value for name, value in tensors.items()}


def _resnet50v2(tensors: Tensors) -> Tensors:
    """Gluon's `out_bn` is the first normalisation of stage 4.

    Gluon saw inputs normalised as x' = (x - m) / s. Normalising x itself by m + s * mean and
    s^2 * var gives the same numbers, so its weights fit inputs in [0, 1].
    """
    if "out_bn.weight" not in tensors:
        return tensors
    ours = {re.sub(r"^out_bn\.", "stage4.0.bn1.", name): v for name, v in tensors.items()}
    mean, deviation = torch.tensor(IMAGENET_MEAN), torch.tensor(IMAGENET_DEVIATION)
    ours["bn0.running_mean"] = mean + deviation * tensors["bn0.running_mean"]
    ours["bn0.running_var"] = deviation**2 * tensors["bn0.running_var"]
    return ours


def _xception(tensors: Tensors) -> Tensors:
    """Keras saw 2x - 1 where the seed gives x in [0, 1].

    The first convolution has neither padding nor bias, so W(2x - 1) = 2Wx - sum(W), and the
    normalisation behind it takes the constant up: exactly the same numbers at every pixel.
    """
    if any(name.startswith("head.") for name in tensors):  # our own, trained with [0, 1]
        return tensors
    kernel, mean = tensors.get("conv1.weight"), tensors.get("bn1.running_mean")
    if kernel is None or mean is None:
        return tensors
    shifted = mean + kernel.sum((1, 2, 3))
    return tensors | {"conv1.weight": 2 * kernel, "bn1.running_mean": shifted}


def _densenet(tensors: Tensors) -> Tensors:
    # torchvision's own files still carry the older "norm.1" for "norm1".
    joined = {re.sub(r"\.(norm|conv)\.(\d)\.", r".\1\2.", name): v for name, v in tensors.items()}
    return {re.sub(r"^features\.", "body.", name): value for name, value in joined.items()}


def _prefixed(tensors: Tensors) -> Tensors:
    return {
        name if name.startswith("body.") else f"body.{name}": value
        for name, value in tensors.items()
    }


def _pooled(tensors: Tensors) -> Tensors:
    ours: Tensors = {}
    for name, value in tensors.items():
        if name.startswith(("body.", "head.", "classifier.weight", "classifier.bias")):
            ours[name] = value
        elif name.startswith(("fc.", "classifier.1.")):
            ours[f"classifier.{name.rsplit('.', 1)[1]}"] = value
        else:
            ours[f"body.{name.removeprefix('features.')}"] = value
    return ours


def _torchvision(name: str) -> Tensors:
    from torchvision.models import get_model_weights  # noqa: PLC0415  (brings torch's compiler)

    try:
        state: Tensors = get_model_weights(name).DEFAULT.get_state_dict(
            progress=False, check_hash=True
        )
    except (OSError, RuntimeError) as problem:
        raise StartingWeightsUnreachable(name, str(problem)) from problem
    return state


def _timm_xception() -> Tensors:
    try:
        import timm  # noqa: PLC0415  (an extra; only this function needs it)

        state: Tensors = timm.create_model("legacy_xception", pretrained=True).state_dict()
    except ImportError as problem:
        reason = "timm is missing, pip install 'medcls[imagenet]'"
        raise StartingWeightsUnreachable("xception", reason) from problem
    except (OSError, RuntimeError) as problem:
        raise StartingWeightsUnreachable("xception", str(problem)) from problem
    return state
