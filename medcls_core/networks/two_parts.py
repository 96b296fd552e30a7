"""Networks in two parts: a trunk whose map can be kept, and a crown that learns from it.

What a fine-tuning on a processor needs: the expensive early layers run once an image, and the
late ones learn from the maps that they gave.
"""

from typing import Protocol, runtime_checkable

from torch import Tensor


@runtime_checkable
class TwoParts(Protocol):
    """`forward(images)` is `crown(trunk(images))`."""

    def trunk(self, images: Tensor) -> Tensor:
        """The map that the crown starts from."""

    def crown(self, middle: Tensor) -> Tensor:
        """Logits from the trunk's map."""
