"""Beginning a round, or going on with one that was stopped."""

from dataclasses import dataclass
from pathlib import Path

from medcls_core.errors import InputInvalid, OutputUnwritable
from medcls_core.learning.rounds.frozen_set import freeze_test_set, learnable
from medcls_core.learning.rounds.labels import labels_of
from medcls_core.learning.rounds.place import RoundFolder, next_folder, unfinished
from medcls_core.learning.rounds.plan import EPOCHS, plan_round, read_plan, write_plan
from medcls_core.learning.rounds.readiness import learnt_before, readiness_of
from medcls_core.learning.rounds.state import ask
from medcls_core.networks.in_use import model_in_use
from medcls_core.store import LabelStore, rounds
from medcls_core.tasks import Task, labels_for, task_for


@dataclass(frozen=True, slots=True)
class Begun:
    """A round with a plan; `count` labels to learn from, `tested` findings frozen."""

    folder: RoundFolder
    goes_on: bool
    count: int
    tested: int


def begin_round(
    store: LabelStore,
    task: Task,
    *,
    epochs: int = EPOCHS,
    replay: Path | None = None,
    seed: int = 0,
) -> Begun:
    """Go on with the round that was stopped, or plan a new one; the first freezes the test set.

    A stopped round of a model that isn't in use any more is left behind.

    Raises:
        InputInvalid: if there are too few labels (what is missing), or the model in use can't
            learn further here.
        OutputUnwritable: if the disk refuses.
    """
    model = model_in_use(task.key)
    before = unfinished(store, task.key)
    if before is not None:
        plan = read_plan(before.plan)
        if plan.parent_sha256 == model.sha256:
            for flag in (before.pause, before.cancel):
                ask(flag, wanted=False)
            return Begun(before, goes_on=True, count=len(plan.items), tested=0)
    asked = task_for(model.card)
    classes = tuple(label.key for label in labels_for(model.card, asked))
    labels = labels_of(store, asked, classes)
    ready = readiness_of(store, asked, classes, labels)
    if not ready.ready:
        raise InputInvalid(f"task {task.key}", ready.words)
    if not ready.frozen:
        freeze_test_set(store, task.key, labels.usable, learnt_before(store, task.key))
    with store.session(read_only=True) as session:
        frozen = rounds.frozen(session, task.key)
    chosen = learnable(frozen, labels.usable)
    plan = plan_round(model, chosen, epochs=epochs, seed=seed, replay=replay)
    folder = next_folder(store, task.key)
    try:
        folder.path.mkdir(parents=True)
    except OSError as problem:
        raise OutputUnwritable(folder.path, problem.strerror or str(problem)) from problem
    write_plan(plan, folder.plan)
    return Begun(folder, goes_on=False, count=len(chosen), tested=len(frozen))
