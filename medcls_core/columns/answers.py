"""What models said of very many findings, as columns."""

import json
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from medcls_core.columns.texts import Texts
from medcls_core.findings import Prediction, Trait

NOBODY = -1


@dataclass(frozen=True, slots=True)
class Voice:
    """Who answers: the digest of a model's weights, and the classes that it knows."""

    model_sha256: str
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """The latest answer to each finding.

    Attributes:
        voices: who answered.
        voice: which of them, (N,); `NOBODY` where no model answered.
        probs: of the voice's classes in their order, (N, K) with NaN behind the last.
        traits: JSON objects of probabilities by keys.
        trait: which of them, (N,); -1 where the answer has none.
    """

    voices: tuple[Voice, ...]
    voice: NDArray[np.int16]
    probs: NDArray[np.float64]
    traits: Texts
    trait: NDArray[np.int32]

    def at(self, row: int, finding: UUID, task: str) -> Prediction | None:
        """The answer in a row, as one to `finding`; None where no model answered."""
        if self.voice[row] == NOBODY:
            return None
        voice = self.voices[self.voice[row]]
        probs = tuple(self.probs[row, : len(voice.classes)].tolist())
        return Prediction(
            finding, task, voice.model_sha256, voice.classes, probs, self._traits(row)
        )

    def _traits(self, row: int) -> tuple[Trait, ...]:
        if self.trait[row] < 0:
            return ()
        said = json.loads(self.traits.at(int(self.trait[row])))
        return tuple(Trait(key, prob) for key, prob in said.items())

    def with_unanswered(self, count: int) -> "Answers":
        """The same with so many more findings below that no model saw."""
        return Answers(
            self.voices,
            np.concatenate([self.voice, np.full(count, NOBODY, np.int16)]),
            np.concatenate([self.probs, np.full((count, self.probs.shape[1]), np.nan)]),
            self.traits,
            np.concatenate([self.trait, np.full(count, -1, np.int32)]),
        )


NO_ANSWERS = Answers(
    (), np.zeros(0, np.int16), np.zeros((0, 0)), Texts([], 0), np.zeros(0, np.int32)
)
