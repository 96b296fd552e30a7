"""The steps of the demo, from nothing to a folder that shows the whole loop."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from medcls_core.cli import models_in_use
from medcls_core.cli.analysis_files import GivenReads, write_analysis
from medcls_core.cli.analysis_store import keep_analysis
from medcls_core.cli.demo_figures import TruthFigures, measure
from medcls_core.cli.demo_reader import (
    SOURCE,
    Opinion,
    compare_with_truth,
    go_by_score,
    keep_opinion,
    object_class_of,
    refuse_second_run,
)
from medcls_core.cli.demo_window import photograph_window, picture_paths
from medcls_core.cli.evidence_pictures import draw_evidence
from medcls_core.cli.progress_bar import ProgressBar
from medcls_core.cli.speech import notes, say
from medcls_core.data.rendered_slide import SampleTruth, render_sample_slide
from medcls_core.errors import InputInvalid, OutputUnwritable
from medcls_core.findings import Verdict
from medcls_core.images import ImageSource, open_image, quick_hash, require_mpp
from medcls_core.inference import Analysis, AnalysisOptions, analyse
from medcls_core.inference.predictor import Predictor
from medcls_core.language import Text
from medcls_core.reports import ReportOptions
from medcls_core.store import LabelStore, open_store, readers, reads
from medcls_core.tasks import Task, get_task
from medcls_core.whole_folder import refuse_foreign, whole_folder

TASK = "mitosis"
MAX_EVIDENCE = 4
RESULTS, STORE, SLIDE = "results", "labels.sqlite", "sample.tiff"

_RENDERING = Text("Rendering the sample slide", "生成示例切片")
_OPENING = Text("Opening {name}", "打开 {name}")
_LOOKING = Text("Looking for mitoses, drawing evidence", "查找核分裂象并绘制依据")
_READING = Text("The scripted reader reads", "脚本阅片人判读")
_WRITING = Text("Writing report, GeoJSON, CSV, pictures", "写出报告、GeoJSON、CSV 和图片")
_WINDOW = Text("Taking pictures of the window", "截取窗口图像")
_PERSON_READ = Text(
    "labels.sqlite in it holds reads of a person, which the demo won't replace; "
    "give another folder with --out",
    "其中的 labels.sqlite 含有人工判读，演示不会覆盖；请用 --out 指定其他文件夹",
)


@dataclass(frozen=True, slots=True)
class DemoRequest:
    """What the person asked for; None: sample slide, file's mpp, own store, bundled model."""

    out: Path
    image: Path | None
    mpp: float | None
    store: str | None
    seed: int
    device: str
    model: Path | None
    window: bool
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoOutcome:
    """What came of it; `figures` is None on a person's own image, where no truth is known."""

    image: Path
    results: Path
    store: str
    windows: tuple[Path, ...]
    no_window: Text | None
    findings: int
    opinion: Opinion
    model_version: str
    figures: TruthFigures | None
    seconds: float


class _Steps:
    """Numbers the steps and says how long each took."""

    def __init__(self, total: int) -> None:
        self._total, self._number = total, 0
        self._console = notes()

    @contextmanager
    def step(self, text: Text, **facts: str) -> Iterator[None]:
        self._number += 1
        sentence = say(text).format(**facts)
        begun = time.perf_counter()
        self._console.print(f"[{self._number}/{self._total}] {sentence} ...", markup=False)
        yield
        took = time.perf_counter() - begun
        self._console.print(f"      {took:.1f} s", style="dim")


def run_demo(request: DemoRequest) -> DemoOutcome:
    """Do it all.

    Raises:
        MedclsError: whatever is wrong with image, options, model, folder or store; what is wrong
            with the input is found before anything is written.
    """
    begun = time.perf_counter()
    task = get_task(TASK)
    predictor = models_in_use.predictor_for(task, request.model, request.device)
    if request.image is not None:
        _check_image(request.image, request.mpp)
    refuse_foreign(request.out / RESULTS)
    _make_folder(request.out)
    if request.store is None:
        _clear_store(request.out / STORE)
    steps = _Steps(5 + (request.image is None) - (not request.window))
    truth, path = None, request.image
    if path is None:
        path = request.out / SLIDE
        with steps.step(_RENDERING):
            truth = render_sample_slide(path, seed=request.seed)
    with open_store(request.store or str(request.out / STORE)) as store:
        with steps.step(_OPENING, name=path.name):
            source = open_image(path, mpp=request.mpp)
        try:
            shown = _loop(request, source, store, predictor, truth, steps)
        finally:
            source.close()
        kept_in = store.url if store.path is None else str(store.path)
    windows, no_window = _windows(request, path, shown, steps)
    return DemoOutcome(
        image=path,
        results=request.out / RESULTS,
        store=kept_in,
        windows=windows,
        no_window=no_window,
        findings=len(shown.analysis.scored),
        opinion=shown.opinion,
        model_version=predictor.model.card.version,
        figures=None if truth is None else measure(shown.analysis.scored, truth),
        seconds=time.perf_counter() - begun,
    )


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the loop left: the analysis and what the script said of it."""

    analysis: Analysis
    opinion: Opinion


def _check_image(image: Path, mpp: float | None) -> None:
    source = open_image(image, mpp=mpp)
    try:
        require_mpp(source)
    finally:
        source.close()


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise OutputUnwritable(folder, problem.strerror or str(problem)) from problem


def _clear_store(path: Path) -> None:
    """Take the store of an earlier demo away, which holds nothing but scripted reads.

    Raises:
        InputInvalid: if a person has read in it.
    """
    if not path.exists():
        return
    with open_store(str(path)) as store, store.session(read_only=True) as session:
        said = [
            read
            for reader in readers.all(session)
            for read in reads.of_reader(session, reader.name)
        ]
    if any(read.source != SOURCE for read in said):
        raise InputInvalid(str(path.parent), _PERSON_READ)
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


def _loop(
    request: DemoRequest,
    source: ImageSource,
    store: LabelStore,
    predictor: Predictor,
    truth: SampleTruth | None,
    steps: _Steps,
) -> _Shown:
    """Predict, show evidence, read, keep, report."""
    task, started = predictor.task, datetime.now(UTC)
    content = quick_hash(source.path)
    refuse_second_run(store, content, task, predictor.sha256)
    with steps.step(_LOOKING), ProgressBar() as bar:
        bar.begin(source.path.name)
        analysis = analyse(source, task, predictor, AnalysisOptions(max_evidence=MAX_EVIDENCE), bar)
        bar.finish()
    with steps.step(_READING):
        opinion = _opinion(analysis, task, truth)
        keep_analysis(store, source, analysis, content)
        reading, added = keep_opinion(store, content, analysis, task, opinion)
    with steps.step(_WRITING):
        options = ReportOptions(content_hash=content, added=added)
        _write(request, source, analysis, task, options, reading, started)
    return _Shown(analysis, opinion)


def _opinion(analysis: Analysis, task: Task, truth: SampleTruth | None) -> Opinion:
    if truth is None:
        return go_by_score(analysis.scored, object_class_of(task))
    return compare_with_truth(analysis.scored, truth.mitoses, truth.mpp)


def _write(
    request: DemoRequest,
    source: ImageSource,
    analysis: Analysis,
    task: Task,
    options: ReportOptions,
    reading: GivenReads,
    started: datetime,
) -> None:
    with whole_folder(request.out / RESULTS) as part:
        for number, one in enumerate(analysis.evidence, start=1):
            draw_evidence(source, one.maps, part, number)
        command = list(request.command)
        write_analysis(source, analysis, task, part, options, command, started, reading)


def _windows(
    request: DemoRequest, image: Path, shown: _Shown, steps: _Steps
) -> tuple[tuple[Path, ...], Text | None]:
    if not request.window:
        return (), None
    best = _worth_showing(shown)
    with steps.step(_WINDOW):
        address = request.store or os.path.abspath(request.out / STORE)  # noqa: PTH100
        problem = photograph_window(image, address, shown.analysis.task, best, request.out)
    return ((), problem) if problem is not None else (picture_paths(request.out), None)


def _worth_showing(shown: _Shown) -> UUID | None:
    """The surest finding that was accepted, else the surest."""
    accepted = [one for one, verdict in shown.opinion.verdicts if verdict is Verdict.ACCEPT]
    return next(iter([*accepted, *(one.finding.uuid for one in shown.analysis.scored)]), None)
