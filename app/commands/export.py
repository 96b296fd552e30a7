"""Writing what was found and said: PDF report, GeoJSON for QuPath, CSV for statistics."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QCoreApplication

from app.commands.stored_analysis import analysis_from_store, redrawn
from app.context import AppContext
from app.jobs import Lane
from app.state import Doing, OpenImage
from app.translation import current_language
from medcls_core.errors import MedclsError
from medcls_core.findings import Finding, Prediction, Read
from medcls_core.tasks import Task

if TYPE_CHECKING:  # these load torch and the database library
    from medcls_core.inference.analysis_types import Analysis
    from medcls_core.networks.card import ModelVersion
    from medcls_core.store import LabelStore

# ruff: noqa: PLC0415  (reports and store are imported in the jobs that need them)

EXPORT = "export"


class ExportKind(StrEnum):
    """What can be written; the value is the file's suffix."""

    PDF = "pdf"
    GEOJSON = "geojson"
    CSV = "csv"


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
    locked: frozenset[UUID] = frozenset()


def export(context: AppContext, kind: ExportKind, path: Path) -> None:
    """Write the open image's findings and reads to `path`."""
    image, task = context.images.current, context.review.task
    if image is None:
        context.messages.info(QCoreApplication.translate("Commands", "Open an image first."))
        return

    reader = context.settings.reader

    def work(store: "LabelStore") -> Case:
        return _case(store, image, task, reader)

    def done(case: Case) -> None:
        if case.waiting and kind is ExportKind.PDF:
            waits = QCoreApplication.translate(
                "Commands", "{count} findings wait for your own read; the report comes after it."
            )
            context.messages.refuse(waits.format(count=case.waiting))
            return
        _write(context, image, _writer(context, kind, image, task, case), path)

    context.store.submit("read case", work, done=done, failed=context.messages.error)


def _case(store: "LabelStore", image: OpenImage, task: Task, reader: str) -> Case:
    from medcls_core.store import findings, predictions, reading_rules, reads, shapes

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
            shapes.locked(shapes.of_image(session, image.uuid, task.key)),
        )


def _write(
    context: AppContext, image: OpenImage, write: Callable[[Path], None], path: Path
) -> None:
    def done(_: None) -> None:
        context.sources.release(image.source)
        sentence = QCoreApplication.translate("Commands", "Written: {name}")
        context.messages.good(sentence.format(name=path.name), action=f"open:{path}")

    def failed(problem: MedclsError) -> None:
        context.sources.release(image.source)
        context.messages.error(problem)

    context.sources.hold(image.source)
    job = context.runner.submit(
        Lane.TILES, EXPORT, lambda _: write(path), done=done, failed=failed, priority=1
    )
    title = QCoreApplication.translate("Commands", "Writing {name}")
    context.work.begin(EXPORT, Doing(job, title.format(name=path.name)))


def _writer(
    context: AppContext, kind: ExportKind, image: OpenImage, task: Task, case: Case
) -> Callable[[Path], None]:
    if kind is ExportKind.PDF:
        analysis = context.analyses.find(image.uuid, task.key)
        return _pdf(context, image, task, case, analysis, context.models.version)
    return lambda path: _write_table(kind, image, task, case, path)


def _write_table(kind: ExportKind, image: OpenImage, task: Task, case: Case, path: Path) -> None:
    from medcls_core.store import reads
    from medcls_core.store.exchange import ClassStyle, csv_table, export_rows, geojson

    known = image.source.pixel_size
    rows = export_rows(
        case.findings,
        case.predictions,
        reads.current(case.reads),
        [ClassStyle(label.key, label.name.en, label.color) for label in task.all_labels],
        mpp=None if known is None else known.mpp,
        numbers=case.numbers,
        flagged=reads.flagged(case.reads),
        locked=case.locked,
    )
    if kind is ExportKind.GEOJSON:
        geojson.write(path, rows, image=image.path.name)
    else:
        classes = [label.key for label in task.classes]
        csv_table.write(path, rows, image=image.path.name, classes=classes)


def _pdf(
    context: AppContext,
    image: OpenImage,
    task: Task,
    case: Case,
    analysis: "Analysis | None",
    version: "ModelVersion | None",
) -> Callable[[Path], None]:
    language, reader = current_language(), context.settings.given_reader() or None
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
            ReportOptions(content_hash=image.quick_hash, added=added, numbers=case.numbers),
        )
        write_pdf(report, path, language)

    return write
