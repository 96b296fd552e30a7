"""What `medcls train` does once its options are understood."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from medcls_core.cli.measuring import draw_answers, print_metrics
from medcls_core.cli.progress_bar import ProgressBar
from medcls_core.cli.speech import current_language, notes, say
from medcls_core.data.composed.labelled import as_set, composed_sets
from medcls_core.data.labelled import LabelledSet
from medcls_core.data.mitosis_set import read_mitosis_set
from medcls_core.data.sources import read_labelled
from medcls_core.errors import InputInvalid
from medcls_core.evaluation.plots import draw_curves
from medcls_core.inference import choose_device
from medcls_core.language import Text
from medcls_core.learning.classifiers import (
    ANSWERS,
    asked_about,
    classes_for,
    learn_by_folds,
    learn_once,
    read_answers,
    release_classifier,
)
from medcls_core.learning.drafts import draft_card, words_of_patches, words_of_set
from medcls_core.learning.learner import Setup
from medcls_core.learning.masks import MaskSetup, learn_masks, measure_mitosis
from medcls_core.learning.parts import SPLIT_SEED, Parts, by_unit, in_order
from medcls_core.learning.traits import learn_traits
from medcls_core.networks import ModelVersion, read_card, read_model, write_card
from medcls_core.networks.starting import Init
from medcls_core.tasks import Task, TaskKind
from medcls_core.training import EpochReport, Recipe
from medcls_core.training.fit import CURVES, read_curves
from medcls_core.training.mitosis import CLASSES
from medcls_core.training.recipe import TraitFit, recipe_as_json
from medcls_core.training.release import release
from medcls_core.whole_file import written_beside
from medcls_core.whole_folder import RUN_FILE

EPOCH = Text(
    "{run} epoch {epoch}: loss {loss:.4f}, score {score:.4f} (best {best:.4f}), {seconds:.0f} s",
    "{run} 第 {epoch} 轮：损失 {loss:.4f}，得分 {score:.4f}（最佳 {best:.4f}），{seconds:.0f} 秒",
)

TRAINING = Text("training", "训练")
_NO_MODEL = Text(
    "this recipe needs the folder of a finished mask model, with its card.json",
    "此配方需要已训练掩膜模型的文件夹（含 card.json）",
)


@dataclass(frozen=True, slots=True)
class TrainingRequest:
    """The command's options, understood; `init` is a path, "imagenet" or "none"."""

    task: Task
    recipe: Recipe
    data: Path
    negatives: Path | None
    unlabelled: Path | None
    init: str
    folds: int
    device: str
    card: Path | None
    out: Path


def run_training(request: TrainingRequest) -> ModelVersion:
    """Train, measure, and write weights, card, recipe and curves into the folder.

    Raises:
        MedclsError: if data, starting weights or device can't be used.
        Cancelled: between two batches.
    """
    if request.card is not None:
        read_card(request.card)  # before hours of training, not after
    train = _train_masks if request.task.kind is TaskKind.MASK else _train_classifier
    version = train(request)
    record = recipe_as_json(request.recipe) | {"init": request.init, "folds": request.folds}
    with written_beside(request.out / RUN_FILE) as part:
        part.write_text(json.dumps(record, indent=2) + "\n", "utf-8")
    _draw(request.out, version)
    print_metrics(version.card.metrics, request.task)
    return version


def setup_of(request: TrainingRequest) -> tuple[LabelledSet, Parts, Setup]:
    """The images of a classifier's request, their parts, and what it learns them with."""
    if request.recipe.composed:
        split = composed_sets(request.data, request.recipe.composed, request.recipe.seed)
        labelled = as_set(split)
        parts = in_order(len(split.train), len(split.validation), len(split.test))
    else:
        labelled = asked_about(read_labelled(request.data, request.task.key), request.task)
        parts = by_unit(labelled.items)
    setup = Setup(
        request.task,
        request.recipe,
        classes_for(request.task, labelled.classes),
        init_of(request.init),
        choose_device(request.device),
    )
    return labelled, parts, setup


def _train_classifier(request: TrainingRequest) -> ModelVersion:
    labelled, parts, setup = setup_of(request)
    words = words_of_set(labelled, request.recipe.epochs)
    draft = draft_card(request.task, request.recipe, words, request.card, setup.classes)
    draft = replace(draft, composed=bool(request.recipe.composed))
    with progress_bar() as bar:
        if request.folds:
            learnt = learn_by_folds(labelled, setup, request.folds, request.out, tell_epoch, bar)
        else:
            learnt = learn_once(labelled, parts, setup, request.out, tell_epoch, bar)
        return release_classifier(learnt, draft, labelled, setup, request.out)


def _train_masks(request: TrainingRequest) -> ModelVersion:
    if request.recipe.trait is not None:
        return _train_trait(request, request.recipe.trait)
    recipe = request.recipe
    labelled = read_mitosis_set(request.data, request.negatives, SPLIT_SEED)
    setup = mask_setup_of(request)
    words = words_of_patches(labelled, recipe.epochs)
    card = draft_card(request.task, recipe, words, request.card, CLASSES)
    with progress_bar() as bar:
        model = learn_masks(labelled, setup, card, request.out, tell_epoch, bar)
        metrics = measure_mitosis(model, labelled, request.unlabelled, setup.device, bar)
    card = replace(model.card, metrics=metrics)
    write_card(card, request.out / "card.json")
    return ModelVersion(card, request.out)


def _train_trait(request: TrainingRequest, fitting: TraitFit) -> ModelVersion:
    """A model like the one in the folder `--init`, with a fitted second head."""
    init = init_of(request.init)
    if not (isinstance(init, Path) and init.is_dir()):
        raise InputInvalid(f"--init {request.init}", say(_NO_MODEL))
    start = read_model(init)
    words = start.card if request.card is None else read_card(request.card)
    labelled = read_mitosis_set(request.data, None, SPLIT_SEED)
    with progress_bar() as bar:
        learnt = learn_traits(start, labelled, fitting, choose_device(request.device), bar)
    names = {metric.name for metric in learnt.metrics}
    before = tuple(metric for metric in start.card.metrics if metric.name not in names)
    card = replace(
        words,
        network=request.recipe.network,
        metrics=before + learnt.metrics,
        parent=start.sha256,
    )
    weights = start.card.weights
    assert weights is not None  # noqa: S101  (its sha256 was asked for)
    return release(
        learnt.network,
        card,
        request.out,
        mpp=weights.mpp,
        threshold=weights.threshold,
        temperature=weights.temperature,
    )


def mask_setup_of(request: TrainingRequest) -> MaskSetup:
    """What a mask network's request learns with."""
    init = init_of(request.init)
    start = init if isinstance(init, Path) else None
    return MaskSetup(request.recipe, start, choose_device(request.device))


def _draw(folder: Path, version: ModelVersion) -> None:
    """Curves of every run in the folder, confusion and reliability of a classifier."""
    for curves in folder.rglob(CURVES):
        title = f"{version.card.recipe} {curves.parent.name}"
        draw_curves(curves.with_suffix(".png"), read_curves(curves), title, current_language())
    answers_file = folder / ANSWERS
    if answers_file.exists():
        draw_answers(folder, read_answers(answers_file), version.card)


def init_of(named: str, option: str = "--init") -> Init | None:
    """Starting weights by name.

    Raises:
        InputInvalid: if it is a file that isn't there.
    """
    if named == "none":
        return None
    if named == "imagenet":
        return "imagenet"
    path = Path(named)
    if not path.exists():
        raise InputInvalid(f"{option} {named}", "there is no such file or folder")
    return path


def tell_epoch(run: str, report: EpochReport) -> None:
    """One line an epoch, beside the bar."""
    notes().print(
        say(EPOCH).format(
            run=run,
            epoch=report.epoch,
            loss=report.loss,
            score=report.score,
            best=report.best_score,
            seconds=report.seconds,
        )
    )


@contextmanager
def progress_bar() -> Iterator[ProgressBar]:
    """The bar of hours of training; where it is no terminal, a line a minute."""
    with ProgressBar(every_s=60) as bar:
        bar.begin(say(TRAINING))
        yield bar
        bar.finish()
