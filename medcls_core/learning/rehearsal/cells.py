"""Single cells and fields: the image is the finding, and the whole network answers about it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image
from safetensors.torch import load_file, save_file

from medcls_core.data.labelled import ImageFile, LabelledSet
from medcls_core.errors import InputInvalid
from medcls_core.evaluation.calibration import fit_temperature
from medcls_core.evaluation.confusion import average_accuracy, confusion_matrix
from medcls_core.geometry import Box, Outline
from medcls_core.inference import Predictor
from medcls_core.language import Text
from medcls_core.learning.asking import answer_images
from medcls_core.learning.drafts import draft_card, words_of_set
from medcls_core.learning.learner import Learner, Setup
from medcls_core.learning.parts import everything
from medcls_core.learning.rehearsal.cases import Case, Trial
from medcls_core.learning.simulation.picture import AVERAGE_ACCURACY
from medcls_core.networks import ModelVersion, bundled_model
from medcls_core.progress import Progress
from medcls_core.tasks import Task, get_task, labels_for, task_for
from medcls_core.training.recipe import Recipe
from medcls_core.training.recipes import RECIPES
from medcls_core.training.release import release

_UNFROZEN = Text(
    "its bundled model has learnt in every layer: nothing is left to start a rehearsal from",
    "其内置模型的所有层均已训练，无法作为演练的起点",
)


@dataclass(frozen=True, slots=True)
class Cells:
    """Labelled images of a task that classifies.

    The first model starts from those layers of the bundled one that its recipe froze, which no
    label has moved; all others start anew.
    """

    task: Task
    labelled: LabelledSet
    items: tuple[ImageFile, ...]
    side_px: int
    epochs: int
    score_name: Text = AVERAGE_ACCURACY
    mpp: float | None = None

    @property
    def name(self) -> str:
        """Of the set."""
        return self.labelled.name

    @property
    def unit_name(self) -> str:
        """What a split keeps together."""
        return self.labelled.unit_name

    def first_model(self, learnt: Sequence[int], trial: Trial, progress: Progress) -> ModelVersion:
        """Trained from the bundled model's frozen layers.

        Raises:
            InputInvalid: if the bundled model has none.
            Cancelled: from `progress`.
        """
        bundled = bundled_model(self.task.key)
        task = task_for(bundled.card)
        classes = tuple(label.key for label in labels_for(bundled.card, task))
        recipe = self._recipe(bundled, trial.seed)
        start = trial.folder / "frozen.safetensors"
        _keep_frozen(bundled.weights_path, recipe, start)
        setup = Setup(task, recipe, classes, start, trial.device)
        some = [self.items[place] for place in learnt]
        learner = Learner(some, setup, progress)
        parts = everything(some)
        network = learner.train(
            parts.learnt, parts.watched, trial.folder / "training", lambda *_: None
        )
        counted = LabelledSet(self.name, self.unit_name, tuple(some))
        words = words_of_set(counted, self.epochs)
        return release(
            network,
            draft_card(task, recipe, words, None, classes),
            trial.folder / "first",
            mpp=self.task.input.mpp,
            threshold=0.5,
            temperature=fit_temperature(learner.ask(network, parts.watched)),
            size_px=recipe.size_px,
            mirrored=recipe.mirrored,
        )

    def _recipe(self, bundled: ModelVersion, seed: int) -> Recipe:
        base = RECIPES.get(bundled.card.recipe, RECIPES[self.task.key])
        if not base.stages or not base.stages[-1].frozen:
            raise InputInvalid(f"task {self.task.key}", _UNFROZEN)
        stage = replace(base.stages[-1], epochs=self.epochs, patience=None)
        return replace(
            base,
            stages=(stage,),
            seed=seed,
            size_px=(self.side_px, self.side_px),
            crown_variants=min(base.crown_variants, 3),
        )

    def cases(
        self,
        places: Sequence[int],
        model: ModelVersion,  # noqa: ARG002  (a cell is there, whatever a model says)
        trial: Trial,  # noqa: ARG002
        progress: Progress,  # noqa: ARG002
    ) -> list[Case]:
        """One an image, its frame."""
        return [_whole(self.items[place]) for place in places]

    def score(
        self, model: ModelVersion, held: Sequence[int], trial: Trial, progress: Progress
    ) -> float:
        """Average accuracy.

        Raises:
            ImageUnreadable: if a file is damaged.
            Cancelled: from `progress`.
        """
        predictor = Predictor.load(get_task(self.task.key), model, trial.device)
        answers = answer_images(predictor, [self.items[place] for place in held], progress)
        return float(average_accuracy(confusion_matrix(answers, predictor.classes)))


def _whole(item: ImageFile) -> Case:
    with Image.open(item.path) as image:
        return Case(item.path, Outline.of_box(Box(0, 0, *image.size)), item.label)


def _keep_frozen(weights: Path, recipe: Recipe, to: Path) -> None:
    """The tensors of the layers that the recipe's last stage froze."""
    frozen = recipe.stages[-1].frozen
    kept = {
        name: tensor for name, tensor in load_file(weights).items() if name.split(".")[0] in frozen
    }
    to.parent.mkdir(parents=True, exist_ok=True)
    save_file(kept, to)
