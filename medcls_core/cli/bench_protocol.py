"""What the benchmark asks of a viewer and what it answers: JSON, so that any viewer can be asked.

Two drivers understand it: `python -m app.bench`, and `resources/bench/napari_viewer.py` in an
environment of its own. Both get the same steps.
"""

import json
import math
import subprocess
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from cattrs import BaseValidationError
from cattrs.preconf.json import make_converter

from medcls_core.child_process import run_to_end
from medcls_core.errors import OutputUnwritable
from medcls_core.geometry import Size

CANVAS = Size(1920, 1080)
PAN_PX = 80.0
"""Screen pixels from one step to the next while panning: a brisk drag at 60 steps a second."""

_LEG = 10
_PATH = ((1 / 16, 4.0), (1 / 4, 4.0), (1.0, 0.5), (1 / 2, 0.5), (1 / 4, 0.5), (1 / 8, 0.5))
"""Scale of a leg of panning, and by how much the leg of zooming after it changes the scale."""

_WAYS = ((1, 0), (0, 1), (-1, 0), (0, -1), (1, 1), (-1, -1))

_converter = make_converter(forbid_extra_keys=True)


class Kind(StrEnum):
    """What a step is part of."""

    PAN = "pan"
    ZOOM = "zoom"


@dataclass(frozen=True, slots=True)
class Step:
    """Where the view goes: its middle in level-0 pixels and screen pixels per level-0 pixel."""

    kind: Kind
    x_l0: float
    y_l0: float
    scale: float


@dataclass(frozen=True, slots=True)
class ViewerRequest:
    """A walk through one image.

    `begun_s` is the caller's `time.monotonic()`, which all processes of a machine share, when it
    started the process. `store` is a label store with the findings, `points` a CSV (x, y) of the
    same places for viewers that know no label store. With `infer` a model runs meanwhile.
    """

    image: str
    store: str
    points: str
    width: int
    height: int
    steps: tuple[Step, ...]
    infer: bool
    begun_s: float


@dataclass(frozen=True, slots=True)
class ViewerAnswer:
    """What a viewer took.

    Times in milliseconds. `usable_ms` from the start of the process, `sharp_ms` from opening to
    the first sharp paint, `findings_ms` from opening until the findings were drawn, and
    `arrival_block_ms` the longest time meanwhile in which the window did not react, None where
    nobody measured it. `frames_ms` one a step, of `kinds`. `jumps_ms` from a jump to an unseen
    place until that is sharp. `load_block_ms` is the longest such time while a model was
    loaded and began, `block_ms` while it ran, None where none did. Memory is the process's
    resident set:
    `start_mb` before an image was opened, `peak_mb` the largest at any step without a model,
    `model_mb` with one. `cache_mb` is the limit of the tiles' cache, None for none.
    """

    name: str
    usable_ms: float
    sharp_ms: float
    findings_ms: float
    arrival_block_ms: float | None
    kinds: tuple[Kind, ...]
    frames_ms: tuple[float, ...]
    jumps_ms: tuple[float, ...]
    load_block_ms: float | None
    block_ms: float | None
    start_mb: float
    peak_mb: float
    model_mb: float | None
    cache_mb: float | None
    canvas: tuple[int, int]


@dataclass(frozen=True, slots=True)
class ReviewRequest:
    """Verdicts by keys on the findings of `store`, in the window on `image`."""

    image: str
    store: str
    verdicts: int
    begun_s: float


@dataclass(frozen=True, slots=True)
class ReviewAnswer:
    """Milliseconds from each key press to the redraw, to 'saved', and to the next crop."""

    redraw_ms: tuple[float, ...]
    saved_ms: tuple[float, ...]
    next_ms: tuple[float, ...]


class DriverFailed(Exception):
    """A driver ended without an answer; the text is the last line that it said."""


def walk(size_l0: Size, canvas: Size, count: int) -> tuple[Step, ...]:
    """`count` steps of panning and zooming through an image, the same for every viewer.

    Legs of ten steps pan and zoom in turn, between a sixteenth and full size; a step never
    leaves the image.
    """
    x, y, scale = size_l0.width / 2, size_l0.height / 2, _PATH[0][0]
    steps: list[Step] = []
    while len(steps) < count:
        leg = len(steps) // _LEG
        pan_scale, zoom = _PATH[leg // 2 % len(_PATH)]
        if leg % 2 == 0:
            right, down = _WAYS[leg // 2 % len(_WAYS)]
            scale = pan_scale
            for _ in range(_LEG):
                x, right = _onward(x, right, scale, size_l0.width, canvas.width)
                y, down = _onward(y, down, scale, size_l0.height, canvas.height)
                steps.append(Step(Kind.PAN, x, y, scale))
        else:
            for _ in range(_LEG):
                scale *= math.pow(zoom, 1 / _LEG)
                x = _kept(x, size_l0.width, canvas.width / scale)
                y = _kept(y, size_l0.height, canvas.height / scale)
                steps.append(Step(Kind.ZOOM, x, y, scale))
    return tuple(steps[:count])


def _onward(middle: float, way: int, scale: float, length: int, view: int) -> tuple[float, int]:
    """A step on, and the way of the next: at the image's edge the walk turns round."""
    wanted = middle + way * PAN_PX / scale
    there = _kept(wanted, length, view / scale)
    return there, way if there == wanted else -way


def _kept(middle: float, length: int, seen: float) -> float:
    """The nearest middle at which the view stays on the image; its own if it sees all of it."""
    if seen >= length:
        return length / 2
    return min(max(middle, seen / 2), length - seen / 2)


def ask(
    command: Sequence[str],
    request: ViewerRequest | ReviewRequest,
    folder: Path,
    limit_s: float,
    environment: dict[str, str],
) -> str:
    """Start a driver on `request` and wait for its answer.

    Args:
        command: the driver; the request's and the answer's path are added to it.
        request: its `begun_s` is set here.
        folder: for both files.
        limit_s: how long is waited.
        environment: added to this process's.

    Returns:
        The answer's JSON.

    Raises:
        DriverFailed: if there is none.
        OutputUnwritable: if `folder` refuses.
    """
    asked, answered = folder / "request.json", folder / "answer.json"
    answered.unlink(missing_ok=True)
    facts = asdict(request) | {"begun_s": time.monotonic()}
    try:
        asked.write_text(json.dumps(facts), "utf-8")
    except OSError as problem:
        raise OutputUnwritable(asked, problem.strerror or str(problem)) from problem
    try:
        done = run_to_end([*command, str(asked), str(answered)], limit_s, environment)
    except subprocess.TimeoutExpired as problem:
        raise DriverFailed(f"no answer within {limit_s:g} s") from problem
    except OSError as problem:
        raise DriverFailed(problem.strerror or str(problem)) from problem
    if not answered.exists():
        raise DriverFailed(done.reason)
    return answered.read_text("utf-8")


def read_viewer(text: str) -> ViewerAnswer:
    """A viewer's answer.

    Raises:
        DriverFailed: if it is none.
    """
    try:
        return _converter.loads(text, ViewerAnswer)
    except (ValueError, BaseValidationError) as problem:
        raise DriverFailed(f"its answer cannot be read: {problem}") from problem


def read_review(text: str) -> ReviewAnswer:
    """The answer of a review.

    Raises:
        DriverFailed: if it is none.
    """
    try:
        return _converter.loads(text, ReviewAnswer)
    except (ValueError, BaseValidationError) as problem:
        raise DriverFailed(f"its answer cannot be read: {problem}") from problem


def read_request(path: Path, kind: type[ViewerRequest] | type[ReviewRequest]) -> object:
    """What a driver is asked, from its file."""
    return _converter.loads(path.read_text("utf-8"), kind)


def write_answer(answer: ViewerAnswer | ReviewAnswer, path: Path) -> None:
    """Hand the answer over, whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    part.write_text(json.dumps(asdict(answer)), "utf-8")
    part.replace(path)
