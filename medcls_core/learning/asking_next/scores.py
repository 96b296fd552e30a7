"""How little a model knows of each finding, as pure functions on arrays; high is to be asked."""

import numpy as np
from numpy.typing import NDArray

Probs = NDArray[np.floating]
Scores = NDArray[np.float64]

_LEAST = 1e-12  # keeps the logarithm of a probability of nothing finite


def entropy(probs: Probs) -> Scores:
    """Shannon entropy of each row of (N, C), in nats: highest where no class stands out.

    Settles, Active Learning Literature Survey (2009), section 3.1.
    """
    exact = np.asarray(probs, np.float64)
    unsure: Scores = -(exact * np.log(np.maximum(exact, _LEAST))).sum(-1)
    return unsure


def margin(probs: Probs) -> Scores:
    """One minus the difference of the two likeliest classes of each row of (N, C).

    Scheffer, Decomain and Wrobel, Active Hidden Markov Models for Information Extraction (2001).
    """
    second, first = np.sort(np.asarray(probs, np.float64), axis=-1)[:, -2:].T
    unsure: Scores = 1 - (first - second)
    return unsure


def least_confidence(probs: Probs) -> Scores:
    """One minus the probability of the likeliest class of each row of (N, C).

    Lewis and Gale, A Sequential Algorithm for Training Text Classifiers (1994).
    """
    unsure: Scores = 1 - np.asarray(probs, np.float64).max(-1)
    return unsure


def disagreement(draws: Probs) -> Scores:
    """BALD: what a finding's label would tell of the model itself, in nats.

    The entropy of the mean answer less the mean entropy of the answers: high where every draw is
    sure and they contradict each other, nothing where all are equally unsure.

    Houlsby et al., Bayesian Active Learning for Classification (2011), with the draws of
    Gal, Islam and Ghahramani, Deep Bayesian Active Learning with Image Data (2017).

    Args:
        draws: probabilities (T, N, C) of T networks drawn by dropout.
    """
    told: Scores = entropy(np.asarray(draws).mean(0)) - entropy(draws).mean(0)
    return np.maximum(told, 0.0)
