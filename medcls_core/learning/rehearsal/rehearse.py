"""The rehearsal itself: round after round through the store, the training, the gate, a decision."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedGroupKFold

from medcls_core.errors import InputInvalid
from medcls_core.inference import Predictor
from medcls_core.language import Text, filled
from medcls_core.learning.asking_next.from_store import Question, ask_next
from medcls_core.learning.asking_next.strategies import NEED_PIXELS, Strategy
from medcls_core.learning.rehearsal.cases import Case, Rehearsed, Trial
from medcls_core.learning.rehearsal.desk import READER, Desk
from medcls_core.learning.rounds.beginning import begin_round
from medcls_core.learning.rounds.deciding import discard, promote, standing_of
from medcls_core.learning.rounds.overview import overview_of
from medcls_core.learning.rounds.readiness import LEAST_NEW
from medcls_core.learning.rounds.run import run_round
from medcls_core.learning.rounds.state import RoundProgress
from medcls_core.networks import ModelVersion
from medcls_core.networks.in_use import model_in_use, use_model
from medcls_core.networks.installed import folder_for
from medcls_core.progress import Progress
from medcls_core.resources import user_folder_at
from medcls_core.store import open_store

FIRST = "first"
_FIFTHS = 5
_FEW_UNITS = Text(
    "it has fewer than five units (patients, cases), which can't be held out",
    "划分单位（患者、病例）少于五个，无法留出",
)
_SMALL_STEP = Text(
    "a round of {batch} labels is too small: a round learns from {least} new ones at least; take "
    "larger steps or more images",
    "每轮 {batch} 条标注太少：每轮至少需 {least} 条新标注；请加大步长或增加图像",
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is rehearsed.

    Attributes:
        strategies: each from the same first model.
        seeds: each with its own division, first labels and first model.
        start: share of the pool's images that the first model learns from.
        step: share of the pool's findings that a round asks about.
        most: images at most, drawn by chance, to ask about; to freeze; to hold out.
        epochs: of a round.
    """

    strategies: tuple[Strategy, ...]
    seeds: tuple[int, ...]
    start: float = 0.1
    step: float = 0.225
    most: int = 1000
    epochs: int = 8


@dataclass(frozen=True, slots=True)
class Round:
    """The state after a round; number 0 is before the first.

    Attributes:
        strategy: who asked.
        seed: which division.
        number: of the round.
        labels: given so far, without the frozen ones.
        pool: all that there are to give.
        score: of the model in use, on images that were never in the store.
        candidate: of the round's candidate there, promoted or not.
        verdict: the gate's; "" before the first round, and where none could begin yet.
        promoted: whether the candidate is in use now.
    """

    strategy: Strategy
    seed: int
    number: int
    labels: int
    pool: int
    score: float
    candidate: float
    verdict: str
    promoted: bool


@dataclass(frozen=True, slots=True)
class Division:
    """Places of a set's images: never in the store, frozen for the gate, learnt first, the rest."""

    held: tuple[int, ...]
    frozen: tuple[int, ...]
    first: tuple[int, ...]
    rest: tuple[int, ...]


def divided(rehearsed: Rehearsed, seed: int, start: float, most: int) -> Division:
    """Two fifths by units are held out and frozen; of the rest a share is learnt first.

    Two images of every class are among the first, since a network needs to know them all.

    Raises:
        InputInvalid: if there are fewer units than fifths.
    """
    labels = np.array([item.label for item in rehearsed.items])
    units = np.array([item.unit for item in rehearsed.items])
    if len(np.unique(units)) < _FIFTHS:
        raise InputInvalid(rehearsed.name, _FEW_UNITS)
    splitter = StratifiedGroupKFold(_FIFTHS, shuffle=True, random_state=seed)
    fifths = [tested for _, tested in splitter.split(labels, labels, units)]
    rng = np.random.default_rng([11, seed])
    held, frozen = (rng.permutation(some)[:most] for some in fifths[:2])
    pool: NDArray[np.int64] = rng.permutation(np.concatenate(fifths[2:]))[:most]
    of_class = [pool[labels[pool] == key][:2] for key in np.unique(labels[pool])]
    ordered = list(dict.fromkeys(np.concatenate([*of_class, pool]).tolist()))
    count = max(2, round(start * len(pool)))
    parts = (held.tolist(), frozen.tolist(), ordered[:count], ordered[count:])
    return Division(*(tuple(sorted(part)) for part in parts))


def rehearse(
    rehearsed: Rehearsed,
    plan: Plan,
    done: Sequence[tuple[Strategy, int]],
    folder: Path,
    device: torch.device,
    progress: Progress,
) -> Iterator[list[Round]]:
    """Every strategy and seed but those done, curve by curve.

    Nothing of the user's is touched: store, models and the choice among them lie below `folder`,
    and what a curve needed is removed when it is done.

    Raises:
        InputInvalid: if the set is too small for the plan.
        ImageUnreadable: if an image is damaged.
        Cancelled: from `progress`.
    """
    for seed in plan.seeds:
        wanted = [one for one in plan.strategies if (one, seed) not in done]
        if not wanted:
            continue
        home = folder / f"seed{seed}"
        shutil.rmtree(home, ignore_errors=True)  # half a curve of a run that was stopped
        trial = Trial(seed, home, device)
        start = _start(rehearsed, plan, trial, progress)
        for strategy in wanted:
            place = home / strategy
            place.mkdir(parents=True)
            with user_folder_at(place):
                curve = list(_curve(start, strategy, place, progress))
            shutil.rmtree(place, ignore_errors=True)
            yield curve
        shutil.rmtree(home, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class _Start:
    """What all strategies of a seed begin with: the first model, its score, what is to be said."""

    rehearsed: Rehearsed
    plan: Plan
    trial: Trial
    held: tuple[int, ...]
    model: ModelVersion
    score: float
    frozen: list[Case]
    first: list[Case]
    rest: list[Case]


def _start(rehearsed: Rehearsed, plan: Plan, trial: Trial, progress: Progress) -> _Start:
    division = divided(rehearsed, trial.seed, plan.start, plan.most)
    model = rehearsed.first_model(division.first, trial, progress)
    score = rehearsed.score(model, division.held, trial, progress)
    parts = (division.frozen, division.first, division.rest)
    cases = [rehearsed.cases(part, model, trial, progress) for part in parts]
    return _Start(rehearsed, plan, trial, division.held, model, score, *cases)


def _curve(start: _Start, strategy: Strategy, place: Path, progress: Progress) -> Iterator[Round]:
    rehearsed, trial, task = start.rehearsed, start.trial, start.rehearsed.task
    _install(start.model, task.key)
    with open_store(str(place / "labels.sqlite")) as store:
        desk = Desk(store, task, rehearsed.mpp)
        desk.freeze(desk.lay_out(start.frozen))
        desk.answer(desk.lay_out(start.first))
        desk.lay_out(start.rest)
        labels, pool = len(start.first), len(start.first) + len(start.rest)
        batch, score = _batch(start.plan.step, pool), start.score
        yield Round(strategy, trial.seed, 0, labels, pool, score, score, "", promoted=False)
        number = 0
        while labels < pool:
            number += 1
            left = pool - labels
            count = left if left < batch + LEAST_NEW else batch
            labels += _ask(desk, strategy, count, trial, number, progress)
            if not overview_of(store, task.key).readiness.ready:  # as where all are of one class
                yield Round(
                    strategy, trial.seed, number, labels, pool, score, score, "", promoted=False
                )
                continue
            begun = begin_round(store, task, epochs=start.plan.epochs, seed=trial.seed)
            heard = RoundProgress(begun.folder, None, progress.update)
            finished = run_round(store, begun.folder, trial.device, lambda *_: None, heard)
            candidate = rehearsed.score(finished.candidate, start.held, trial, progress)
            passes = finished.report.verdict.passes
            standing = standing_of(store, task.key, None)
            if passes:
                promote(store, standing, READER)
                score = candidate
            else:
                discard(store, standing, READER)
            shutil.rmtree(begun.folder.training, ignore_errors=True)
            yield Round(
                strategy,
                trial.seed,
                number,
                labels,
                pool,
                score,
                candidate,
                str(finished.report.verdict),
                promoted=passes,
            )


def _install(model: ModelVersion, task: str) -> None:
    """The first model answers, in the borrowed user folder."""
    home = folder_for(task, FIRST)
    shutil.copytree(model.folder, home)
    use_model(task, FIRST)


def _batch(step: float, pool: int) -> int:
    batch = round(step * pool)
    if batch < LEAST_NEW:
        raise InputInvalid("--step", filled(_SMALL_STEP, batch=batch, least=LEAST_NEW))
    return batch


def _ask(
    desk: Desk, strategy: Strategy, count: int, trial: Trial, number: int, progress: Progress
) -> int:
    """Ask and answer; how many labels that gave."""
    model = model_in_use(desk.task.key)
    predictor = Predictor.load(desk.task, model, trial.device)
    if strategy is not Strategy.RANDOM and strategy not in NEED_PIXELS:
        desk.predict(predictor, progress)
    question = Question(strategy, count, trial.seed + 97 * number)
    asked = ask_next(desk.store, predictor, question, progress)
    desk.answer([one.finding for one in asked.findings])
    return len(asked.findings)
