"""The strategies by name: from what is known of a pool to the rows to ask about."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from medcls_core.language import Text
from medcls_core.learning.asking_next import scores
from medcls_core.learning.asking_next.batches import Rows, badge, class_balanced, core_set, highest

MIXED_SHARES = (("badge", 0.5), ("class_balanced", 0.3), ("random", 0.2))
"""Of a mixed batch: what is unsure and diverse, rare classes, and chance, which no bias escapes."""


class Strategy(StrEnum):
    """What is asked next."""

    RANDOM = "random"
    LEAST_CONFIDENCE = "least_confidence"
    MARGIN = "margin"
    ENTROPY = "entropy"
    BALD = "bald"
    CORE_SET = "core_set"
    BADGE = "badge"
    CLASS_BALANCED = "class_balanced"
    MIXED = "mixed"


STRATEGY_WORDS = {
    Strategy.RANDOM: Text("chance alone", "完全随机"),
    Strategy.LEAST_CONFIDENCE: Text("the likeliest class is little likely", "最可能类别的概率低"),
    Strategy.MARGIN: Text("two classes are nearly as likely", "两个类别概率接近"),
    Strategy.ENTROPY: Text("no class stands out", "没有突出的类别"),
    Strategy.BALD: Text("networks drawn by dropout contradict each other", "随机失活网络结论不一"),
    Strategy.CORE_SET: Text("unlike everything that has a label", "与所有已标注目标差异大"),
    Strategy.BADGE: Text("unsure, and each unlike the others", "不确定且彼此不同"),
    Strategy.CLASS_BALANCED: Text(
        "unsure, of the classes with few labels", "标注少的类别中不确定者"
    ),
    Strategy.MIXED: Text(
        "half unsure and diverse, the rest rare classes and chance",
        "一半为不确定且多样，其余为少见类别与随机",
    ),
}
"""Why a strategy asks about a finding, for people."""

NEED_PIXELS = frozenset({Strategy.BALD, Strategy.CORE_SET, Strategy.BADGE, Strategy.MIXED})
"""Strategies that a kept answer is not enough for: the network must see the findings again."""


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """What is known of the findings that may be asked about, and of those that have a label.

    Attributes:
        probs: class probabilities (N, C).
        labelled: how many labels each class has, (C,).
        points: embeddings (N, D); empty (N, 0) where no strategy needs them.
        known: embeddings of what has a label (M, D).
        draws: probabilities by dropout (T, N, C); empty (0, N, C) where nobody drew.
    """

    probs: NDArray[np.floating]
    labelled: NDArray[np.int64]
    points: NDArray[np.floating]
    known: NDArray[np.floating]
    draws: NDArray[np.floating]

    def __len__(self) -> int:
        return len(self.probs)


def choose(strategy: Strategy, pool: Pool, count: int, seed: int) -> Rows:
    """The rows of the pool to ask about, the most wanted first; fewer if the pool is smaller.

    Args:
        strategy: what is wanted.
        pool: what is known of the findings.
        count: how many.
        seed: of chance; the same pool and seed give the same rows.
    """
    if not len(pool):
        return np.empty(0, np.intp)
    return _CHOICES[strategy](pool, min(count, len(pool)), np.random.default_rng(seed))


_Choice = Callable[[Pool, int, np.random.Generator], Rows]


def _by(score: Callable[[NDArray[np.floating]], scores.Scores]) -> _Choice:
    return lambda pool, count, rng: highest(score(pool.probs), count, rng)


def _random(pool: Pool, count: int, rng: np.random.Generator) -> Rows:
    return rng.permutation(len(pool))[:count]


def _bald(pool: Pool, count: int, rng: np.random.Generator) -> Rows:
    return highest(scores.disagreement(pool.draws), count, rng)


def _core_set(pool: Pool, count: int, rng: np.random.Generator) -> Rows:
    return core_set(pool.points, pool.known, count, rng)


def _badge(pool: Pool, count: int, rng: np.random.Generator) -> Rows:
    return badge(pool.probs, pool.points, count, rng)


def _class_balanced(pool: Pool, count: int, rng: np.random.Generator) -> Rows:
    return class_balanced(scores.margin(pool.probs), pool.probs, pool.labelled, count, rng)


def _mixed(pool: Pool, count: int, rng: np.random.Generator) -> Rows:
    """A share of each; who is chosen by one gives the place to the next of the other."""
    chosen = dict[int, None]()
    for place, (name, share) in enumerate(MIXED_SHARES):
        last = place == len(MIXED_SHARES) - 1
        wanted = count if last else min(count, len(chosen) + round(share * count))
        for row in _CHOICES[Strategy(name)](pool, len(pool) if last else count, rng).tolist():
            if len(chosen) >= wanted:
                break
            chosen.setdefault(row)
    return np.array(list(chosen), np.intp)


_CHOICES: dict[Strategy, _Choice] = {
    Strategy.RANDOM: _random,
    Strategy.LEAST_CONFIDENCE: _by(scores.least_confidence),
    Strategy.MARGIN: _by(scores.margin),
    Strategy.ENTROPY: _by(scores.entropy),
    Strategy.BALD: _bald,
    Strategy.CORE_SET: _core_set,
    Strategy.BADGE: _badge,
    Strategy.CLASS_BALANCED: _class_balanced,
    Strategy.MIXED: _mixed,
}
