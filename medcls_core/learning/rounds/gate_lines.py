"""The figures of a gate's report as sentences."""

import math

from medcls_core.evaluation.intervals import Interval
from medcls_core.language import Text, filled
from medcls_core.learning.rounds.gate import GateReport

_ABOUT = Text(
    "Frozen test set: {n} findings of {units} units ({unit}). Differences are candidate minus "
    "model in use, with 95 % intervals (paired bootstrap by unit).",
    "冻结测试集：{n} 个目标，{units} 个单位（{unit}）。"
    "差值为候选减当前，附 95% 区间（按单位配对自助法）。",
)
_ACCURACY = Text(
    "Accuracy {before} → {after}, {difference}.", "准确率 {before} → {after}，{difference}。"
)
_TEST = Text(
    "{gained} wrong to right, {lost} right to wrong; McNemar p = {p}.",
    "{gained} 个由错变对，{lost} 个由对变错；McNemar p = {p}。",
)
_CALIBRATION = Text(
    "Calibration error {before} → {after}, {difference}.",
    "校准误差 {before} → {after}，{difference}。",
)
_OTHER = Text(
    "Reads that neither learnt from: {n}, accuracy {before} → {after}.",
    "双方均未学习的判读：{n} 条，准确率 {before} → {after}。",
)


def lines_of(report: GateReport) -> tuple[Text, ...]:
    """The figures of the whole test set as sentences."""
    lines = [
        filled(_ABOUT, n=report.n, units=report.units, unit=report.unit_name),
        filled(
            _ACCURACY,
            before=f"{report.accuracy_before:.3f}",
            after=f"{report.accuracy_after:.3f}",
            difference=signed(report.accuracy),
        ),
        filled(_TEST, gained=report.test.gained, lost=report.test.lost, p=f"{report.test.p:.3g}"),
        filled(
            _CALIBRATION,
            before=f"{report.calibration_before:.3f}",
            after=f"{report.calibration_after:.3f}",
            difference=signed(report.calibration),
        ),
    ]
    if report.other_n and report.other_before is not None and report.other_after is not None:
        before, after = f"{report.other_before:.3f}", f"{report.other_after:.3f}"
        lines.append(filled(_OTHER, n=report.other_n, before=before, after=after))
    return tuple(lines)


def signed(interval: Interval) -> str:
    """'+0.031 (-0.010 to +0.070)'."""
    if math.isnan(interval.value):
        return "-"
    if math.isnan(interval.low):
        return f"{interval.value:+.3f}"
    return f"{interval.value:+.3f} ({interval.low:+.3f} … {interval.high:+.3f})"
