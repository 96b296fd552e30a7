"""Runs the benchmarks: sets up each case, asks the drivers, and tells."""

import sys
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from medcls_core.cli.bench_figures import (
    MachineFacts,
    machine_facts,
    review_figures,
    viewer_figures,
)
from medcls_core.cli.bench_protocol import (
    CANVAS,
    DriverFailed,
    ReviewRequest,
    ViewerRequest,
    ask,
    read_review,
    read_viewer,
    walk,
)
from medcls_core.cli.bench_sets import FindingSet, make_findings, rendered_slide
from medcls_core.cli.bench_telling import Case, tell
from medcls_core.cli.review import screen_variables
from medcls_core.cli.speech import invalid, notes, say
from medcls_core.images import open_image
from medcls_core.language import Text, filled
from medcls_core.resources import resource_path

LIMIT_S = 1200.0
INFER_AT = 0
"""A model runs during the walk over this many findings."""

_RENDERING = Text("The rendered slide of {side} pixels", "生成边长 {side} 像素的切片")
_STORING = Text("{count:,} findings on {name}", "{name}：{count:,} 个目标")
_WALKING = Text("{who} walks", "{who} 正在平移缩放")
_PRESSING = Text("{count:,} keys", "{count:,} 次按键")
_CASE = Text("{name}, {count:,} findings", "{name}，{count:,} 个目标")
_REVIEW_CASE = Text("{count:,} verdicts by keys", "{count:,} 次按键判读")
_ALONE = Text(
    "Measured alone: --napari names the Python of an environment with napari.",
    "仅测量本程序：可用 --napari 指定装有 napari 的环境的 Python。",
)
_NO_PEER = Text("napari could not be measured: {reason}", "无法测量 napari：{reason}")
_FAILED = Text("the window could not be measured ({reason})", "无法测量窗口（{reason}）")
_NO_QT = Text("PySide6 is not installed here", "此处未安装 PySide6")


@dataclass(frozen=True, slots=True)
class ViewerBench:
    """What is measured: real images, numbers of findings, the rendered side, steps, napari."""

    images: tuple[Path, ...]
    counts: tuple[int, ...]
    side: int
    steps: int
    napari: Path | None


def run_viewer(wanted: ViewerBench, out: Path | None, *, as_json: bool) -> None:
    """Measure every case and tell.

    Raises:
        MedclsError: if an image can't be read, a folder refuses, or there is no window.
    """
    _check_window("medcls bench viewer")
    for image in wanted.images:
        open_image(image).close()
    machine = machine_facts()
    _say(_RENDERING, side=wanted.side)
    images = (*wanted.images, rendered_slide(wanted.side))
    cases = [_viewer_case(image, count, wanted) for image in images for count in wanted.counts]
    tell(machine, cases, out, as_json=as_json)


def run_review(verdicts: int, side: int, out: Path | None, *, as_json: bool) -> None:
    """Measure the verdicts and tell.

    Raises:
        MedclsError: if a folder refuses, or there is no window.
    """
    _check_window("medcls bench review")
    machine: MachineFacts = machine_facts()
    _say(_RENDERING, side=side)
    image = rendered_slide(side)
    with TemporaryDirectory(prefix="medcls-bench-") as name:
        folder = Path(name)
        _say(_STORING, name=image.name, count=verdicts)
        made = make_findings(image, verdicts, folder)
        _say(_PRESSING, count=verdicts)
        request = ReviewRequest(str(image), str(made.store), verdicts, 0.0)
        try:
            answer = read_review(ask(_own("review"), request, folder, LIMIT_S, screen_variables()))
        except DriverFailed as problem:
            raise invalid("medcls bench review", _FAILED, reason=problem) from problem
    case = Case(filled(_REVIEW_CASE, count=verdicts), review_figures(answer), asdict(answer))
    tell(machine, [case], out, as_json=as_json)


def _viewer_case(image: Path, count: int, wanted: ViewerBench) -> Case:
    source = open_image(image)
    steps = walk(source.size_l0, CANVAS, wanted.steps)
    source.close()
    with TemporaryDirectory(prefix="medcls-bench-") as name:
        folder = Path(name)
        _say(_STORING, name=image.name, count=count)
        made = make_findings(image, count, folder)
        request = ViewerRequest(
            image=str(image),
            store=str(made.store),
            points=str(made.points),
            width=CANVAS.width,
            height=CANVAS.height,
            steps=steps,
            infer=count == INFER_AT,
            begun_s=0.0,
        )
        _say(_WALKING, who="medcls")
        try:
            answer = read_viewer(ask(_own("viewer"), request, folder, LIMIT_S, screen_variables()))
        except DriverFailed as problem:
            raise invalid("medcls bench viewer", _FAILED, reason=problem) from problem
        case = Case(
            filled(_CASE, name=image.name, count=count),
            viewer_figures(answer, count),
            asdict(answer),
        )
        return _beside_peer(case, request, made, folder, wanted.napari)


def _beside_peer(
    case: Case, request: ViewerRequest, made: FindingSet, folder: Path, python: Path | None
) -> Case:
    """The case with napari's figures, or with the reason why there are none."""
    if python is None:
        return _replaced(case, peer_said=say(_ALONE))
    _say(_WALKING, who="napari")
    driver = str(resource_path("bench", "napari_viewer.py"))
    try:
        answer = read_viewer(ask([str(python), driver], request, folder, LIMIT_S, {}))
    except DriverFailed as problem:
        return _replaced(case, peer_said=say(_NO_PEER).format(reason=problem))
    return Case(
        case.title,
        case.figures,
        case.answer,
        answer.name,
        viewer_figures(answer, made.count),
        asdict(answer),
    )


def _replaced(case: Case, *, peer_said: str) -> Case:
    return Case(case.title, case.figures, case.answer, peer_said=peer_said)


def _own(kind: str) -> list[str]:
    """The window's driver: the core knows no Qt, so it is a process of its own."""
    return [sys.executable, "-m", "app.bench", kind]


def _check_window(command: str) -> None:
    if find_spec("PySide6") is None:
        raise invalid(command, _FAILED, reason=say(_NO_QT))


def _say(text: Text, **facts: object) -> None:
    notes().print(say(text).format(**facts) + " ...", markup=False)
