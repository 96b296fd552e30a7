"""What the closed form of a class activation map needs from a network."""

from typing import Protocol, runtime_checkable

from torch import Tensor, nn


@runtime_checkable
class PooledLinear(Protocol):
    """A network whose logits are `classifier(features(images).mean((2, 3)))` in eval mode.

    Then the map of class c is the sum of `features` over channels weighted by row c of
    `classifier.weight`, and no backward pass is needed.
    """

    classifier: nn.Linear

    def features(self, images: Tensor) -> Tensor:
        """The last map (N, C, h, w) of images (N, 3, H, W), after its final activation."""
        ...
