"""Choosing several findings that together teach much, instead of the same thing many times."""

import numpy as np
from numpy.typing import NDArray

from medcls_core.learning.asking_next.scores import Probs, Scores

Rows = NDArray[np.intp]
Points = NDArray[np.floating]


def highest(scores: Scores, count: int, rng: np.random.Generator) -> Rows:
    """The rows of the `count` highest scores, chance deciding between equals."""
    mixed = rng.permutation(len(scores))
    return mixed[np.argsort(-scores[mixed], kind="stable")][:count]


def core_set(points: Points, known: Points, count: int, rng: np.random.Generator) -> Rows:
    """Rows that lie farthest from all that is known or chosen, one after the other.

    k-center greedy of Sener and Savarese, Active Learning for Convolutional Neural Networks: A
    Core-Set Approach (2018), section 4.2.

    Args:
        points: embeddings of the pool (N, D).
        known: of what has a label (M, D); with none the first choice is the pool's most central.
        count: how many.
        rng: decides between equals.
    """
    exact, chosen = np.asarray(points, np.float64), list[int]()
    if len(known):
        away = np.min([_squared(exact, one) for one in np.asarray(known, np.float64)], axis=0)
    else:
        first = int(_squared(exact, exact.mean(0)).argmin())
        chosen, away = [first], _squared(exact, exact[first])
    while len(chosen) < min(count, len(exact)):
        away[chosen] = -1.0
        farthest = np.flatnonzero(away == away.max())
        chosen.append(int(rng.choice(farthest)))
        away = np.minimum(away, _squared(exact, exact[chosen[-1]]))
    return np.array(chosen[:count], np.intp)


def badge(probs: Probs, points: Points, count: int, rng: np.random.Generator) -> Rows:
    """Rows whose gradients in the last layer are long and point different ways.

    k-means++ seeding in the gradient embeddings of Ash et al., Deep Batch Active Learning by
    Diverse, Uncertain Gradient Lower Bounds (2020). A gradient is the outer product of
    (probabilities minus the likeliest class) and the embedding, so that squared distances come
    from two small products and no vector of C times D is ever made.

    Args:
        probs: of the pool (N, C).
        points: embeddings of the pool (N, D).
        count: how many.
        rng: draws the seeds; the first is the longest gradient.
    """
    exact = np.asarray(points, np.float64)
    errors = np.asarray(probs, np.float64).copy()
    errors[np.arange(len(errors)), errors.argmax(1)] -= 1
    lengths = (errors**2).sum(1) * (exact**2).sum(1)

    def away_from(row: int) -> Scores:
        shared = (errors @ errors[row]) * (exact @ exact[row])
        gap: Scores = np.maximum(lengths + lengths[row] - 2 * shared, 0.0)
        return gap

    chosen = [int(lengths.argmax())]
    away = away_from(chosen[0])
    while len(chosen) < min(count, len(exact)):
        away[chosen] = 0.0
        if away.sum() <= 0:  # only copies of what is chosen are left
            left = np.setdiff1d(np.arange(len(exact)), chosen)
            chosen += rng.permutation(left)[: count - len(chosen)].tolist()
            break
        chosen.append(int(rng.choice(len(exact), p=away / away.sum())))
        away = np.minimum(away, away_from(chosen[-1]))
    return np.array(chosen[:count], np.intp)


def class_balanced(
    scores: Scores, probs: Probs, labelled: NDArray[np.int64], count: int, rng: np.random.Generator
) -> Rows:
    """The least sure findings of those classes of which there are the fewest labels.

    Each place goes to the class that has the fewest labels so far, those given counted with those
    expected of the choice, and there to the highest score: the pool's likeliest classes stand for
    the labels that it will get. After Aggarwal, Popescu and Hudelot, Active Learning for
    Imbalanced Datasets (2020).

    Args:
        scores: how unsure the model is, (N,).
        probs: of the pool (N, C).
        labelled: how many labels each class has by now, (C,).
        count: how many.
        rng: decides between equals.
    """
    order, likeliest = highest(scores, len(scores), rng), np.asarray(probs).argmax(1)
    waiting = [list(order[likeliest[order] == key]) for key in range(probs.shape[1])]
    have, chosen = np.array(labelled, np.float64), list[int]()
    while len(chosen) < min(count, len(scores)):
        key = min((one for one in range(len(waiting)) if waiting[one]), key=have.__getitem__)
        chosen.append(int(waiting[key].pop(0)))
        have[key] += 1
    return np.array(chosen, np.intp)


def _squared(points: Points, point: Points) -> Scores:
    gap: Scores = ((points - point) ** 2).sum(1)
    return gap
