"""A round from its plan to the gate's verdict."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np
import torch

from medcls_core.data.labelled import LabelledSet
from medcls_core.errors import InputInvalid
from medcls_core.evaluation.answers import Answer
from medcls_core.evaluation.conformal import conformal_sets
from medcls_core.inference import Predictor
from medcls_core.language import Text
from medcls_core.learning.asking import answer_images
from medcls_core.learning.classifiers import figures
from medcls_core.learning.learner import Tell
from medcls_core.learning.rounds.candidate import train_candidate
from medcls_core.learning.rounds.frozen_set import by_finding, tested
from medcls_core.learning.rounds.gate import GateReport, Side, judge
from medcls_core.learning.rounds.labels import Label, Labels, labels_of
from medcls_core.learning.rounds.mask_candidate import asked_cut
from medcls_core.learning.rounds.place import RoundFolder
from medcls_core.learning.rounds.plan import RoundPlan, read_plan
from medcls_core.learning.rounds.readiness import learnt_before
from medcls_core.learning.rounds.reports import write_report
from medcls_core.learning.rounds.state import RoundProgress, Stage
from medcls_core.networks import ModelCard, ModelVersion, read_model, write_card
from medcls_core.store import LabelStore, rounds
from medcls_core.tasks import TaskKind, get_task, labels_for, task_for

_LEAST_PROB = 1e-6

_NO_TEST = Text("none of its frozen findings has a label any more", "冻结的目标均已无标注")
_GONE = Text(
    "the model that it was to learn on from has changed since; begin a new round",
    "其所基于的模型已更改；请开始新的一轮",
)


@dataclass(frozen=True, slots=True)
class Finished:
    """A candidate and what the gate said of it."""

    candidate: ModelVersion
    report: GateReport


def run_round(
    store: LabelStore,
    folder: RoundFolder,
    device: torch.device,
    tell: Tell,
    progress: RoundProgress,
) -> Finished:
    """Train the candidate, compare it with its parent, and keep the round in the store.

    Raises:
        InputInvalid: if the plan or the parent can't be used any more.
        ImageUnreadable: if an image is gone or damaged.
        Cancelled: if somebody stopped it; it goes on when it is called again.
        TooMuchMemory: if it holds more than it may.
    """
    progress.begin(Stage.STARTING)
    plan = read_plan(folder.plan)
    parent = _parent(plan)
    task = task_for(parent.card)
    classes = tuple(label.key for label in labels_for(parent.card, task))
    labels = labels_of(store, task, classes)
    chosen = planned(plan, labels)
    progress.begin(Stage.TRAINING)
    candidate = train_candidate(
        plan, parent, chosen, folder.training, folder.candidate, device, tell, progress
    )
    progress.begin(Stage.MEASURING)
    finished = pass_gate(store, parent, candidate, plan, labels, device, progress)
    with store.session() as session:
        rounds.append(
            session,
            plan.uuid,
            parent,
            finished.candidate,
            folder.path,
            finished.report.verdict,
            finished.report.words,
            json.loads(json.dumps(asdict(finished.report))),
            plan.items,
        )
    write_report(finished.report, folder.report)
    progress.begin(Stage.FINISHED)
    return finished


def _parent(plan: RoundPlan) -> ModelVersion:
    parent = read_model(plan.parent_folder)
    if parent.sha256 != plan.parent_sha256:
        raise InputInvalid(str(plan.parent_folder), _GONE)
    return parent


def planned(plan: RoundPlan, labels: Labels) -> list[Label]:
    """The labels of the plan that still stand, with the class that was planned.

    A verdict that was taken back since, or that readers contradict by now, is not learnt.
    """
    now = {label.finding: label for label in labels.usable}
    kept = []
    for item in plan.items:
        label = now.get(item.finding)
        if label is not None and label.class_key == item.class_key:
            kept.append(replace(label, weight=item.weight))
    return kept


def pass_gate(  # noqa: PLR0913, PLR0917  (a comparison is made of these)
    store: LabelStore,
    parent: ModelVersion,
    candidate: ModelVersion,
    plan: RoundPlan,
    labels: Labels,
    device: torch.device,
    progress: RoundProgress,
) -> Finished:
    """Both models' answers about the frozen test set, and about reads that neither learnt from.

    Raises:
        InputInvalid: if the test set has no label any more.
        ImageUnreadable: if an image is gone or damaged.
        Cancelled: between two findings.
    """
    with store.session(read_only=True) as session:
        frozen = rounds.frozen(session, plan.task)
    test = tested(frozen, labels.usable)
    if not test:
        raise InputInvalid(f"test set of {plan.task}", _NO_TEST)
    unit_name = frozen[0].unit
    taken = {one.finding for one in frozen} | {item.finding for item in plan.items}
    taken |= learnt_before(store, plan.task)
    other = [label for label in labels.usable if label.finding not in taken]
    predictors = [Predictor.load(get_task(plan.task), one, device) for one in (parent, candidate)]
    before, after = (
        Side(answer_labels(one, test, progress), _temperature(one)) for one in predictors
    )
    report = judge(before, after, predictors[0].classes, unit_name)
    if other:
        right = [_share_right(answer_labels(one, other, progress)) for one in predictors]
        report = replace(report, other_n=len(other), other_before=right[0], other_after=right[1])
    card = _with_figures(candidate.card, after, predictors[1], test, unit_name)
    write_card(card, candidate.folder / "card.json")
    return Finished(ModelVersion(card, candidate.folder), report)


def answer_labels(
    predictor: Predictor, labels: Sequence[Label], progress: RoundProgress
) -> list[Answer]:
    """What a model says of labelled findings, as it would in the program.

    A mask network answers with the score of the strongest place in the middle of the cut.

    Raises:
        ImageUnreadable: if an image is gone or damaged.
        Cancelled: between two findings.
    """
    if predictor.task.kind is not TaskKind.MASK:
        return answer_images(predictor, [label.cut for label in labels], progress)
    answers = []
    for done, label in enumerate(labels):
        progress.update(done, len(labels), "images")
        (probs,) = predictor.predict_batch([asked_cut(label.cut, predictor.task).read()])
        logits = tuple(np.log(np.maximum(probs, _LEAST_PROB)).tolist())
        target = predictor.classes.index(label.class_key)
        answers.append(Answer(label.cut.name, label.cut.unit, "", target, logits))
    return answers


def _temperature(predictor: Predictor) -> float:
    """What the answers' logits are divided by; a mask's score is a probability already."""
    return 1.0 if predictor.task.kind is TaskKind.MASK else predictor.temperature


def _share_right(answers: Sequence[Answer]) -> float:
    return sum(answer.choice == answer.label for answer in answers) / len(answers)


def _with_figures(
    card: ModelCard, side: Side, predictor: Predictor, test: Sequence[Label], unit_name: str
) -> ModelCard:
    units = "image" if unit_name == "finding" else "slide"
    labelled = LabelledSet(
        "frozen test set of the label store",
        units,
        tuple(label.cut if units == "slide" else by_finding(label).cut for label in test),
    )
    measured = figures(
        side.answers, predictor.task, predictor.classes, labelled, side.temperature, unseen=True
    )
    by_unit = "image" if unit_name == "finding" else "slide"
    sets = None
    if predictor.task.kind is not TaskKind.MASK:
        sets = conformal_sets(side.answers, side.temperature, by_unit, labelled.name)
    return replace(card, metrics=measured, sets=sets)
