"""What the benchmarks run on: a rendered slide in the cache folder, and stores with findings."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import numpy as np
import platformdirs

from medcls_core.data.rendered.mosaic import write_mosaic
from medcls_core.data.rendered_slide import MPP, render_pixels
from medcls_core.errors import OutputUnwritable
from medcls_core.findings import Finding, Origin, Prediction
from medcls_core.geometry import Box, Outline, Point, Size
from medcls_core.images import ImageSource, open_image, quick_hash
from medcls_core.language import Text
from medcls_core.networks import ModelCard, ModelVersion, Weights
from medcls_core.progress import Silent
from medcls_core.store import findings, images, models, open_store, predictions

TASK, CLASSES = "mitosis", ("non_mitotic", "mitosis")
BLOCK_PX = 2048
SEED = 7
OBJECT_PX = 60.0
"""Side of a finding in level-0 pixels: 15 um, a cell."""

_MODEL_SHA = "be" * 32
_CHUNK = 50_000


@dataclass(frozen=True, slots=True)
class FindingSet:
    """A label store with findings, and the same places as a CSV of x and y."""

    count: int
    store: Path
    points: Path


def cache_folder() -> Path:
    """Where the rendered slides are kept."""
    return platformdirs.user_cache_path("medcls", appauthor=False) / "bench"


def rendered_slide(side_px: int) -> Path:
    """The rendered slide of that side, made if it isn't there yet.

    Raises:
        OutputUnwritable: if the disk refuses.
    """
    path = cache_folder() / f"rendered-{side_px}-seed{SEED}.tiff"
    if path.exists():
        return path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise OutputUnwritable(path, problem.strerror or str(problem)) from problem
    block, _ = render_pixels(size=Size(BLOCK_PX, BLOCK_PX), seed=SEED, progress=Silent())
    write_mosaic(block, Size(side_px, side_px), path, mpp=MPP)
    return path


def make_findings(image: Path, count: int, folder: Path) -> FindingSet:
    """Findings at seeded places all over `image`, in a new label store in `folder`.

    Raises:
        MedclsError: if the image can't be read or the disk refuses.
    """
    made = FindingSet(count, folder / f"{count}.sqlite", folder / f"{count}.csv")
    source = open_image(image)
    try:
        places = _places(source.size_l0, count)
        _fill(made.store, source, places)
    finally:
        source.close()
    rows = "".join(f"{place.x_l0:.1f},{place.y_l0:.1f}\n" for place in places)
    try:
        made.points.write_text(f"x,y\n{rows}", "utf-8")
    except OSError as problem:
        raise OutputUnwritable(made.points, problem.strerror or str(problem)) from problem
    return made


def _places(size_l0: Size, count: int) -> list[Point]:
    rng = np.random.default_rng(SEED)
    edge = OBJECT_PX
    x = rng.uniform(edge, size_l0.width - edge, count)
    y = rng.uniform(edge, size_l0.height - edge, count)
    return [Point(*place) for place in np.stack([x, y], axis=1).tolist()]


def _fill(path: Path, source: ImageSource, places: Sequence[Point]) -> None:
    content = quick_hash(source.path)
    with open_store(str(path)) as store, store.session() as session:
        image = images.remember(session, source.path, content, source.size_l0, source.pixel_size)
        models.remember(session, _model())
        for start in range(0, len(places), _CHUNK):
            chunk = [_finding(place) for place in places[start : start + _CHUNK]]
            findings.add(session, image.uuid, chunk)
            predictions.add(session, [_answer(finding, n) for n, finding in enumerate(chunk)])


def _finding(place: Point) -> Finding:
    outline = Outline.of_box(Box.around(place, OBJECT_PX))
    return Finding(uuid4(), TASK, outline, Origin.MODEL, _MODEL_SHA)


def _answer(finding: Finding, number: int) -> Prediction:
    score = 0.5 + 0.49 * (number % 997) / 997
    return Prediction(finding.uuid, TASK, _MODEL_SHA, CLASSES, (1 - score, score))


def _model() -> ModelVersion:
    """The made-up model of the findings; nothing is run with it."""
    text = Text("places for a benchmark", "基准测试用的位置")
    return ModelVersion(
        ModelCard(
            task=TASK,
            version="bench",
            network="mcsa_unet",
            classes=CLASSES,
            weights=Weights("weights.safetensors", _MODEL_SHA, MPP, 0.5),
            intended_use=text,
            data=(text,),
            licence=text,
            recipe="",
            seed=SEED,
            metrics=(),
            limits=(text,),
        ),
        Path("bench"),
    )
