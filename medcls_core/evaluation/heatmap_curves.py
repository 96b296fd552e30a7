"""Deletion and insertion of heatmaps as a picture."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from medcls_core.evaluation.heatmap_scores import HeatmapScore
from medcls_core.evaluation.pictures import INK, calm, new_figure, save_figure
from medcls_core.explain.deletion import Curves
from medcls_core.language import Language, Text

_DELETION = Text("Deletion: low is good", "删除：低者为佳")
_INSERTION = Text("Insertion: high is good", "插入：高者为佳")
_GONE = Text("Blocks taken away", "已删除的块")
_SHOWN = Text("Blocks put back", "已放回的块")
_PROBABILITY = Text("Probability, mean of {n} images", "概率（{n} 幅图像的均值）")
_CHANCE = Text("random order", "随机顺序")
_COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00")


def draw_heatmap_curves(
    path: Path,
    scores: Sequence[HeatmapScore],
    names: Mapping[str, Text],
    title: str,
    language: Language = Language.ENGLISH,
) -> None:
    """The mean curves of every method, and of the random orders of the same images.

    Args:
        path: of the PNG.
        scores: of one model.
        names: of the methods by their keys.
        title: over the picture.
        language: of labels and axes.

    Raises:
        OutputUnwritable: if the folder or disk refuses.
    """
    figure = new_figure(9.0, 4.2)
    left, right = figure.subplots(1, 2, sharey=True)
    methods = list(dict.fromkeys(one.method for one in scores))
    first = [one.chance for one in scores if one.method is methods[0]]
    _draw(left, right, first, _CHANCE.say(language), INK, dashed=True)
    for place, method in enumerate(methods):
        curves = [one.heat for one in scores if one.method is method]
        name, color = names[method].say(language), _COLORS[place % len(_COLORS)]
        _draw(left, right, curves, name, color, dashed=False)
    left.set(xlabel=_GONE.say(language), ylabel=_PROBABILITY.say(language).format(n=len(first)))
    right.set(xlabel=_SHOWN.say(language))
    for axes, text in ((left, _DELETION), (right, _INSERTION)):
        calm(axes)
        axes.set_title(text.say(language), loc="left", color=INK, fontsize=10)
        axes.set(xlim=(0, 1), ylim=(0, 1), xticks=(0, 0.25, 0.5, 0.75, 1))
        axes.xaxis.set_major_formatter(PercentFormatter(1, 0))
        axes.yaxis.set_major_formatter(PercentFormatter(1, 0))
    right.legend(frameon=False, labelcolor=INK, loc="center left", bbox_to_anchor=(1, 0.5))
    figure.suptitle(title, x=0.01, ha="left", color=INK)
    save_figure(figure, path)


def _draw(
    left: Axes, right: Axes, curves: Sequence[Curves], name: str, color: str, *, dashed: bool
) -> None:
    style = "--" if dashed else "-"
    shares = curves[0].fractions
    left.plot(shares, np.mean([one.deletion for one in curves], 0), style, color=color)
    right.plot(
        shares, np.mean([one.insertion for one in curves], 0), style, color=color, label=name
    )
