"""How large an image of one cell may be."""

from medcls_core.tasks.task import Task, TaskKind

_CELLS = 4.0
"""Times a cell box's side: a larger image of known pixel size shows more than one cell."""

_CELL_PX = 800.0
"""The same in pixels where their size is unknown: no objective gives one cell so many."""


def is_too_large_for_one_cell(task: Task, side_l0: float, mpp: float | None) -> bool:
    """Whether a task about single cells can't be asked of the whole of a region.

    Args:
        task: never true of one about anything else.
        side_l0: the shorter one of the image or region.
        mpp: micrometres per level-0 pixel, None where nobody knows.
    """
    most = _CELL_PX if mpp is None else _CELLS * task.cell_um / mpp
    return task.kind is TaskKind.CELL and side_l0 > most
