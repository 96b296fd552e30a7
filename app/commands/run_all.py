"""Running the chosen task's model on every listed image, one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QCoreApplication

from app.commands.answers import Line, line_of
from app.commands.keeping import keep_analysis, show_kept
from app.commands.kept_evidence import keep_run
from app.commands.load_review import Loaded, load, tell_line
from app.commands.run_task import ANALYSE, boxed_cells, has_weights
from app.context import AppContext
from app.jobs import Lane
from app.state import Doing
from app.translation import current_language, say
from medcls_core.errors import MedclsError
from medcls_core.findings import Finding
from medcls_core.geometry import Box, Size
from medcls_core.progress import Progress
from medcls_core.tasks import Task, TaskKind

if TYPE_CHECKING:  # these load torch, image and database libraries
    from medcls_core.images.source import ImageSource, PixelSize
    from medcls_core.inference.analysis_types import Analysis
    from medcls_core.networks.card import ModelVersion
    from medcls_core.store import LabelStore, StoredImage

# ruff: noqa: PLC0415  (the image and database libraries are imported in the jobs that need them)


NAMED = 5
"""So many images that were left out are named in the message bar."""


@dataclass(frozen=True, slots=True)
class _Planned:
    """An image to run on, the pixel size that a reader once gave it, and the cells boxed in it."""

    path: Path
    mpp: float | None
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be run on, and what the model has answered before."""

    todo: list[_Planned]
    known: list[tuple[Path, Line]]


@dataclass(frozen=True, slots=True)
class _Answered:
    """What the model said of an image that is closed again, and what the store needs to know."""

    path: Path
    quick_hash: str
    size_l0: Size
    pixel_size: "PixelSize | None"
    analysis: "Analysis"


@dataclass(slots=True)
class _Batch:
    """A run over many images; `known` is how many the model had answered before."""

    context: AppContext
    task: Task
    version: "ModelVersion | None"
    todo: list[_Planned]
    known: int
    count: int
    done: int = 0
    left_out: list[tuple[Path, MedclsError]] = field(default_factory=list)


def run_all(context: AppContext) -> None:
    """Run the model on the listed images that it has not answered yet.

    An image that can't be read is left out and named at the end; stopping keeps what is done.
    """
    paths = [entry.path for entry in context.images.entries]
    task, version = context.models.task, context.models.version
    reader = context.settings.reader
    if not paths:
        context.messages.info(
            QCoreApplication.translate("Commands", "Open an image first: drop it on the window.")
        )
        return
    if context.work.doing(ANALYSE) is not None or not has_weights(context, task):
        return

    def begin(plan: _Plan) -> None:
        for path, line in plan.known:
            tell_line(context, path, line)
        if not plan.todo:
            sentence = QCoreApplication.translate(
                "Commands", "This model has answered all {count} images already."
            )
            context.messages.info(sentence.format(count=len(plan.known)))
        elif context.work.doing(ANALYSE) is None:
            context.messages.clear()
            _next(_Batch(context, task, version, plan.todo, len(plan.known), len(plan.todo)))

    context.store.submit(
        "plan run",
        lambda store: _plan(store, paths, task, _digest(version), reader),
        done=begin,
        failed=context.messages.error,
    )


def _digest(version: "ModelVersion | None") -> str:
    return "" if version is None or version.card.weights is None else version.sha256


def _plan(
    store: "LabelStore", paths: Sequence[Path], task: Task, sha256: str, reader: str
) -> _Plan:
    from medcls_core.images import quick_hash
    from medcls_core.store import images

    plan = _Plan([], [])
    for path in paths:
        try:
            digest = quick_hash(path)
        except (OSError, MedclsError):
            plan.todo.append(_Planned(path, None))  # running on it will say why it can't be read
            continue
        with store.session(read_only=True) as session:
            stored = images.find_by_hash(session, digest)
        if stored is None:
            plan.todo.append(_Planned(path, None))
            continue
        done, boxes = _answered(store, stored, task, sha256)
        if done:
            loaded = load(store, stored.uuid, task, reader)
            line = line_of(task, loaded.findings, loaded.said, sha256, ran=True)
            plan.known.append((path, line))
        else:
            plan.todo.append(_Planned(path, stored.mpp, boxes))
    return plan


def _answered(
    store: "LabelStore", stored: "StoredImage", task: Task, sha256: str
) -> tuple[bool, tuple[Box, ...]]:
    """Whether the model has answered an image, and the cells that people boxed in it.

    Where there are such cells it has once it answered each of them.
    """
    from medcls_core.store import findings, predictions, reads

    with store.session(read_only=True) as session:
        said = predictions.of_image(session, stored.uuid, task.key)
        cells: list[Finding] = []
        if task.kind is TaskKind.CELL:
            found = findings.of_image(session, stored.uuid, task.key)
            heard = reads.of_image(session, stored.uuid, task.key)
            cells = boxed_cells(reads.in_force(found, said, heard), stored.size_l0)
    answered = {one.finding for one in said if one.model_sha256 == sha256}
    done = answered.issuperset(cell.uuid for cell in cells) if cells else bool(answered)
    return done, tuple(cell.outline.bounds for cell in cells)


def _next(batch: _Batch) -> None:
    """Begin with the next image, or say what became of all."""
    context = batch.context
    if not batch.todo:
        _say_result(batch)
        return
    planned = batch.todo.pop(0)

    def work(progress: Progress) -> _Answered:
        return _answer(batch, planned, progress)

    def done(answered: _Answered) -> None:
        batch.done += 1
        _keep(batch, answered)
        _next(batch)

    def failed(problem: MedclsError) -> None:
        batch.left_out.append((planned.path, problem))
        _next(batch)

    job = context.runner.submit(
        Lane.GPU,
        ANALYSE,
        work,
        done=done,
        failed=failed,
        cancelled=lambda: _say_stopped(batch),
    )
    title = QCoreApplication.translate("Commands", "{task}: image {number} of {count}")
    number = batch.count - len(batch.todo)
    titled = title.format(task=say(batch.task.title), number=number, count=batch.count)
    doing = Doing(job, titled, done=number - 1, total=batch.count, can_cancel=True)
    context.work.begin(ANALYSE, doing)


def _answer(batch: _Batch, planned: _Planned, progress: Progress) -> _Answered:
    from medcls_core.images import quick_hash

    context = batch.context
    source = _opened(planned)
    try:
        analysis = context.analyst.analyse(
            source, batch.task, batch.version, context.settings.device, progress, planned.boxes
        )
        return _Answered(
            planned.path, quick_hash(planned.path), source.size_l0, source.pixel_size, analysis
        )
    finally:
        source.close()


def _opened(planned: _Planned) -> "ImageSource":
    from medcls_core.images import open_image

    source = open_image(planned.path)
    if source.pixel_size is None and planned.mpp is not None:
        source.close()
        return open_image(planned.path, mpp=planned.mpp)
    return source


def _keep(batch: _Batch, answered: _Answered) -> None:
    context, task, reader = batch.context, batch.task, batch.context.settings.reader

    def work(store: "LabelStore") -> "tuple[UUID, Analysis, Loaded]":
        from medcls_core.store import images

        with store.session() as session:
            stored = images.remember(
                session,
                answered.path,
                answered.quick_hash,
                answered.size_l0,
                answered.pixel_size,
            )
        kept = keep_analysis(store, stored.uuid, task, answered.analysis)
        return stored.uuid, kept, load(store, stored.uuid, task, reader)

    def done(result: "tuple[UUID, Analysis, Loaded]") -> None:
        uuid, kept, loaded = result
        keep_run(context, answered.quick_hash, answered.pixel_size, kept)
        show_kept(context, answered.path, uuid, kept, loaded)

    context.store.submit("keep findings", work, done=done, failed=context.messages.error)


def _say_result(batch: _Batch) -> None:
    if batch.left_out:
        _, problem = batch.left_out[0]
        sentence = QCoreApplication.translate(
            "Commands", "Images done: {done} of {count}; left out: {names}. The first: {problem}"
        )
        names = ", ".join(path.name for path, _ in batch.left_out[:NAMED])
        names += ", …" if len(batch.left_out) > NAMED else ""
        reason = problem.sentence(current_language())
        batch.context.messages.refuse(
            sentence.format(done=batch.done, count=batch.count, names=names, problem=reason)
        )
        return
    sentence = QCoreApplication.translate("Commands", "Images done: {done}.")
    if batch.known:
        sentence = QCoreApplication.translate(
            "Commands", "Images done: {done}; answered before: {known}."
        )
    batch.context.messages.good(sentence.format(done=batch.done, known=batch.known))


def _say_stopped(batch: _Batch) -> None:
    sentence = QCoreApplication.translate(
        "Commands", "Stopped after {done} of {count} images; what was done is kept."
    )
    batch.context.messages.info(sentence.format(done=batch.done, count=batch.count))
