"""Analysing images one after the other; one bad image never spoils the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from medcls_core.cli.analysis_files import write_analysis
from medcls_core.cli.analysis_store import keep_analysis
from medcls_core.cli.earlier_result import planned_result, refuse_other_result
from medcls_core.cli.progress_bar import ProgressBar
from medcls_core.cli.stopping import StoppedEarly
from medcls_core.errors import MedclsError
from medcls_core.images import ImageSource, open_image, quick_hash, require_mpp
from medcls_core.images.naming import result_folders
from medcls_core.inference import AnalysisOptions, analyse
from medcls_core.inference.predictor import Predictor
from medcls_core.language import Text
from medcls_core.reports import CaseReport, ReportOptions
from medcls_core.reports.resolution import notes_of
from medcls_core.store import LabelStore, open_store
from medcls_core.tasks import Task
from medcls_core.whole_folder import refuse_foreign, whole_folder


@dataclass(frozen=True, slots=True)
class AnalysisRequest:
    """What to do with every image.

    `out` holds a folder per image. `store` is a file or URL, None keeps nothing in a store.
    `name` replaces the file's name in what is written. `command` is what the person typed.
    `overwrite`: a result of something else in the folder may be replaced.
    """

    task: Task
    out: Path
    mpp: float | None
    store: str | None
    name: str | None
    options: AnalysisOptions
    command: tuple[str, ...]
    overwrite: bool = False


@dataclass(frozen=True, slots=True)
class Finished:
    """An image that was analysed: where its results lie and what its report says.

    `notes` say how it differs from what the model knows.
    """

    image: Path
    folder: Path
    report: CaseReport
    findings: int
    seconds: float
    already_stored: bool
    notes: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """An image that could not be analysed; nothing was written for it."""

    image: Path
    problem: MedclsError


Outcome = Finished | Failed


def run_analyses(
    images: Sequence[Path], request: AnalysisRequest, predictor: Predictor
) -> list[Outcome]:
    """Analyse every image and write its folder, the others too when one fails.

    Raises:
        StoppedEarly: on Ctrl+C after the first image was finished.
        KeyboardInterrupt: on Ctrl+C before that; nothing was written.
    """
    outcomes: list[Outcome] = []
    with ProgressBar() as bar:
        for image, folder in zip(images, result_folders(images, request.out), strict=True):
            bar.begin(image.name)
            try:
                outcomes.append(_analyse_one(image, folder, request, predictor, bar))
            except MedclsError as problem:
                outcomes.append(Failed(image, problem))
            except KeyboardInterrupt as interrupt:
                done = sum(isinstance(outcome, Finished) for outcome in outcomes)
                if not done:
                    raise
                raise StoppedEarly.of_images(done, len(images)) from interrupt
    return outcomes


def _analyse_one(
    image: Path, folder: Path, request: AnalysisRequest, predictor: Predictor, bar: ProgressBar
) -> Finished:
    started = datetime.now(UTC)
    source = open_image(image, mpp=request.mpp)
    try:
        if request.task.input.mpp is not None:
            require_mpp(source)
        content = quick_hash(source.path)
        refuse_foreign(folder)
        if not request.overwrite:
            refuse_other_result(folder, planned_result(source, content, predictor, request.options))
        store = None if request.store is None else open_store(request.store)
        try:
            return _analyse_open(source, content, folder, request, predictor, bar, store, started)
        finally:
            if store is not None:
                store.close()
    finally:
        source.close()


def _analyse_open(
    source: ImageSource,
    content: str,
    folder: Path,
    request: AnalysisRequest,
    predictor: Predictor,
    bar: ProgressBar,
    store: LabelStore | None,
    started: datetime,
) -> Finished:
    analysis = analyse(source, request.task, predictor, request.options, bar)
    options = ReportOptions(name=request.name, content_hash=content)
    with whole_folder(folder) as part:
        report = write_analysis(
            source, analysis, request.task, part, options, list(request.command), started
        )
    known = store is not None and not keep_analysis(store, source, analysis, content)
    bar.finish()
    return Finished(
        image=source.path,
        folder=folder,
        report=report,
        findings=len(analysis.scored),
        seconds=analysis.seconds,
        already_stored=known,
        notes=notes_of(analysis),
    )
