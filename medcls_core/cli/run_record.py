"""`run.json`: everything needed to know what made a result, and to make it again."""

import hashlib
import json
import shlex
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from medcls_core.cli.invocation import typed
from medcls_core.images import ImageSource
from medcls_core.inference import Analysis, Predictor
from medcls_core.reports.resolution import notes_of

PACKAGES = (
    "medcls",
    "torch",
    "torchvision",
    "numpy",
    "openslide-python",
    "openslide-bin",
    "pillow",
    "scikit-image",
    "reportlab",
)


@dataclass(frozen=True, slots=True)
class ImageRecord:
    """The image; `quick_hash` finds it again whatever it is called."""

    path: str
    quick_hash: str
    format: str
    width_l0: int
    height_l0: int
    mpp: float | None
    mpp_origin: str | None
    objective_power: float | None


@dataclass(frozen=True, slots=True)
class ModelRecord:
    """The model version."""

    task: str
    version: str
    network: str
    sha256: str
    mpp: float | None
    temperature: float


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One analysis of one image.

    `region_l0` is x, y, width, height. `classes` counts the findings by the model's answer.
    `notes` say what must be known of the numbers. `files` are the other files of the result with
    their sha256.
    """

    format: int
    command: str
    started_utc: str
    finished_utc: str
    analysis_seconds: float
    tiles: int
    device: str
    packages: dict[str, str]
    image: ImageRecord
    model: ModelRecord
    thresholds: dict[str, float]
    region_l0: tuple[float, float, float, float]
    region_mm2: float | None
    tissue_mm2: float | None
    notes: list[str]
    findings: int
    classes: dict[str, int]
    files: dict[str, str]


def record_run(
    source: ImageSource,
    analysis: Analysis,
    quick_hash: str,
    command: list[str],
    started: datetime,
    folder: Path,
    classes: dict[str, int],
) -> RunRecord:
    """What there is to know about `analysis`, whose files lie in `folder`."""
    box, mpp = analysis.region, None if source.pixel_size is None else source.pixel_size.mpp
    return RunRecord(
        format=1,
        command=shlex.join(["medcls", *command]),
        started_utc=started.isoformat(timespec="seconds"),
        finished_utc=datetime.now(UTC).isoformat(timespec="seconds"),
        analysis_seconds=round(analysis.seconds, 3),
        tiles=analysis.tiles,
        device=analysis.device,
        packages=package_versions(),
        image=_image(source, quick_hash),
        model=_model(analysis),
        thresholds={"object_probability": analysis.threshold},
        region_l0=(box.x_l0, box.y_l0, box.width_l0, box.height_l0),
        region_mm2=None if mpp is None else box.area_l0 * mpp**2 / 1e6,
        tissue_mm2=analysis.tissue_area_mm2,
        notes=[note.en for note in notes_of(analysis)],
        findings=len(analysis.scored),
        classes=classes,
        files={file.name: _sha256(file) for file in sorted(folder.iterdir())},
    )


def write_record(record: RunRecord, path: Path) -> None:
    """Write `record` as JSON; the folder around it is what is renamed into place."""
    write_facts(asdict(record), path)


def explained_by(predictor: Predictor) -> dict[str, object]:
    """What a record of evidence begins with: when and by which command and model it was made."""
    return {
        "format": 1,
        "command": ["medcls", *typed()],
        "made_utc": datetime.now(UTC).isoformat(timespec="seconds"),
        "task": predictor.task.key,
        "model_sha256": predictor.sha256,
        "device": str(predictor.device),
        "packages": package_versions(),
    }


def write_facts(facts: Mapping[str, object], path: Path) -> None:
    """Write facts as JSON; the folder around them is what is renamed into place."""
    path.write_text(json.dumps(facts, ensure_ascii=False, indent=2) + "\n", "utf-8")


def package_versions() -> dict[str, str]:
    """Versions of the packages that a result depends on, as far as they are installed."""
    found = {}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _image(source: ImageSource, quick_hash: str) -> ImageRecord:
    size = source.pixel_size
    return ImageRecord(
        path=str(source.path.resolve()),
        quick_hash=quick_hash,
        format=source.format_name,
        width_l0=source.size_l0.width,
        height_l0=source.size_l0.height,
        mpp=None if size is None else size.mpp,
        mpp_origin=None if size is None else str(size.origin),
        objective_power=source.objective_power,
    )


def _model(analysis: Analysis) -> ModelRecord:
    card = analysis.model.card
    return ModelRecord(
        task=card.task,
        version=card.version,
        network=card.network,
        sha256=analysis.model.sha256,
        mpp=None if card.weights is None else card.weights.mpp,
        temperature=1.0 if card.weights is None else card.weights.temperature,
    )


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
