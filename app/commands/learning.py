"""Learning from verdicts: looking how it stands, a round in a process of its own, decisions."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication

from app.commands.own_store import look_beside
from app.commands.run_task import look_up_models
from app.context import AppContext
from app.jobs.program import start_program
from medcls_core.errors import MedclsError
from medcls_core.resources import user_folder

if TYPE_CHECKING:  # these load torch and the database library
    from medcls_core.learning.rounds.overview import Overview
    from medcls_core.networks.card import ModelVersion
    from medcls_core.store import LabelStore

# ruff: noqa: PLC0415  (imported in the job's own thread, or once the panel is there)

T = TypeVar("T")
LOG = "learning.log"


def look(context: AppContext) -> None:
    """Look up labels, rounds and history of the chosen task, beside the verdicts' own lane."""
    if context.learning.looking:
        return
    task = context.models.task.key

    def work(store: "LabelStore") -> "Overview":
        from medcls_core.learning.rounds.overview import overview_of

        return overview_of(store, task)

    def done(overview: "Overview") -> None:
        context.learning.end_look(overview)
        follow(context)

    def failed(problem: MedclsError) -> None:
        context.learning.end_look(None)
        context.messages.error(problem)

    context.learning.begin_look()
    look_beside(context, "look at learning", lambda store, _: work(store), done=done, failed=failed)


def follow(context: AppContext) -> None:
    """Read what the round's process says of itself; at its end everything is looked up again."""
    seen = context.learning.overview
    if seen is None or seen.folder is None:
        context.learning.hear(None, ())
        return
    from medcls_core.learning.rounds.state import read_state
    from medcls_core.training.fit import CURVES, read_curves

    ran = context.learning.runs
    curves = seen.folder.training / CURVES
    epochs = tuple(read_curves(curves)) if curves.exists() else ()
    context.learning.hear(read_state(seen.folder), epochs)
    if ran and not context.learning.runs:
        look(context)


def start(context: AppContext) -> None:
    """Begin a round, or go on with the one that was stopped."""
    settings = context.settings
    arguments = ["learn", "round", "--task", context.models.task.key]
    arguments += ["--device", settings.device, "--lang", str(settings.language)]
    if settings.store_url:
        arguments += ["--store", settings.store_url]
    log = user_folder() / LOG
    log.parent.mkdir(parents=True, exist_ok=True)
    if not start_program(arguments, log):
        context.messages.refuse(
            QCoreApplication.translate("Commands", "The round's process could not be started.")
        )
        return
    context.messages.info(
        QCoreApplication.translate("Commands", "The round runs on its own; go on reading.")
    )


def last_words(log: Path) -> str:
    """The last line that a round's process said; empty if it said nothing."""
    try:
        lines = log.read_text("utf-8", "replace").strip().splitlines()
    except OSError:
        return ""
    return lines[-1] if lines else ""


def pause(context: AppContext, *, wanted: bool) -> None:
    """Let the round wait, or go on."""
    _flag(context, "pause", wanted=wanted)


def cancel(context: AppContext) -> None:
    """Stop the round; what it learnt is kept."""
    _flag(context, "cancel", wanted=True)


def _flag(context: AppContext, name: str, *, wanted: bool) -> None:
    from medcls_core.learning.rounds.state import ask

    seen = context.learning.overview
    if seen is None or seen.folder is None:
        return
    try:
        ask(seen.folder.cancel if name == "cancel" else seen.folder.pause, wanted=wanted)
    except MedclsError as problem:
        context.messages.error(problem)


def promote(context: AppContext, reason: str | None) -> None:
    """Let the last candidate answer from now on."""
    seen, reader = context.learning.overview, context.settings.reader
    if seen is None or seen.last is None:
        return
    last, task = seen.last, seen.task.key

    def work(store: "LabelStore") -> "ModelVersion":
        from medcls_core.learning.rounds import deciding

        return deciding.promote(store, last, reader, reason)

    _decide(context, work, lambda model: _use(context, task, model))


def discard(context: AppContext, reason: str | None) -> None:
    """The last candidate isn't wanted."""
    seen, reader = context.learning.overview, context.settings.reader
    if seen is None or seen.last is None:
        return
    last = seen.last

    def work(store: "LabelStore") -> None:
        from medcls_core.learning.rounds import deciding

        deciding.discard(store, last, reader, reason)

    _decide(context, work, lambda _: None)


def roll_back(context: AppContext, reason: str | None) -> None:
    """Let the model before answer again."""
    task, reader = context.models.task.key, context.settings.reader

    def work(store: "LabelStore") -> "ModelVersion":
        from medcls_core.learning.rounds import deciding

        return deciding.roll_back(store, task, reader, reason)

    _decide(context, work, lambda model: _use(context, task, model))


def _use(context: AppContext, task: str, model: "ModelVersion") -> None:
    from medcls_core.networks import installed_name

    context.settings.choose_model(task, installed_name(model) or "")
    look_up_models(context)
    said = QCoreApplication.translate("Commands", "In use from now on: version {version}.")
    context.messages.good(said.format(version=model.card.version))


def _decide(
    context: AppContext, work: "Callable[[LabelStore], T]", told: Callable[[T], None]
) -> None:
    def done(result: T) -> None:
        told(result)
        look(context)

    look_beside(
        context,
        "decide about a model",
        lambda store, _: work(store),
        done=done,
        failed=context.messages.error,
    )
