"""Writing what was found and said: the report, and every kind of file that others read."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QCoreApplication

from app.commands.export_kinds import ExportKind
from app.commands.held import submit_held
from app.commands.stored_analysis import analysis_from_store, redrawn
from app.context import AppContext
from app.jobs import Lane
from app.state import Doing, OpenImage
from app.translation import current_language
from medcls_core.findings import Finding, Prediction, Read
from medcls_core.progress import Progress
from medcls_core.tasks import Task

if TYPE_CHECKING:  # these load torch and the database library
    from medcls_core.inference.analysis_types import Analysis
    from medcls_core.networks.card import ModelVersion
    from medcls_core.store import LabelStore

# ruff: noqa: PLC0415  (reports and store are imported in the jobs that need them)

EXPORT = "export"


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What of the image is written.

    Attributes:
        only_new: only findings of which anything changed since the last export of this kind.
        only_read: only findings that a reader answered; for a case, those with a flag.
        coded: the image is called by a code instead of by its file's name.
    """

    only_new: bool = False
    only_read: bool = False
    coded: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """Everything the store knows of one image and task, of every reader.

    `findings` are those in force: marks that were taken back are left out. `numbers` are theirs.
    Answers and reads that wait for the own read of the reader at the keyboard are left out;
    `waiting` says of how many findings.
    """

    findings: list[Finding]
    predictions: list[Prediction]
    reads: list[Read]
    numbers: dict[UUID, int]
    chain_head: str
    waiting: int = 0


def export(
    context: AppContext,
    kind: ExportKind,
    path: Path,
    options: ExportOptions = ExportOptions(),
) -> None:
    """Write the open image's findings and reads to `path`."""
    image, task = context.images.current, context.review.task
    if image is None:
        context.messages.info(QCoreApplication.translate("Commands", "Open an image first."))
    elif kind is ExportKind.PDF:
        _export_report(context, image, task, path)
    else:
        _export_files(context, image, task, kind, path, options)


def _export_report(context: AppContext, image: OpenImage, task: Task, path: Path) -> None:
    reader = context.settings.reader

    def work(store: "LabelStore") -> Case:
        return _case(store, image, task, reader)

    def done(case: Case) -> None:
        if case.waiting:
            waits = QCoreApplication.translate(
                "Commands",
                "Waiting for your own read: {count}; the report comes after it.",
            )
            context.messages.refuse(waits.format(count=case.waiting))
            return
        analysis = context.analyses.find(image.uuid, task.key)
        write = _pdf(context, image, task, case, analysis, context.models.version)
        _write(context, image, write, path)

    context.store.submit("read case", work, done=done, failed=context.messages.error)


def _export_files(
    context: AppContext,
    image: OpenImage,
    task: Task,
    kind: ExportKind,
    path: Path,
    options: ExportOptions,
) -> None:
    """Read and write beside the store's lane, so that verdicts are kept meanwhile."""
    reader = context.settings.reader

    def write(store: "LabelStore", progress: Progress) -> tuple[str, ...]:
        if kind is ExportKind.CAPSULE:
            return _pack(store, image, task, path, options, progress)
        return _fill(store, image, task, kind, path, options, reader, progress)

    def begin(store: "LabelStore") -> None:
        def done(said: tuple[str, ...]) -> None:
            written = QCoreApplication.translate("Commands", "Written: {name}")
            told = " ".join([written.format(name=path.name), *said])
            context.messages.good(told, action=f"open:{path}")

        job = context.runner.submit(
            Lane.TILES,
            EXPORT,
            lambda progress: write(store, progress),
            done=done,
            failed=context.messages.error,
            priority=1,
        )
        title = QCoreApplication.translate("Commands", "Writing {name}")
        context.work.begin(EXPORT, Doing(job, title.format(name=path.name)))

    context.store.submit(
        "find store", lambda store: store, done=begin, failed=context.messages.error
    )


def _fill(  # noqa: PLR0913, PLR0917  (as `_export_files`)
    store: "LabelStore",
    image: OpenImage,
    task: Task,
    kind: ExportKind,
    path: Path,
    options: ExportOptions,
    reader: str,
    progress: Progress,
) -> tuple[str, ...]:
    from medcls_core.data.exporting.rows import Wish
    from medcls_core.data.exporting.writing import export_image
    from medcls_core.store import exports, images

    file_kind = kind.file_kind
    with store.session(read_only=True) as session:
        stored = images.find(session, image.uuid)
        since = (
            exports.last(session, str(file_kind), task.key, image.uuid)
            if options.only_new
            else None
        )
    if stored is None or file_kind is None:
        raise RuntimeError(f"{image.path} was opened but isn't in the label store")
    wish = Wish(
        file_kind, since=since, only_read=options.only_read, coded=options.coded, reader=reader
    )
    exported = export_image(store, stored, task, path, wish, progress)
    return tuple(
        sentence.format(count=count)
        for sentence, count in (
            (
                QCoreApplication.translate(
                    "Commands", "Left out for want of a class: {count}; GeoJSON and CSV hold them."
                ),
                exported.omitted.no_class,
            ),
            (
                QCoreApplication.translate(
                    "Commands",
                    "Left out as points of unknown size: {count}; set the image's pixel size.",
                ),
                exported.omitted.no_size,
            ),
            (
                QCoreApplication.translate(
                    "Commands", "Answers that wait for your own read, left out: {count}."
                ),
                exported.waiting,
            ),
            (
                QCoreApplication.translate(
                    "Commands", "Taken back since then, and so not in it: {count}."
                ),
                exported.gone,
            ),
        )
        if count
    )


def _pack(
    store: "LabelStore",
    image: OpenImage,
    task: Task,
    path: Path,
    options: ExportOptions,
    progress: Progress,
) -> tuple[str, ...]:
    from medcls_core.data.capsule.packing import Packing, pack_capsule

    packing = Packing(task.key, image.uuid, flagged=options.only_read)
    packed = pack_capsule(store, path, packing, progress)
    said = QCoreApplication.translate("Commands", "Findings in it: {count}.")
    return (said.format(count=packed.findings),)


def _case(store: "LabelStore", image: OpenImage, task: Task, reader: str) -> Case:
    from medcls_core.store import findings, predictions, reading_rules, reads

    with store.session(read_only=True) as session:
        found = findings.of_image(session, image.uuid, task.key)
        answers = predictions.of_image(session, image.uuid, task.key)
        said = reads.of_image(session, image.uuid, task.key)
        sight = reading_rules.sight_of(session, image.uuid, task.key, reader, said)
        return Case(
            reads.in_force(found, answers, said),
            list(sight.shown),
            [read for read in said if read not in sight.held],
            findings.numbers(session, image.uuid, task.key),
            reads.head(session),
            len({*sight.hidden, *sight.repeats}),
        )


def _write(
    context: AppContext, image: OpenImage, write: Callable[[Path], None], path: Path
) -> None:
    def done(_: None) -> None:
        sentence = QCoreApplication.translate("Commands", "Written: {name}")
        context.messages.good(sentence.format(name=path.name), action=f"open:{path}")

    job = submit_held(
        context, image.source, Lane.TILES, EXPORT, lambda _: write(path), done=done, priority=1
    )
    title = QCoreApplication.translate("Commands", "Writing {name}")
    context.work.begin(EXPORT, Doing(job, title.format(name=path.name)))


def _pdf(
    context: AppContext,
    image: OpenImage,
    task: Task,
    case: Case,
    analysis: "Analysis | None",
    version: "ModelVersion | None",
) -> Callable[[Path], None]:
    language, reader = current_language(), context.settings.given_reader() or None
    area_mm2 = context.settings.count_area_mm2
    answered = {prediction.finding for prediction in case.predictions}
    added = tuple(each for each in case.findings if each.uuid not in answered)

    def write(path: Path) -> None:
        from medcls_core.reports import ReportOptions, build_report, write_pdf

        run = (
            redrawn(analysis, case.findings)
            if analysis
            else analysis_from_store(image, task, case.findings, case.predictions, version)
        )
        report = build_report(
            image.source,
            run,
            case.reads,
            reader,
            case.chain_head,
            ReportOptions(
                content_hash=image.quick_hash,
                added=added,
                count_area_mm2=area_mm2,
                numbers=case.numbers,
            ),
        )
        write_pdf(report, path, language)

    return write
