"""Making stains comparable between laboratories: Macenko's method, through torchstain.

Macenko et al., A method for normalizing histology slides for quantitative analysis, ISBI 2009.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from torchstain.numpy.normalizers import NumpyMacenkoNormalizer

LIGHT = 240  # transmitted light where there is no tissue
CLEAR_DENSITY = 0.15  # below that optical density (natural logarithm) a pixel is glass
LEAST_STAINED_SHARE = 0.02
LEAST_STAINED_PX = 64
LEAST_SPREAD = 0.05  # of optical density among stained pixels


@dataclass(frozen=True, slots=True)
class StainEstimate:
    """The two stains of an H&E picture.

    Attributes:
        haematoxylin: unit vector of optical density in R, G, B.
        eosin: unit vector of optical density in R, G, B.
        strengths: 99th percentile of each stain's concentration, haematoxylin first.
    """

    haematoxylin: tuple[float, float, float]
    eosin: tuple[float, float, float]
    strengths: tuple[float, float]


# Torchstain's own reference, which is that of Macenko's published code.
DEFAULT_TARGET = StainEstimate((0.5626, 0.7201, 0.4062), (0.2159, 0.8012, 0.5581), (1.9705, 1.0308))


class MacenkoNormaliser:
    """Shows a picture as if it had been stained like the target."""

    def __init__(self, target: StainEstimate = DEFAULT_TARGET) -> None:
        self._target = target

    @property
    def target(self) -> StainEstimate:
        """The look that pictures are given."""
        return self._target

    def fit(self, rgb: NDArray[np.uint8]) -> "MacenkoNormaliser":
        """Take the look of `rgb` (uint8, (H, W, 3)) as the target; glass alone changes nothing."""
        estimate = estimate_stains(rgb)
        if estimate is not None:
            self._target = estimate
        return self

    def normalise(self, rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """`rgb` (uint8, (H, W, 3)) in the target's stains; a picture without stain as it is."""
        if not _has_stain(rgb):
            return rgb
        engine = _engine(self._target)
        try:
            with np.errstate(all="raise"):
                normal = engine.normalize(rgb, Io=LIGHT, beta=CLEAR_DENSITY, stains=False)[0]
        except (np.linalg.LinAlgError, FloatingPointError):
            return rgb  # too little variety to tell two stains
        return np.asarray(normal, dtype=np.uint8)


def estimate_stains(rgb: NDArray[np.uint8]) -> StainEstimate | None:
    """The stains of `rgb` (uint8, (H, W, 3)); None where too little is stained to tell."""
    if not _has_stain(rgb):
        return None
    engine = NumpyMacenkoNormalizer()
    try:
        with np.errstate(all="raise"):
            engine.fit(rgb, Io=LIGHT, beta=CLEAR_DENSITY)
    except (np.linalg.LinAlgError, FloatingPointError):
        return None
    stains, strengths = np.abs(engine.HERef), engine.maxCRef
    return StainEstimate(
        (float(stains[0, 0]), float(stains[1, 0]), float(stains[2, 0])),
        (float(stains[0, 1]), float(stains[1, 1]), float(stains[2, 1])),
        (float(strengths[0]), float(strengths[1])),
    )


def _engine(target: StainEstimate) -> NumpyMacenkoNormalizer:
    engine = NumpyMacenkoNormalizer()
    engine.HERef = np.array([target.haematoxylin, target.eosin]).T
    engine.maxCRef = np.array(target.strengths)
    return engine


def _has_stain(rgb: NDArray[np.uint8]) -> bool:
    """Whether enough is stained, and not all in one colour, which has no two stains."""
    density = -np.log((rgb.reshape(-1, 3).astype(np.float64) + 1) / LIGHT)
    stained = density[(density >= CLEAR_DENSITY).all(axis=1)]
    if len(stained) < max(LEAST_STAINED_PX, LEAST_STAINED_SHARE * len(density)):
        return False
    return bool(stained.std(axis=0).max() > LEAST_SPREAD)
