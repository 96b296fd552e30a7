"""What an earlier result was about, so that another one never takes its place unasked."""

import json
from dataclasses import dataclass
from pathlib import Path

from medcls_core.errors import OutputUnwritable
from medcls_core.geometry import Box
from medcls_core.images import ImageSource
from medcls_core.inference import AnalysisOptions
from medcls_core.inference.predictor import Predictor
from medcls_core.language import Text, filled
from medcls_core.whole_folder import RUN_FILE

_OTHER = Text(
    "it holds a result {difference}; replace it with --overwrite, or give another folder with "
    "--out",
    "其中已有{difference}的结果；请用 --overwrite 替换，或用 --out 指定其他文件夹",
)
_UNREADABLE = Text("whose run.json can't be read", " run.json 无法读取")
_DIFFERENCES = {
    "image": Text("of another image", "另一幅图像"),
    "mpp": Text("with another pixel size", "另一像素尺寸"),
    "task": Text("of another task", "另一任务"),
    "model": Text("of another model", "另一模型"),
    "threshold": Text("with another threshold", "另一阈值"),
    "region": Text("of another region", "另一区域"),
}


@dataclass(frozen=True, slots=True)
class ResultFacts:
    """What decides a result: `image` is its `quick_hash`, `model` the sha256 of the weights.

    `region` is x, y, width and height in level-0 pixels.
    """

    image: str
    mpp: float | None
    task: str
    model: str
    threshold: float
    region: tuple[float, float, float, float]


def planned_result(
    source: ImageSource, content: str, predictor: Predictor, options: AnalysisOptions
) -> ResultFacts:
    """What an analysis with `options` will be about; `content` is the image's `quick_hash`."""
    frame = Box(0, 0, *source.size_l0)
    asked = frame if options.region is None else options.region
    region = frame.intersection(asked) or asked
    return ResultFacts(
        image=content,
        mpp=None if source.pixel_size is None else source.pixel_size.mpp,
        task=predictor.task.key,
        model=predictor.sha256,
        threshold=predictor.threshold if options.threshold is None else options.threshold,
        region=(region.x_l0, region.y_l0, region.width_l0, region.height_l0),
    )


def refuse_other_result(folder: Path, planned: ResultFacts) -> None:
    """Refuse to put `planned` where another result lies; the same one may be made again.

    Raises:
        OutputUnwritable: if the run.json in `folder` tells of anything else, or nothing.
    """
    record = folder / RUN_FILE
    if not record.exists():
        return
    earlier = _facts_of(record)
    if earlier == planned:
        return
    difference = _UNREADABLE if earlier is None else _difference(earlier, planned)
    raise OutputUnwritable(folder, filled(_OTHER, difference=difference))


def _difference(earlier: ResultFacts, planned: ResultFacts) -> Text:
    return next(
        text
        for name, text in _DIFFERENCES.items()
        if getattr(earlier, name) != getattr(planned, name)
    )


def _facts_of(record: Path) -> ResultFacts | None:
    """What `record` tells; None where it isn't a record of an analysis."""
    try:
        told = json.loads(record.read_text("utf-8"))
        x_l0, y_l0, width_l0, height_l0 = told["region_l0"]
        return ResultFacts(
            image=told["image"]["quick_hash"],
            mpp=told["image"]["mpp"],
            task=told["model"]["task"],
            model=told["model"]["sha256"],
            threshold=told["thresholds"]["object_probability"],
            region=(x_l0, y_l0, width_l0, height_l0),
        )
    except (OSError, ValueError, LookupError, TypeError):
        return None
