"""Running the chosen task's model on the open image."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.commands.answers import answer_of
from app.commands.held import submit_held
from app.commands.keeping import keep_analysis, show_kept
from app.commands.kept_evidence import keep_run
from app.commands.load_review import Loaded, load, reload
from app.context import AppContext
from app.jobs import Lane
from app.state import Doing, OpenImage
from app.translation import say
from medcls_core.errors import WeightsMissing
from medcls_core.evaluation.doubts import is_coarser, resolution_note
from medcls_core.findings import Finding, Origin
from medcls_core.geometry import Box, Size
from medcls_core.language import Text
from medcls_core.networks.in_use import name_in_use, use_model
from medcls_core.networks.installed import installed_folders
from medcls_core.progress import Progress
from medcls_core.tasks import Task, TaskKind, all_tasks

if TYPE_CHECKING:  # these load torch and the database library
    from collections.abc import Mapping

    from medcls_core.inference.analysis_types import Analysis
    from medcls_core.networks.card import ModelVersion
    from medcls_core.store import LabelStore

ANALYSE = "analyse"

_PEOPLE = frozenset({Origin.READER, Origin.IMPORT})
"""Where the outlines of cells come from."""


def look_up_models(context: AppContext) -> None:
    """Learn which models there are for the tasks, and use the chosen ones."""

    def work(_: Progress) -> "Mapping[str, Mapping[str, ModelVersion]]":
        return context.analyst.models()

    def done(offered: "Mapping[str, Mapping[str, ModelVersion]]") -> None:
        chosen = {key: context.settings.model(key) or name_in_use(key) for key in offered}
        context.models.know(offered, chosen)
        for task in all_tasks():
            _say_if_gone(context, task, offered.get(task.key, {}))

    context.runner.submit(
        Lane.GPU,
        "look up models",
        work,
        done=done,
        failed=context.messages.error,
    )


def _say_if_gone(context: AppContext, task: Task, offered: "Mapping[str, ModelVersion]") -> None:
    name = context.settings.model(task.key)
    if name and offered and name not in offered:
        context.settings.choose_model(task.key, "")
        sentence = QCoreApplication.translate(
            "Commands", "The model {name} isn't there any more: {task} uses the bundled one."
        )
        context.messages.info(sentence.format(name=name, task=say(task.title)))


def choose_model(context: AppContext, name: str) -> None:
    """Answer the task with another of its models; an empty name is the bundled one."""
    cancel_run(context)
    context.settings.choose_model(context.models.task.key, name)
    if name in {"", *(one.name for one in installed_folders(context.models.task.key))}:
        use_model(context.models.task.key, name)
    context.models.use(name)
    context.images.forget_answers()
    reload(context)


def choose_task(context: AppContext, key: str) -> None:
    """Ask another clinical question of the image."""
    cancel_run(context)
    context.models.choose(key)
    context.settings.task = key
    context.images.forget_answers()
    reload(context)


def run_task(context: AppContext) -> None:
    """Run the model, keep its findings in the store, and show them."""
    image, task, version = context.images.current, context.models.task, context.models.version
    if image is None:
        context.messages.info(
            QCoreApplication.translate("Commands", "Open an image first: drop it on the window.")
        )
        return
    if context.work.doing(ANALYSE) is not None or not _may_run(context, image, task):
        return

    device, boxes = context.settings.device, _cells(context, image, task)

    def work(progress: Progress) -> "Analysis":
        return context.analyst.analyse(image.source, task, version, device, progress, boxes)

    def done(analysis: "Analysis") -> None:
        _keep(context, image, task, analysis)

    def cancelled() -> None:
        stopped = QCoreApplication.translate("Commands", "Stopped; nothing of this run was kept.")
        context.messages.info(stopped)

    job = submit_held(
        context,
        image.source,
        Lane.GPU,
        ANALYSE,
        work,
        done=done,
        cancelled=cancelled,
        progress=lambda done, total, message: context.work.report(ANALYSE, done, total, message),
    )
    title = QCoreApplication.translate("Commands", "{task}: running the model")
    context.work.begin(ANALYSE, Doing(job, title.format(task=say(task.title)), can_cancel=True))
    context.messages.clear()


def cancel_run(context: AppContext) -> None:
    """Stop whatever the model does after its batch; that it will is said at once."""
    for kind, doing in context.work.stoppable():
        context.runner.cancel(doing.job)
        context.work.stop(kind)


def has_weights(context: AppContext, task: Task) -> bool:
    """Whether the chosen model can answer; says so if it can't."""
    version = context.models.version
    if version is not None and version.card.weights is None:
        context.messages.error(WeightsMissing(task.key))
        return False
    return True


def _may_run(context: AppContext, image: OpenImage, task: Task) -> bool:
    if not has_weights(context, task):
        return False
    if task.input.mpp is not None and image.source.pixel_size is None:
        sentence = QCoreApplication.translate(
            "Commands", "The pixel size of {name} is unknown and the task needs it."
        )
        context.messages.refuse(sentence.format(name=image.path.name), action="pixel_size")
        context.images.pixel_size_needed.emit()
        return False
    return True


def _cells(context: AppContext, image: OpenImage, task: Task) -> tuple[Box, ...]:
    """The cells that people outlined in the open field; none where the image is one cell."""
    if task.kind is not TaskKind.CELL:
        return ()
    known = (each.finding for each in context.review.items)
    return tuple(cell.outline.bounds for cell in boxed_cells(known, image.source.size_l0))


def boxed_cells(findings: Iterable[Finding], size_l0: Size) -> list[Finding]:
    """Those of an image's findings that are cells which people outlined in a field."""
    frame = Box(0, 0, *size_l0)
    people = (each for each in findings if each.origin in _PEOPLE)
    drawn = (each for each in people if not each.outline.is_point)
    return [each for each in drawn if each.outline.bounds != frame]


def _keep(context: AppContext, image: OpenImage, task: Task, analysis: "Analysis") -> None:
    """Store what the model said, and show it if the image is still on screen."""
    reader = context.settings.reader

    def work(store: "LabelStore") -> "tuple[Analysis, Loaded]":
        adopted = keep_analysis(store, image.uuid, task, analysis)
        return adopted, load(store, image.uuid, task, reader)

    def done(kept: "tuple[Analysis, Loaded]") -> None:
        adopted, loaded = kept
        keep_run(context, image.quick_hash, image.source.pixel_size, adopted)
        if show_kept(context, image.path, image.uuid, adopted, loaded):
            _say_result(context, task, adopted, loaded)
            context.review.arrived.emit()

    context.store.submit("keep findings", work, done=done, failed=context.messages.error)


def _say_result(context: AppContext, task: Task, analysis: "Analysis", loaded: Loaded) -> None:
    """How many findings; where the image is one question, the answer."""
    answer = ""
    sentence = QCoreApplication.translate(
        "Commands", "Findings: {count}, in {seconds} s on {device}; tiles: {tiles}."
    )
    if task.kind is not TaskKind.MASK and len(analysis.scored) == 1:
        answer = say(answer_of(task, loaded.findings, analysis.model.sha256))
        sentence = QCoreApplication.translate(
            "Commands", "Model: {answer}; {seconds} s on {device}."
        )
    context.messages.good(
        sentence.format(
            count=len(analysis.scored),
            answer=answer,
            seconds=f"{analysis.seconds:.1f}",
            device=analysis.device.upper(),
            tiles=analysis.tiles,
        )
    )
    if found := _reasons_to_doubt(analysis):
        context.messages.refuse(" ".join(say(each) for each in found))


def _reasons_to_doubt(analysis: "Analysis") -> list[Text]:
    """Why this image's answers are less sure than the card says; finer pixels are no reason."""
    from medcls_core.inference.likeness import note_of  # noqa: PLC0415  (loaded with the model)

    weights, given = analysis.model.card.weights, analysis.pixel_size
    trained = None if weights is None else weights.mpp
    found = [note_of(analysis.differences)]
    if trained is not None and given is not None and is_coarser(trained, given.mpp):
        found.insert(0, resolution_note(trained, given.mpp))
    return [each for each in found if each is not None]
