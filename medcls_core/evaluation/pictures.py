"""A matplotlib figure of the house's look, written as PNG whole or not at all.

Only matplotlib's objects are used, never pyplot, so nothing is shared between two pictures and
no window system is asked for.
"""

from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text as Letters

from medcls_core.resources import resource_path
from medcls_core.whole_file import written_beside

INK = "#1c2026"
FAINT = "#c9ced6"
BLUE = "#0072b2"
ORANGE = "#d55e00"
DPI = 150


def new_figure(width_in: float, height_in: float) -> Figure:
    """An empty white figure of that size in inches."""
    figure = Figure(figsize=(width_in, height_in), dpi=DPI, layout="constrained", facecolor="white")
    FigureCanvasAgg(figure)
    return figure


def calm(axes: Axes) -> None:
    """No frame above and to the right, faint lines, ticks without marks."""
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(FAINT)
    axes.tick_params(length=0, colors=INK)
    axes.grid(visible=True, axis="y", color=FAINT, linewidth=0.5)
    axes.set_axisbelow(True)


def save_figure(figure: Figure, path: Path) -> None:
    """Letter the figure in the bundled font, which knows Chinese, and write it as PNG.

    Raises:
        OutputUnwritable: if the folder or disk refuses; an older file at `path` is still there.
    """
    _letter(figure)
    with written_beside(path) as part:
        figure.savefig(part, format="png")


def _letter(figure: Figure) -> None:
    file = resource_path("fonts", "wqy-microhei.ttc")
    for letters in figure.findobj(Letters):
        size = letters.get_fontsize()
        letters.set_fontproperties(FontProperties(fname=file, size=size))
