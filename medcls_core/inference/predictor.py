"""A network with its task and weights, ready to answer about batches of pixels."""

from collections.abc import Sequence
from typing import Self

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from medcls_core.errors import InputInvalid
from medcls_core.images import MacenkoNormaliser
from medcls_core.networks import ModelVersion, load_network
from medcls_core.progress import Progress
from medcls_core.tasks import ClassLabel, Task, TaskKind, labels_for, task_for
from medcls_core.tasks.reading import mean_of_mirrored, probabilities, scale_input

CROP_BATCH = 8
HALVINGS = 16
"""Mask networks halve their input four times; other sizes are padded at the right and below."""


class Predictor:
    """Answers for one task with one model version on one device.

    The constructor takes a network that is already there (a test's, a candidate's after
    training); `load` reads the model version's own weights.

    Args:
        network: gives logits (N, C) or, for mask tasks, (N, C, H, W).
        task: the question.
        model: the version the network's weights are; a card without weights is refused.
        device: where to run. Convolutions run channels-last on a CPU (measured 1.2 to 2.4 times
            as fast) and in mixed precision on CUDA.

    Raises:
        WeightsMissing: if the card has no weights: nothing random is ever shown.
        InputInvalid: if the card doesn't fit the task.
    """

    def __init__(
        self, network: nn.Module, task: Task, model: ModelVersion, device: torch.device
    ) -> None:
        self.sha256 = model.sha256
        self.labels: tuple[ClassLabel, ...] = labels_for(model.card, task)
        weights = model.card.weights
        assert weights is not None  # noqa: S101  (`sha256` has refused such a card)
        self.temperature = weights.temperature
        self.threshold = weights.threshold
        self.mirrored = weights.mirrored and task.kind is not TaskKind.MASK
        self.mpp = weights.mpp if weights.mpp is not None else task.input.mpp
        self.task = task_for(model.card)
        self.model = model
        self.device = device
        self._normaliser = MacenkoNormaliser() if self.task.input.stain_normalised else None
        self.network = network.to(device=device, memory_format=torch.channels_last).eval()  # type: ignore[call-overload]

    @classmethod
    def load(cls, task: Task, model: ModelVersion, device: torch.device) -> Self:
        """The predictor of a model version on disk.

        Raises:
            WeightsMissing: if its card has no weights.
            WeightsMismatch: if the weights are altered or don't fit.
        """
        return cls(load_network(model, device), task, model, device)

    @property
    def classes(self) -> tuple[str, ...]:
        """Class keys in the order of the probabilities."""
        return tuple(label.key for label in self.labels)

    @property
    def object_channel(self) -> int:
        """The output channel that speaks for the objects of a mask task.

        Raises:
            InputInvalid: if the task has no background, or there isn't exactly one object class.
        """
        channels = [index for index, key in enumerate(self.classes) if key != self.task.background]
        if self.task.background is None or len(channels) != 1:
            raise InputInvalid(
                f"model {self.model.card.version!r}", "a mask needs one object class"
            )
        return channels[0]

    def normalised(self, rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """`rgb` (H, W, 3) in the task's stains where it wants that, else as it is."""
        return rgb if self._normaliser is None else self._normaliser.normalise(rgb)

    def scaled(self, rgb: NDArray[np.uint8], *, normalise: bool = True) -> Tensor:
        """Network input (N, 3, H, W) on the device for uint8 RGB (N, H, W, 3).

        Stains are normalised first where the task wants it, unless that has been done.
        """
        if normalise:
            rgb = np.stack([self.normalised(one) for one in rgb])
        pixels = scale_input(rgb, self.task.input.scaling)
        return pixels.to(self.device).contiguous(memory_format=torch.channels_last)

    def logits(self, inputs: Tensor) -> Tensor:
        """Logits of a scaled batch, in mixed precision on CUDA; keeps gradients if wanted."""
        with torch.autocast(self.device.type, enabled=self.device.type == "cuda"):
            if self.mirrored:
                return mean_of_mirrored(self.network, inputs)
            logits: Tensor = self.network(inputs)
        return logits

    def predict(self, rgb: NDArray[np.uint8], *, normalise: bool = True) -> Tensor:
        """Probabilities (N, C) or (N, C, H, W), float32 on the CPU, for one batch (N, H, W, 3)."""
        with torch.inference_mode():
            inputs = self.scaled(rgb, normalise=normalise)
            return probabilities(self.logits(inputs), self.temperature).cpu()

    def predict_objects(self, rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Probability (N, H, W) of the object class of a mask task, for a batch (N, H, W, 3)."""
        prob: NDArray[np.float32] = self.predict(rgb)[:, self.object_channel].numpy()
        return prob

    def predict_crops(
        self, crops: Sequence[NDArray[np.uint8]], progress: Progress
    ) -> list[tuple[float, ...]]:
        """Class probabilities of crops, uint8 RGB (H, W, 3) of any size.

        Crops of another size than the input contract's are resampled to it, without keeping
        their aspect, as the seeds' recipes do. For a mask task the answer is the score of the
        strongest place in the crop, and crops keep their size.

        Raises:
            Cancelled: between two batches.
        """
        answers: list[tuple[float, ...]] = []
        for start in range(0, len(crops), CROP_BATCH):
            progress.update(start, len(crops), "crops")
            answers += self.predict_batch(crops[start : start + CROP_BATCH])
        progress.update(len(crops), len(crops), "crops")
        return answers

    def predict_batch(self, crops: Sequence[NDArray[np.uint8]]) -> list[tuple[float, ...]]:
        """`predict_crops` of one batch."""
        if self.task.kind is TaskKind.MASK:
            return [self._strongest(crop) for crop in crops]
        width, height = self.task.input.width_px, self.task.input.height_px
        batch = np.stack([resample(crop, width, height) for crop in crops])
        return [tuple(row) for row in self.predict(batch).tolist()]

    def _strongest(self, crop: NDArray[np.uint8]) -> tuple[float, ...]:
        height, width = crop.shape[:2]
        beyond = ((0, -height % HALVINGS), (0, -width % HALVINGS), (0, 0))
        prob = self.predict_objects(np.pad(crop, beyond, mode="edge")[None])[0, :height, :width]
        return self.as_probs(robust_score(prob[prob >= prob.max() / 2]))

    def as_probs(self, score: float) -> tuple[float, ...]:
        """An object's score as probabilities of (background, object) in the card's order."""
        pair = [1.0 - score, 1.0 - score]
        pair[self.object_channel] = score
        return tuple(pair)


def robust_score(probs: NDArray[np.float32]) -> float:
    """The score of an object: mean of the highest quarter of its pixels' probabilities.

    One hot pixel can't make a mitosis, and a soft rim can't hide one.
    """
    flat = np.sort(probs, axis=None)[::-1]
    return float(flat[: max(1, flat.size // 4)].mean())


def resample(rgb: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """`rgb` (H, W, 3) resampled to (height, width, 3): bilinear, smoothed when shrinking."""
    if rgb.shape[:2] == (height, width):
        return rgb
    pixels = torch.from_numpy(np.array(rgb)).permute(2, 0, 1)[None].float()
    smaller = F.interpolate(pixels, (height, width), mode="bilinear", antialias=True)
    rounded = smaller[0].permute(1, 2, 0).round().clamp(0, 255).to(torch.uint8)
    resampled: NDArray[np.uint8] = rounded.numpy()
    return resampled
