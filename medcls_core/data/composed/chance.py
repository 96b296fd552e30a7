"""Draws that read as what they decide."""

import numpy as np


def happens(rng: np.random.Generator, share: float) -> bool:
    """True in `share` of all draws."""
    return bool(rng.random() < share)
