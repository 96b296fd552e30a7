"""Mitotic figures: known centres and the first model's false alarms are what there is to label."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from medcls_core.data.labelled import ImageFile
from medcls_core.data.mitosis_patches import MitosisPatch
from medcls_core.data.mitosis_set import MitosisSet
from medcls_core.data.splits import Split
from medcls_core.evaluation.mitosis import MATCH_RADIUS_UM, answer_patches, f1_with_fields
from medcls_core.geometry import Box, Outline, Point
from medcls_core.inference import Predictor
from medcls_core.language import Text
from medcls_core.learning.drafts import draft_card, words_of_patches
from medcls_core.learning.masks import MaskSetup, learn_masks
from medcls_core.learning.parts import everything
from medcls_core.learning.rehearsal.cases import Case, Trial
from medcls_core.networks import ModelVersion
from medcls_core.progress import Progress
from medcls_core.tasks import Task, get_task
from medcls_core.training.mitosis import CLASSES, fewer_batches
from medcls_core.training.recipes import MITOSIS

FIGURE_UM = 12.0
"""Side of the box around a figure."""

_BATCHES = 40
_F1 = Text("F1 at 7.5 µm", "7.5 µm 内 F1")


@dataclass(frozen=True, slots=True)
class Figures:
    """Patches of known mitoses; the first model starts from chance."""

    patches: tuple[MitosisPatch, ...]
    items: tuple[ImageFile, ...]
    name: str
    epochs: int
    unit_name: str = "case"
    score_name: Text = _F1

    @property
    def task(self) -> Task:
        """Mitosis."""
        return get_task("mitosis")

    @property
    def mpp(self) -> float:
        """Of the first patch; all of the set have the same."""
        return self.patches[0].mpp

    def first_model(self, learnt: Sequence[int], trial: Trial, progress: Progress) -> ModelVersion:
        """Trained from chance.

        Raises:
            Cancelled: from `progress`.
        """
        parts = everything([self.items[place] for place in learnt])
        train, watched = (
            tuple(self.patches[learnt[place]] for place in some)
            for some in (parts.learnt, parts.watched)
        )
        labelled = MitosisSet(Split(train, watched, ()), Split((), (), ()))
        stage = replace(MITOSIS.stages[0], epochs=self.epochs)
        recipe = replace(
            fewer_batches(MITOSIS, _BATCHES), stages=(stage,), seed=trial.seed, ema_decay=None
        )
        words = words_of_patches(labelled, self.epochs)
        card = draft_card(self.task, recipe, words, None, CLASSES)
        setup = MaskSetup(recipe, None, trial.device)
        return learn_masks(labelled, setup, card, trial.folder / "first", lambda *_: None, progress)

    def cases(
        self, places: Sequence[int], model: ModelVersion, trial: Trial, progress: Progress
    ) -> list[Case]:
        """Every known figure, every look-alike of the set, and every place where `model` errs.

        Raises:
            ImageUnreadable: if a file is damaged.
            Cancelled: from `progress`.
        """
        predictor = Predictor.load(self.task, model, trial.device)
        found = list[Case]()
        for answer in answer_patches(predictor, [self.patches[at] for at in places], progress):
            patch = answer.patch
            reach = MATCH_RADIUS_UM / patch.mpp
            found += [self._case(patch, at, CLASSES[1]) for at in patch.centres_px]
            wrong = [
                (one.x_px, one.y_px)
                for one in answer.candidates
                if all(math.dist((one.x_px, one.y_px), at) > reach for at in patch.centres_px)
            ]
            found += [self._case(patch, at, CLASSES[0]) for at in wrong]
        return found

    def _case(self, patch: MitosisPatch, at: tuple[float, float], label: str) -> Case:
        box = Box.around(Point(*at), FIGURE_UM / patch.mpp)
        return Case(patch.path, Outline.of_box(box), label)

    def score(
        self, model: ModelVersion, held: Sequence[int], trial: Trial, progress: Progress
    ) -> float:
        """F1 at 7.5 um at the card's threshold, alarms on look-alikes counted.

        Raises:
            ImageUnreadable: if a file is damaged.
            Cancelled: from `progress`.
        """
        predictor = Predictor.load(self.task, model, trial.device)
        answers = answer_patches(predictor, [self.patches[place] for place in held], progress)
        return f1_with_fields(answers, (), predictor.threshold)
