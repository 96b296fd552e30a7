"""Evidence of findings, drawn and written as a whole folder."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from medcls_core.cli.evidence_pictures import draw_evidence
from medcls_core.cli.progress_bar import ProgressBar
from medcls_core.cli.run_record import explained_by, write_facts
from medcls_core.cli.speech import invalid, results, say
from medcls_core.geometry import Box, Outline, Point
from medcls_core.images import ImageSource, open_image, require_mpp
from medcls_core.inference import AnalysisOptions, analyse
from medcls_core.inference.evidence import crop_evidence
from medcls_core.inference.predictor import Predictor
from medcls_core.language import Text
from medcls_core.tasks import Task, TaskKind
from medcls_core.whole_folder import RUN_FILE, refuse_foreign, whole_folder

_OUTSIDE = Text("the place lies outside of the image", "该位置在图像之外")
_NOTHING = Text("Nothing was found, so there is nothing to explain.", "没有目标，无可解释。")
_NO_HEATMAPS = Text(
    "the model {model} offers no heatmaps: its network ({network}) has no gradients",
    "模型 {model} 不提供热图：其网络（{network}）没有梯度",
)
_DONE = Text("{count} pictures written to {folder}", "已将 {count} 幅图写入 {folder}")
_DONE_ONE = Text("1 picture written to {folder}", "已将 1 幅图写入 {folder}")


@dataclass(frozen=True, slots=True)
class ExplainRequest:
    """What to explain: the place `at`, or (None) what the task finds in `region`."""

    task: Task
    folder: Path
    mpp: float | None
    at: Point | None
    size_l0: float | None
    region: Box | None
    findings: int


@dataclass(frozen=True, slots=True)
class _Asked:
    """A place with the class that the evidence speaks for."""

    outline: Outline
    class_key: str
    probs: dict[str, float]


def explain_image(image: Path, request: ExplainRequest, load: Callable[[], Predictor]) -> None:
    """Write the evidence of what `request` asks about.

    Args:
        image: the file.
        request: what to explain and where to.
        load: gives the predictor; called once the image and the request make sense.

    Raises:
        MedclsError: if anything of it is unusable; nothing is written then.
    """
    source = open_image(image, mpp=request.mpp)
    try:
        _check(source, request)
        refuse_foreign(request.folder)
        predictor = load()
        asked = _asked(source, request, predictor)
        if not asked:
            results().print(say(_NOTHING))
            return
        with whole_folder(request.folder) as part:
            count = _draw_all(source, asked, predictor, part)
    finally:
        source.close()
    said = say(_DONE_ONE if count == 1 else _DONE)
    results().print(said.format(count=count, folder=request.folder), markup=False)


def _check(source: ImageSource, request: ExplainRequest) -> None:
    if request.task.input.mpp is not None:
        require_mpp(source)
    if request.at is not None and not Box(0, 0, *source.size_l0).contains(request.at):
        raise invalid("--at", _OUTSIDE)


def _asked(source: ImageSource, request: ExplainRequest, predictor: Predictor) -> list[_Asked]:
    if request.at is not None and request.task.kind is TaskKind.MASK:
        return [_Asked(Outline((request.at,)), _object_class(predictor), {})]
    boxes: tuple[Box, ...] = ()
    if request.at is not None:
        side = request.size_l0 or float(request.task.input.width_px)
        boxes = (Box.around(request.at, side),)
    options = AnalysisOptions(region=request.region, boxes=boxes, evidence=False)
    with ProgressBar() as bar:
        bar.begin(source.path.name)
        analysis = analyse(source, request.task, predictor, options, bar)
        bar.finish()
    return [
        _Asked(
            one.finding.outline,
            one.prediction.top_class,
            dict(zip(one.prediction.classes, one.prediction.probs, strict=True)),
        )
        for one in analysis.scored[: request.findings]
    ]


def _object_class(predictor: Predictor) -> str:
    return predictor.classes[predictor.object_channel]


def _draw_all(
    source: ImageSource, asked: Sequence[_Asked], predictor: Predictor, folder: Path
) -> int:
    """Draw every map of every place; returns the number of pictures."""
    places = []
    for number, one in enumerate(asked, start=1):
        maps = crop_evidence(source, predictor, one.outline, one.class_key)
        if not maps:
            card = predictor.model.card
            raise invalid("explain", _NO_HEATMAPS, model=card.version, network=card.network)
        files = draw_evidence(source, maps, folder, number)
        places.append(_record(one, maps[0].box_l0, files))
    record = explained_by(predictor) | {
        "image": str(source.path.resolve()),
        "places": places,
    }
    write_facts(record, folder / RUN_FILE)
    return len(list(folder.glob("*.png")))


def _record(one: _Asked, box: Box, files: Sequence[str]) -> dict[str, object]:
    center = one.outline.center
    return {
        "center_l0": [center.x_l0, center.y_l0],
        "box_l0": [box.x_l0, box.y_l0, box.width_l0, box.height_l0],
        "class": one.class_key,
        "probabilities": one.probs,
        "files": list(files),
    }
