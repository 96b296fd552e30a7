"""The curves of a replay as one picture."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from medcls_core.evaluation.pictures import INK, calm, new_figure, save_figure
from medcls_core.language import Language, Text, filled
from medcls_core.learning.asking_next.strategies import Strategy
from medcls_core.learning.simulation.replay import Point, by_curve
from medcls_core.learning.simulation.savings import NEARLY

_LABELS = Text("Labels given", "已给出的标注数")
_SCORE = Text("{score}, held-out", "留出集{score}")
AVERAGE_ACCURACY = Text("average accuracy", "平均准确率")
_NEARLY = Text("95 % of the score with all labels", "全部标注得分的 95%")
_PER_PANEL = 4

STRATEGY_NAMES = {
    Strategy.RANDOM: Text("random", "随机"),
    Strategy.LEAST_CONFIDENCE: Text("least confidence", "最低置信度"),
    Strategy.MARGIN: Text("margin", "间隔"),
    Strategy.ENTROPY: Text("entropy", "熵"),
    Strategy.BALD: Text("BALD", "BALD"),
    Strategy.CORE_SET: Text("core-set", "核心集"),
    Strategy.BADGE: Text("BADGE", "BADGE"),
    Strategy.CLASS_BALANCED: Text("class-balanced", "类别均衡"),
    Strategy.MIXED: Text("mixed", "混合"),
}
"""What strategies are called on screen and in pictures."""

_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7")


def draw_replay(
    points: Sequence[Point], title: str, path: Path, language: Language, score: Text
) -> None:
    """Mean score over the seeds against labels, the seeds' range as a band; random in each panel.

    `score` is what the score is called.

    Raises:
        OutputUnwritable: if the folder or disk refuses.
    """
    curves = by_curve(points)
    others = [one for one in dict.fromkeys(p.strategy for p in points) if one != Strategy.RANDOM]
    groups = [others[at : at + _PER_PANEL] for at in range(0, len(others), _PER_PANEL)] or [[]]
    figure = new_figure(4.6 * len(groups), 4.2)
    panels = figure.subplots(1, len(groups), sharey=True, squeeze=False)[0]
    goal = NEARLY * float(np.mean([curve[-1].score for curve in curves.values()]))
    for axes, group in zip(panels, groups, strict=True):
        calm(axes)
        axes.axhline(goal, color=INK, linewidth=0.8, linestyle=":")
        for strategy, colour in zip(
            [Strategy.RANDOM, *group], ["#5a6270", *_COLOURS], strict=False
        ):
            own = [curve for (kind, _), curve in curves.items() if kind is strategy]
            if own:
                _draw(axes, own, colour, STRATEGY_NAMES[strategy].say(language))
        axes.set_xlabel(_LABELS.say(language))
        axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
        axes.legend(frameon=False, loc="lower right")
    panels[0].annotate(
        _NEARLY.say(language), (0.02, goal), ("axes fraction", "data"), va="bottom", color=INK
    )
    panels[0].set_ylabel(filled(_SCORE, score=score).say(language))
    figure.suptitle(title)
    save_figure(figure, path)


def _draw(axes: Axes, own: Sequence[Sequence[Point]], colour: str, name: str) -> None:
    length = min(map(len, own))
    labels = np.mean([[point.labels for point in curve[:length]] for curve in own], axis=0)
    scores = np.array([[point.score for point in curve[:length]] for curve in own])
    axes.fill_between(labels, scores.min(0), scores.max(0), color=colour, alpha=0.12, linewidth=0)
    axes.plot(labels, scores.mean(0), color=colour, linewidth=1.6, label=name)
