# ruff: noqa: INP001  (a program for another environment, in no package)
"""napari as the peer of `medcls bench viewer`: the same steps, timed the same way.

Run by the Python of an environment with napari, tifffile, zarr and psutil; it imports nothing of
medcls. `napari_viewer.py REQUEST ANSWER`, both JSON of `medcls_core.cli.bench_protocol`.
"""

import csv
import json
import sys
import time
from pathlib import Path

import napari
import psutil
import tifffile
import zarr
from qtpy.QtCore import QEventLoop, Qt, QTimer
from qtpy.QtWidgets import QApplication, QWidget

FRAME_S = 1 / 60
JUMPS = 12
JUMP_SCALE = 0.5
POINT_PX = 60.0


def main(request_path: str, answer_path: str) -> None:
    """Do what the request asks and write the answer."""
    request = json.loads(Path(request_path).read_text("utf-8"))
    viewer = napari.Viewer(show=True)
    paint(viewer)
    usable = 1000 * (time.monotonic() - request["begun_s"])
    give_size(viewer, request["width"], request["height"])
    memory = Memory()
    begun = time.perf_counter()
    levels = read_levels(request["image"])
    is_pyramid = len(levels) > 1
    viewer.add_image(levels if is_pyramid else levels[0], multiscale=is_pyramid, rgb=True)
    viewer.reset_view()
    paint(viewer)
    sharp = 1000 * (time.perf_counter() - begun)
    add_points(viewer, request["points"])
    paint(viewer)
    findings = 1000 * (time.perf_counter() - begun)
    memory.look()
    frames = [frame(viewer, step, memory) for step in request["steps"]]
    jumps = [jump(viewer, number, levels[0].shape, memory) for number in range(JUMPS)]
    canvas = canvas_of(viewer)
    answer = {
        "name": f"napari {napari.__version__}",
        "usable_ms": usable,
        "sharp_ms": sharp,
        "findings_ms": findings,
        "kinds": [step["kind"] for step in request["steps"]],
        "frames_ms": frames,
        "jumps_ms": jumps,
        "load_block_ms": None,
        "block_ms": None,
        "model_mb": None,
        "start_mb": memory.start,
        "peak_mb": memory.peak,
        "cache_mb": None,
        "canvas": [canvas.width(), canvas.height()],
    }
    Path(answer_path).write_text(json.dumps(answer), "utf-8")


def read_levels(path: str) -> list:
    """The levels of a slide, read as they are looked at; a flat image is its own only level."""
    store = tifffile.imread(path, aszarr=True)
    opened = zarr.open(store, mode="r")
    if isinstance(opened, zarr.Array):
        return [opened]
    return [opened[str(number)] for number in range(len(list(opened.array_keys())))]


def add_points(viewer: napari.Viewer, path: str) -> None:
    """The findings as napari shows many places: a layer of points."""
    with Path(path).open(encoding="utf-8") as lines:
        places = [(float(row["y"]), float(row["x"])) for row in csv.DictReader(lines)]
    if places:
        viewer.add_points(places, size=POINT_PX, face_color="transparent", border_color="lime")


def give_size(viewer: napari.Viewer, width: int, height: int) -> None:
    """Make the window so large that the canvas has this size."""
    window, canvas = viewer.window._qt_window, canvas_of(viewer)  # noqa: SLF001  (no public one)
    window.resize(
        window.width() + width - canvas.width(), window.height() + height - canvas.height()
    )
    QApplication.processEvents()


def canvas_of(viewer: napari.Viewer) -> QWidget:
    """The widget that napari draws on."""
    return viewer.window._qt_viewer.canvas.native  # noqa: SLF001  (there is no public one)


def paint(viewer: napari.Viewer) -> None:
    """Draw now, and handle every event that is there."""
    QApplication.processEvents()
    canvas_of(viewer).repaint()
    QApplication.processEvents()


def look_at(viewer: napari.Viewer, x: float, y: float, scale: float) -> None:
    """Bring a place into the middle."""
    viewer.camera.zoom = scale
    viewer.camera.center = (0.0, y, x)


def frame(viewer: napari.Viewer, step: dict, memory: "Memory") -> float:
    """Milliseconds that one step keeps the GUI thread."""
    begun = time.perf_counter()
    look_at(viewer, step["x_l0"], step["y_l0"], step["scale"])
    paint(viewer)
    took = time.perf_counter() - begun
    memory.look()
    if took < FRAME_S:
        loop = QEventLoop()
        QTimer.singleShot(round(1000 * (FRAME_S - took)), Qt.TimerType.PreciseTimer, loop.quit)
        loop.exec()
    return 1000 * took


def jump(viewer: napari.Viewer, number: int, shape: tuple, memory: "Memory") -> float:
    """Milliseconds from a jump to a place not seen yet until it is drawn."""
    share = (number + 0.5) / JUMPS
    begun = time.perf_counter()
    look_at(viewer, shape[1] * share, shape[0] * (1 - share), JUMP_SCALE)
    paint(viewer)
    memory.look()
    return 1000 * (time.perf_counter() - begun)


class Memory:
    """Resident memory of this process in MB."""

    def __init__(self) -> None:
        self.start = self.peak = self._now()

    def look(self) -> None:
        """Note it if it is the largest so far."""
        self.peak = max(self.peak, self._now())

    def _now(self) -> float:
        return psutil.Process().memory_info().rss / 2**20


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
