"""Networks the seeds compare with, built by torchvision.

Seed 1 names MobileNet, ResNet50, VGG16 and AlexNet without saying which MobileNet: it is V2 here.
Seed 4 names ResNet50, MobileNetV2 and InceptionV3 with its own classifier (`*_mlp`) and without.
The `*_mlp` networks have exactly the parameters of Keras's networks that the seed printed:
Keras's ResNet50 has biases in its convolutions and Keras's InceptionV3 has no scale in batch
normalisation. ResNet50's stride stays where torchvision has it, on the 3x3 convolution, since
that is where starting weights can be had; it changes no count.
"""

from collections import OrderedDict

from torch import Tensor, nn

from medcls_core.networks.heads import MLPHead
from medcls_core.networks.registry import register

# ruff: noqa: PLC0415  (torchvision's models bring torch's compiler with them, more than a second
# and 100 MB: only who builds a baseline waits for them)

HEADS = ("avgpool", "dropout", "fc")
"""What torchvision's networks end in, in place of which ours have their own."""


class Pooled(nn.Module):
    """A body, global average pooling and one dense layer; `PooledLinear` holds.

    `torchvision_name` says whose ImageNet weights fit `body`.
    """

    def __init__(self, torchvision_name: str, body: nn.Module, width: int, classes: int) -> None:
        super().__init__()
        self.torchvision_name = torchvision_name
        self.body = body
        self.classifier = nn.Linear(width, classes)

    def features(self, images: Tensor) -> Tensor:
        """The last map (N, width, H / 32, W / 32)."""
        features: Tensor = self.body(images)
        return features

    def forward(self, images: Tensor) -> Tensor:
        """Logits (N, classes)."""
        logits: Tensor = self.classifier(self.features(images).mean((2, 3)))
        return logits


class PooledMLP(nn.Module):
    """A body, global average pooling and seed 4's classifier; one logit for two classes."""

    def __init__(self, torchvision_name: str, body: nn.Module, width: int, classes: int) -> None:
        super().__init__()
        self.torchvision_name = torchvision_name
        self.body = body
        self.head = MLPHead(width, classes)

    def forward(self, images: Tensor) -> Tensor:
        """Logits (N, `logits_for(classes)`)."""
        logits: Tensor = self.head(self.body(images).mean((2, 3)))
        return logits


class Whole(nn.Module):
    """A torchvision network as it is, its big dense layers included; logits (N, classes)."""

    def __init__(self, torchvision_name: str, body: nn.Module) -> None:
        super().__init__()
        self.torchvision_name = torchvision_name
        self.body = body

    def forward(self, images: Tensor) -> Tensor:
        """Logits (N, classes)."""
        logits: Tensor = self.body(images)
        return logits


class Shift(nn.BatchNorm2d):
    """Batch normalisation without the scale, Keras's `scale=False`."""

    def __init__(self, channels: int, eps: float) -> None:
        super().__init__(channels, eps=eps)
        self.register_parameter("weight", None)


def _without_head(network: nn.Module) -> nn.Sequential:
    parts = [(name, part) for name, part in network.named_children() if name not in HEADS]
    return nn.Sequential(OrderedDict(parts))


def _resnet50_body() -> nn.Sequential:
    from torchvision.models import resnet50 as build

    return _without_head(build())


def _biased_resnet50_body() -> nn.Sequential:
    body = _resnet50_body()
    for module in body.modules():
        if isinstance(module, nn.Conv2d):
            module.bias = nn.Parameter(module.weight.new_zeros(module.out_channels))
    return body


def _mobilenet_body() -> nn.Module:
    from torchvision.models import mobilenet_v2 as build

    body: nn.Module = build().features
    return body


def _inception_body() -> nn.Sequential:
    from torchvision.models import inception_v3 as build

    return _without_head(build(aux_logits=False, init_weights=False))


def _scaleless_inception_body() -> nn.Sequential:
    body = _inception_body()
    for module in list(body.modules()):
        if isinstance(bn := getattr(module, "bn", None), nn.BatchNorm2d):
            module.add_module("bn", Shift(bn.num_features, bn.eps))
    return body


@register("resnet50")
def resnet50(classes: int) -> nn.Module:
    """Baseline of seed 1, and of seed 4 without the classifier."""
    return Pooled("resnet50", _resnet50_body(), 2048, classes)


@register("mobilenet_v2")
def mobilenet_v2(classes: int) -> nn.Module:
    """Baseline of seed 1, and of seed 4 without the classifier."""
    return Pooled("mobilenet_v2", _mobilenet_body(), 1280, classes)


@register("inception_v3")
def inception_v3(classes: int) -> nn.Module:
    """Baseline of seed 4 without the classifier; inputs of 75x75 at least."""
    return Pooled("inception_v3", _inception_body(), 2048, classes)


@register("vgg16")
def vgg16(classes: int) -> nn.Module:
    """Baseline of seed 1; 138 million parameters at 1000 classes."""
    from torchvision.models import vgg16 as build

    return Whole("vgg16", build(num_classes=classes))


@register("alexnet")
def alexnet(classes: int) -> nn.Module:
    """Baseline of seed 1; inputs of 63x63 at least."""
    from torchvision.models import alexnet as build

    return Whole("alexnet", build(num_classes=classes))


@register("resnet50_mlp")
def resnet50_mlp(classes: int) -> nn.Module:
    """Baseline of seed 4."""
    return PooledMLP("resnet50", _biased_resnet50_body(), 2048, classes)


@register("mobilenet_v2_mlp")
def mobilenet_v2_mlp(classes: int) -> nn.Module:
    """Baseline of seed 4."""
    return PooledMLP("mobilenet_v2", _mobilenet_body(), 1280, classes)


@register("inception_v3_mlp")
def inception_v3_mlp(classes: int) -> nn.Module:
    """Baseline of seed 4; inputs of 75x75 at least."""
    return PooledMLP("inception_v3", _scaleless_inception_body(), 2048, classes)
