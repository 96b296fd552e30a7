"""What a scripted reader is asked about, and what is right."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import torch

from medcls_core.data.labelled import ImageFile
from medcls_core.geometry import Outline
from medcls_core.language import Text
from medcls_core.networks import ModelVersion
from medcls_core.progress import Progress
from medcls_core.tasks import Task


@dataclass(frozen=True, slots=True)
class Case:
    """A finding to be: its image, its outline there, and the class that the reader knows."""

    image: Path
    outline: Outline
    label: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What one seed starts from: a first model and where its files and the folds lie.

    Attributes:
        seed: of chance.
        folder: for the first model.
        device: where to train and ask.
    """

    seed: int
    folder: Path
    device: torch.device


class Rehearsed(Protocol):
    """A set of images with known labels, as a task's models learn and are measured on it."""

    @property
    def task(self) -> Task:
        """The question."""

    @property
    def name(self) -> str:
        """Of the set, for people."""

    @property
    def unit_name(self) -> str:
        """What a split keeps together."""

    @property
    def score_name(self) -> Text:
        """Name of the figure that `score` gives."""

    @property
    def mpp(self) -> float | None:
        """Micrometres per pixel of its images; None where the task needs none."""

    @property
    def items(self) -> Sequence[ImageFile]:
        """Its images."""

    def first_model(self, learnt: Sequence[int], trial: Trial, progress: Progress) -> ModelVersion:
        """A model that has learnt the images at `learnt` and no other of the set."""

    def cases(
        self, places: Sequence[int], model: ModelVersion, trial: Trial, progress: Progress
    ) -> list[Case]:
        """What there is to label in the images at `places`."""

    def score(
        self, model: ModelVersion, held: Sequence[int], trial: Trial, progress: Progress
    ) -> float:
        """How good `model` is on the images at `held`, between 0 and 1."""
