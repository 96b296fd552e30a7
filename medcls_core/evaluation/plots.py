"""Reliability, confusion and learning curves as pictures."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, PercentFormatter
from numpy.typing import NDArray

from medcls_core.evaluation.calibration import ReliabilityBin
from medcls_core.evaluation.pictures import (
    BLUE,
    FAINT,
    INK,
    ORANGE,
    calm,
    new_figure,
    save_figure,
)
from medcls_core.language import Language, Text, percent

_CONFIDENCE = Text("Confidence of the answer", "回答的置信度")
_ACCURACY = Text("Accuracy", "准确率")
_ANSWERS = Text("Answers", "回答数")
_RIGHT_AS_SURE = Text("as right as sure", "置信度与准确率一致")
_BIN_MEAN = Text("mean of a bin", "各区间均值")
_CALIBRATION_ERROR = Text("expected calibration error", "期望校准误差")
_TRUE = Text("True class", "真实类别")
_CHOSEN = Text("Chosen class", "模型类别")
_EPOCH = Text("Epoch", "轮次")
_LOSS = Text("Training loss", "训练损失")
_SCORE = Text("Validation score", "验证得分")
_BEST = Text("best: {score:.3f} in epoch {epoch}", "最佳：{score:.3f}（第 {epoch} 轮）")

_DARK_CELL = 0.55  # of a class's images; darker cells get white numbers


class Epoch(Protocol):
    """What a learning curve needs of an epoch's report."""

    @property
    def epoch(self) -> int:
        """Number, from 1."""

    @property
    def loss(self) -> float:
        """Mean training loss."""

    @property
    def score(self) -> float:
        """Validation score, higher is better."""


def draw_reliability(
    path: Path,
    bins: Sequence[ReliabilityBin],
    title: str,
    language: Language = Language.ENGLISH,
) -> None:
    """How often answers of each confidence are right, over how many answers there are.

    Args:
        path: of the PNG.
        bins: of `reliability_bins`.
        title: over the picture, for example the model and its data.
        language: of the axes.

    Raises:
        OutputUnwritable: if the folder or disk refuses.
    """
    figure = new_figure(4.6, 5.0)
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
    filled = [one for one in bins if one.n]
    total = sum(one.n for one in filled)
    error = sum(one.n * abs(one.accuracy - one.confidence) for one in filled) / max(total, 1)
    places, width = [one.low for one in filled], 1 / len(bins)
    upper.bar(
        places, [one.accuracy for one in filled], width, align="edge", color=BLUE,
        edgecolor="white",
    )  # fmt: skip
    upper.plot(
        [0, 1], [0, 1], color=INK, linewidth=1, dashes=(4, 3), label=_RIGHT_AS_SURE.say(language)
    )
    upper.plot(
        [one.confidence for one in filled], [one.accuracy for one in filled], "o", color=ORANGE,
        markersize=4, markeredgecolor="white", clip_on=False, label=_BIN_MEAN.say(language),
    )  # fmt: skip
    said = f"{_CALIBRATION_ERROR.say(language)} {error:.3f}"
    upper.legend(loc="upper left", title=said, frameon=False, alignment="left", labelcolor=INK)
    upper.set(xlim=(0, 1), ylim=(0, 1), ylabel=_ACCURACY.say(language))
    lower.bar(
        places, [one.n for one in filled], width, align="edge", color=FAINT, edgecolor="white"
    )
    lower.set(xlabel=_CONFIDENCE.say(language), ylabel=_ANSWERS.say(language))
    lower.yaxis.set_major_locator(MaxNLocator(3, integer=True))
    for axes in (upper, lower):
        calm(axes)
    upper.yaxis.set_major_formatter(PercentFormatter(1, 0))
    lower.xaxis.set_major_formatter(PercentFormatter(1, 0))
    upper.set_title(title, loc="left", color=INK)
    save_figure(figure, path)


def draw_confusion(
    path: Path,
    matrix: NDArray[np.int64],
    labels: Sequence[Text],
    title: str,
    language: Language = Language.ENGLISH,
) -> None:
    """A confusion matrix: counts, shaded by their share of the true class's images.

    Args:
        path: of the PNG.
        matrix: true classes in rows, chosen ones in columns, (C, C).
        labels: of the classes, C of them.
        title: over the picture.
        language: of labels and axes.

    Raises:
        OutputUnwritable: if the folder or disk refuses.
    """
    count = len(labels)
    side = 2.6 + 0.62 * count
    figure = new_figure(side + 0.6, side)
    axes: Axes = figure.subplots()
    shares = matrix / np.maximum(matrix.sum(1, keepdims=True), 1)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for row, column in np.ndindex(count, count):
        share = float(shares[row, column])
        _letter_cell(axes, (row, column), int(matrix[row, column]), share, language)
    names = [label.say(language) for label in labels]
    heights = [f"{name}  ({n})" for name, n in zip(names, matrix.sum(1).tolist(), strict=True)]
    axes.set_xticks(range(count), names, rotation=40, ha="right", rotation_mode="anchor")
    axes.set_yticks(range(count), heights)
    axes.set(xlabel=_CHOSEN.say(language), ylabel=_TRUE.say(language))
    calm(axes)
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
    axes.set_title(title, loc="left", color=INK)
    save_figure(figure, path)


def _letter_cell(
    axes: Axes, cell: tuple[int, int], count: int, share: float, language: Language
) -> None:
    if not count:
        return
    row, column = cell
    text = f"{count}\n{percent(share).say(language)}"
    color = "white" if share > _DARK_CELL else INK
    axes.text(column, row, text, ha="center", va="center", color=color, fontsize=8)


def draw_curves(
    path: Path,
    rows: Sequence[Epoch],
    title: str,
    language: Language = Language.ENGLISH,
) -> None:
    """Training loss and validation score by epoch, the best epoch marked.

    Args:
        path: of the PNG.
        rows: one an epoch; a training run's reports fit.
        title: over the picture.
        language: of the axes.

    Raises:
        OutputUnwritable: if the folder or disk refuses.
    """
    figure = new_figure(6.0, 4.6)
    upper, lower = figure.subplots(2, 1, sharex=True)
    epochs = [row.epoch for row in rows]
    dots = "o" if len(rows) == 1 else ""
    upper.plot(epochs, [row.loss for row in rows], color=ORANGE, marker=dots)
    lower.plot(epochs, [row.score for row in rows], color=BLUE, marker=dots)
    scored = [row for row in rows if not math.isnan(row.score)]
    if scored:
        best = max(scored, key=lambda row: row.score)
        said = _BEST.say(language).format(score=best.score, epoch=best.epoch)
        lower.plot([best.epoch], [best.score], "o", color=BLUE, markersize=5)
        lower.set_title(said, loc="right", color=INK, fontsize=9)
    upper.set_ylabel(_LOSS.say(language))
    lower.set(xlabel=_EPOCH.say(language), ylabel=_SCORE.say(language))
    lower.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    for axes in (upper, lower):
        calm(axes)
    upper.set_title(title, loc="left", color=INK)
    save_figure(figure, path)
