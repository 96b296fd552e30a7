"""From a driver's answer to figures with targets: pure arithmetic."""

import math
import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import psutil

from medcls_core.cli.bench_protocol import Kind, ReviewAnswer, ViewerAnswer
from medcls_core.cli.run_record import package_versions
from medcls_core.language import Text

FRAME_MS = 1000 / 60
MANY = 500_000
"""From so many findings on, the target of a frame is one refresh of the screen."""

PROGRAM_MB = 300.0

_NAMES = {
    "usable": (Text("process start to usable window", "进程启动到窗口可用"), "ms"),
    "sharp": (Text("open to first sharp paint", "打开到首次清晰显示"), "ms"),
    "findings": (Text("open to findings drawn", "打开到目标显示"), "ms"),
    "arrival_block": (Text("longest block until findings are drawn", "目标显示前最长卡顿"), "ms"),
    "pan_p50": (Text("pan frame, median", "平移帧，中位数"), "ms"),
    "pan_p95": (Text("pan frame, p95", "平移帧，p95"), "ms"),
    "pan_over": (Text("pan frames over 16.7 ms", "超过 16.7 ms 的平移帧"), "%"),
    "zoom_p50": (Text("zoom frame, median", "缩放帧，中位数"), "ms"),
    "zoom_p95": (Text("zoom frame, p95", "缩放帧，p95"), "ms"),
    "zoom_over": (Text("zoom frames over 16.7 ms", "超过 16.7 ms 的缩放帧"), "%"),
    "jump": (Text("jump to a new place until sharp, median", "跳转到清晰，中位数"), "ms"),
    "load_block": (Text("longest block while a model is loaded", "加载模型时最长卡顿"), "ms"),
    "block": (Text("longest block while a model runs", "模型运行时最长卡顿"), "ms"),
    "start_mb": (Text("memory before opening", "打开前内存"), "MB"),
    "peak_mb": (Text("memory, peak", "内存峰值"), "MB"),
    "model_mb": (Text("memory, peak with a model", "运行模型时内存峰值"), "MB"),
    "redraw_p50": (Text("key to redraw, median", "按键到重绘，中位数"), "ms"),
    "redraw_p99": (Text("key to redraw, p99", "按键到重绘，p99"), "ms"),
    "saved_p50": (Text("key to saved, median", "按键到保存，中位数"), "ms"),
    "saved_p99": (Text("key to saved, p99", "按键到保存，p99"), "ms"),
    "next_p50": (Text("key to the next finding sharp, median", "按键到下一目标清晰，中位数"), "ms"),
    "next_p99": (Text("key to the next finding sharp, p99", "按键到下一目标清晰，p99"), "ms"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number; `target` is what it may be at most, None where nothing was promised."""

    key: str
    name: Text
    value: float
    unit: str
    target: float | None = None

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None where there is none."""
        return None if self.target is None else self.value <= self.target


@dataclass(frozen=True, slots=True)
class MachineFacts:
    """Where the figures were taken; `load` is the machine's load average of the last minute."""

    system: str
    processor: str
    cores: int
    memory_gb: float
    python: str
    qt_platform: str
    load: float
    started_utc: str
    packages: dict[str, str]


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of all values don't exceed (nearest rank).

    Raises:
        ValueError: if there are no values.
    """
    if not values:
        raise ValueError("no values")
    ranked = sorted(values)
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)]


def share_over(values: Sequence[float], limit: float) -> float:
    """Share of the values above `limit`, [0, 1]; 0 of none."""
    return sum(value > limit for value in values) / len(values) if values else 0.0


def viewer_figures(answer: ViewerAnswer, findings: int) -> list[Figure]:
    """What a walk through an image says, with the targets of this program."""
    most = None if answer.cache_mb is None else answer.cache_mb + PROGRAM_MB
    return [
        _figure("usable", answer.usable_ms, 2000),
        _figure("sharp", answer.sharp_ms, 200),
        _figure("findings", answer.findings_ms),
        *_figures_if_there(("arrival_block", answer.arrival_block_ms, 50)),
        *_frame_figures("pan", answer, FRAME_MS if findings >= MANY else 8),
        *_frame_figures("zoom", answer, None),
        *([_figure("jump", percentile(answer.jumps_ms, 0.5))] if answer.jumps_ms else []),
        *_figures_if_there(
            ("load_block", answer.load_block_ms, None), ("block", answer.block_ms, 50)
        ),
        _figure("start_mb", answer.start_mb),
        _figure("peak_mb", answer.peak_mb, most),
        *_figures_if_there(("model_mb", answer.model_mb, None)),
    ]


def review_figures(answer: ReviewAnswer) -> list[Figure]:
    """What giving verdicts by keys says; the next finding is to be there within 50 ms."""
    kinds = (
        ("redraw", answer.redraw_ms, 50.0),
        ("saved", answer.saved_ms, None),
        ("next", answer.next_ms, None),
    )
    return [
        _figure(f"{key}_{name}", percentile(values, share), target)
        for key, values, target in kinds
        for name, share in (("p50", 0.5), ("p99", 0.99))
    ]


def _frame_figures(key: str, answer: ViewerAnswer, target_p95: float | None) -> list[Figure]:
    pairs = zip(answer.kinds, answer.frames_ms, strict=True)
    frames = [took for kind, took in pairs if kind is Kind(key)]
    if not frames:
        return []
    return [
        _figure(f"{key}_p50", percentile(frames, 0.5)),
        _figure(f"{key}_p95", percentile(frames, 0.95), target_p95),
        _figure(f"{key}_over", 100 * share_over(frames, FRAME_MS)),
    ]


def _figures_if_there(*known: tuple[str, float | None, float | None]) -> list[Figure]:
    return [_figure(key, value, target) for key, value, target in known if value is not None]


def _figure(key: str, value: float, target: float | None = None) -> Figure:
    name, unit = _NAMES[key]
    return Figure(key, name, value, unit, target)


def machine_facts() -> MachineFacts:
    """This machine, now."""
    return MachineFacts(
        system=platform.platform(),
        processor=_processor(),
        cores=os.cpu_count() or 1,
        memory_gb=round(psutil.virtual_memory().total / 2**30, 1),
        python=platform.python_version(),
        qt_platform=os.environ.get("QT_QPA_PLATFORM", ""),
        load=round(psutil.getloadavg()[0], 2),
        started_utc=datetime.now(UTC).isoformat(timespec="seconds"),
        packages=package_versions(),
    )


def _processor() -> str:
    """The processor's name; Linux says it in a file, other systems by themselves."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:  # noqa: PTH123  (no file of ours)
            names = [line.split(":", 1)[1].strip() for line in lines if "model name" in line]
    except OSError:
        names = []
    return names[0] if names else platform.processor() or platform.machine()
