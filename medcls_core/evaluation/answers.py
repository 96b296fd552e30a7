"""What a classifier said of labelled images, one by one and as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import torch
from numpy.typing import NDArray

from medcls_core.tasks.reading import probabilities


@dataclass(frozen=True, slots=True)
class Answer:
    """One image and the network's answer.

    Attributes:
        name: of the image, unique in its set; an image answered in several repeats of a
            cross-validation has several answers of that name.
        unit: patient, case or group, which the split keeps together.
        subset: for example a magnification; "" for none.
        label: true class, an index.
        logits: of every class; a single one is that of the second of two classes.
    """

    name: str
    unit: str
    subset: str
    label: int
    logits: tuple[float, ...]

    def probs(self, temperature: float = 1.0) -> tuple[float, ...]:
        """Probability of every class; two for a single logit."""
        return tuple(probabilities_of([self], temperature)[0].tolist())

    @property
    def choice(self) -> int:
        """The likeliest class, the first of equals; no temperature changes it."""
        return int(logits_of([self])[0].argmax())


def logits_of(answers: Sequence[Answer]) -> NDArray[np.float64]:
    """Logits of shape (N, C); a single logit becomes (0, logit), which means the same."""
    logits = np.array([answer.logits for answer in answers], np.float64)
    return np.pad(logits, ((0, 0), (1, 0))) if logits.shape[1] == 1 else logits


def probabilities_of(answers: Sequence[Answer], temperature: float = 1.0) -> NDArray[np.float32]:
    """Probabilities of shape (N, C), read from the logits as the program does everywhere."""
    logits = torch.tensor([answer.logits for answer in answers], dtype=torch.float64)
    probs: NDArray[np.float32] = probabilities(logits, temperature).numpy()
    return probs


@dataclass(frozen=True, slots=True, eq=False)
class AnswerArrays:
    """Answers as arrays over N, for figures that are computed a thousand times."""

    names: NDArray[np.str_]
    units: NDArray[np.str_]
    subsets: NDArray[np.str_]
    labels: NDArray[np.int64]
    choices: NDArray[np.int64]
    logits: NDArray[np.float64]  # (N, C)

    @classmethod
    def of(cls, answers: Sequence[Answer], unit_name: str) -> Self:
        """The arrays; where `unit_name` is "image", every image is a unit of its own.

        Raises:
            ValueError: if there are no answers.
        """
        if not answers:
            raise ValueError("figures need at least one answer")
        logits = logits_of(answers)
        names = np.array([answer.name for answer in answers])
        by_image = unit_name == "image"
        return cls(
            names=names,
            units=names if by_image else np.array([answer.unit for answer in answers]),
            subsets=np.array([answer.subset for answer in answers]),
            labels=np.array([answer.label for answer in answers], np.int64),
            choices=logits.argmax(1),
            logits=logits,
        )

    @property
    def right(self) -> NDArray[np.bool_]:
        """Where the choice is the label."""
        right: NDArray[np.bool_] = self.labels == self.choices
        return right
