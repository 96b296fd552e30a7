"""Whether an image looks like those a model was trained on, and in words what differs."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from medcls_core.geometry import Box, Size
from medcls_core.images import ImageSource
from medcls_core.inference.image_traits import BLUE, DEPTH, RED, SHARPNESS, image_traits
from medcls_core.inference.predictor import Predictor
from medcls_core.inference.seeing import Readable, see
from medcls_core.language import Text, filled
from medcls_core.networks import ModelVersion
from medcls_core.networks.card import Span, TrainingRange
from medcls_core.progress import Progress
from medcls_core.whole_file import written_beside

RANGE_FILE = "range.safetensors"
DIRECTIONS = 32
OUTSIDE = 1.0
"""Per cent of the training images that lie beyond either end of a span."""

SLACK = 0.1
"""Share of a span's width by which a value may lie beyond it: another JPEG, a little light."""

LEAST_SLACK = 0.005
"""Grey images have spans of no width, and cards round."""

_BELOW = {
    DEPTH: Text("stained more faintly", "染色偏浅"),
    RED: Text("less red light is absorbed (a redder look)", "红光吸收少（色调偏红）"),
    BLUE: Text("less blue light is absorbed (a bluer look)", "蓝光吸收少（色调偏蓝）"),
    SHARPNESS: Text("less sharp", "清晰度偏低"),
}
_ABOVE = {
    DEPTH: Text("stained more darkly", "染色偏深"),
    RED: Text("more red light is absorbed (a bluer look)", "红光吸收多（色调偏蓝）"),
    BLUE: Text("more blue light is absorbed (a yellower look)", "蓝光吸收多（色调偏黄）"),
    SHARPNESS: Text("sharper, or noisier", "更锐利或噪声更大"),
}
_UNLIKE = Text("unlike them in what the network sees", "网络所见与其不同")


_NOTE = Text(
    "This image differs from those that the model was trained on: {what}. Its answers are less "
    "reliable here than the card's figures say.",
    "该图像与模型的训练图像不同：{what}。此处结果的可靠性低于模型卡指标。",
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A box of an open image, read at a size."""

    source: ImageSource
    box: Box
    size: Size

    def read(self) -> NDArray[np.uint8]:
        """uint8 RGB (H, W, 3)."""
        return self.source.read(self.box, self.size)


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where the network puts training images: middle (D,), directions (K, D), spread (K,)."""

    middle: NDArray[np.float32]
    directions: NDArray[np.float32]
    spread: NDArray[np.float32]

    @classmethod
    def of(cls, points: NDArray[np.floating]) -> "Places":
        """The main directions of embeddings (N, D)."""
        exact = np.asarray(points, np.float64)
        middle = exact.mean(0)
        _, sizes, directions = np.linalg.svd(exact - middle, full_matrices=False)
        kept = min(DIRECTIONS, max(1, len(exact) // 5), len(sizes))
        spread = sizes[:kept] / np.sqrt(max(1, len(exact) - 1)) + 1e-6
        return cls(*(one.astype(np.float32) for one in (middle, directions[:kept], spread)))

    def distances(self, points: NDArray[np.floating]) -> NDArray[np.float64]:
        """Root mean square of the standardised coordinates (N,): Mahalanobis in few directions.

        Lee et al., A Simple Unified Framework for Detecting Out-of-Distribution Samples (2018),
        with one middle for all classes.
        """
        along = (np.asarray(points, np.float64) - self.middle) @ self.directions.T / self.spread
        away: NDArray[np.float64] = np.sqrt((along**2).mean(1))
        return away


def measure_range(
    predictor: Predictor, crops: Sequence[Readable], data: str, folder: Path, progress: Progress
) -> TrainingRange:
    """What the training images look like; writes `range.safetensors` into `folder`.

    Half of the images give the directions, the other half how far away is far.

    Raises:
        InputInvalid: if the network is of others.
        ImageUnreadable: if an image is damaged.
        OutputUnwritable: if the disk refuses.
        Cancelled: between two images.
    """
    traits = [image_traits(crop.read()) for crop in crops]
    points = see(predictor, crops, progress).points
    places = Places.of(points[::2])
    far = float(np.percentile(places.distances(points[1::2]), 100 - OUTSIDE))
    with written_beside(folder / RANGE_FILE) as part:
        save_file(
            {
                "middle": places.middle,
                "directions": places.directions.astype(np.float16),
                "spread": places.spread,
            },
            part,
        )
        part.chmod(0o644)
    spans = {name: _span([one[name] for one in traits]) for name in traits[0]}
    return TrainingRange(len(crops), data, spans, far, RANGE_FILE)


def _span(values: Sequence[float]) -> Span:
    low, high = np.percentile(values, [OUTSIDE, 100 - OUTSIDE])
    return Span(round(float(low), 4), round(float(high), 4))


def differences(
    predictor: Predictor, crops: Sequence[Readable], progress: Progress
) -> tuple[Text, ...]:
    """What differs from the training images, by the median of some crops; nothing if unknown.

    Raises:
        ImageUnreadable: if a crop can't be read.
        Cancelled: between two crops.
    """
    known = predictor.model.card.range
    if known is None or not crops:
        return ()
    told = [image_traits(crop.read()) for crop in crops]
    found = []
    for name, span in known.spans.items():
        value = float(np.median([one[name] for one in told]))
        slack = SLACK * (span.high - span.low) + LEAST_SLACK
        if value < span.low - slack:
            found.append(_BELOW[name])
        elif value > span.high + slack:
            found.append(_ABOVE[name])
    places = read_places(predictor.model)
    if places is not None and known.distance is not None:
        away = float(np.median(places.distances(see(predictor, crops, progress).points)))
        if away > known.distance * (1 + SLACK):
            found.append(_UNLIKE)
    return tuple(found)


def note_of(found: Sequence[Text]) -> Text | None:
    """The differences as one sentence; None where there are none."""
    if not found:
        return None
    what = Text("; ".join(one.en for one in found), "；".join(one.zh for one in found))
    return filled(_NOTE, what=what)


def read_places(model: ModelVersion) -> Places | None:
    """Where the network puts training images; None where the card names no file, or it is gone."""
    known = model.card.range
    if known is None or known.file is None or not (model.folder / known.file).is_file():
        return None
    kept = load_file(model.folder / known.file)
    return Places(kept["middle"], kept["directions"].astype(np.float32), kept["spread"])
