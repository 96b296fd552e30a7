"""How large an image of one cell may be."""

from medcls_core.tasks.task import Task

_CELLS = 4.0
"""Times a cell box's side: a larger image of known pixel size shows more than one cell."""

_CELL_PX = 800.0
"""The same in pixels where their size is unknown: no objective gives one cell so many."""


def most_of_one_cell_px(task: Task, mpp: float | None) -> float:
    """The shorter side of the largest image that may show one cell, in its pixels.

    Args:
        task: asks about cells.
        mpp: micrometres per pixel of the image, None where nobody knows.
    """
    return _CELL_PX if mpp is None else _CELLS * task.cell_um / mpp
