"""What a region is for a classifier: one cell, one field of view, or fields side by side."""

from medcls_core.errors import InputInvalid
from medcls_core.geometry import Box
from medcls_core.images import ImageSource, require_mpp, tissue_mask
from medcls_core.language import Text, filled
from medcls_core.tasks import Task, is_too_large_for_one_cell

_NEARLY = 0.9
"""A region at least this much of a field in both directions is one field: exports lose a rim."""

_LEAST_TISSUE = 0.1
"""Fields with a smaller share of tissue are glass: a patch classifier has no class for that."""

_MANY = Text(
    "it is {width:.0f} x {height:.0f} px large, far more than one cell; box its cells with the "
    "cell tool and run the model again, or cut them into images of their own",
    "图像为 {width:.0f} x {height:.0f} 像素，远大于一个细胞；请用细胞工具框出各个细胞后"
    "再次运行模型，或将细胞裁成单独的图像",
)

_SMALL = Text(
    "it shows {width:.0f} x {height:.0f} µm, and the model reads square fields of {side:.0f} µm; "
    "give a larger region or image",
    "其范围为 {width:.0f} x {height:.0f} µm，而模型读取边长 {side:.0f} µm 的方形视野；"
    "请给出更大的区域或图像",
)


def fields_of(source: ImageSource, task: Task, region: Box) -> tuple[Box, ...]:
    """Fields side by side, row by row, in the middle of `region`; those of glass left out.

    A rim narrower than a field isn't looked at. Where the task's input has no size of its own
    the region is the field, or the cell.

    Raises:
        PixelSizeUnknown: if the input has a size and the image has no mpp.
        InputInvalid: if the region is smaller than a field, or far larger than a cell.
    """
    side_um = task.input.field_um
    if side_um is None:
        _require_one_cell(source, task, region)
        return (region,)
    side = side_um / require_mpp(source)
    across, down = region.width_l0 / side, region.height_l0 / side
    if min(across, down) < _NEARLY:
        raise _too_small(source, region, side_um, side)
    columns, rows = int(max(1, across)), int(max(1, down))
    if columns == rows == 1 and max(across, down) < 1 / _NEARLY:
        return (region,)
    left = region.x_l0 + (region.width_l0 - columns * side) / 2
    top = region.y_l0 + (region.height_l0 - rows * side) / 2
    tissue = tissue_mask(source)
    fields = (
        Box(left + column * side, top + row * side, side, side)
        for row in range(rows)
        for column in range(columns)
    )
    return tuple(field for field in fields if tissue.covers(field) >= _LEAST_TISSUE)


def _require_one_cell(source: ImageSource, task: Task, region: Box) -> None:
    known = source.pixel_size
    side, mpp = min(region.width_l0, region.height_l0), None if known is None else known.mpp
    if is_too_large_for_one_cell(task, side, mpp):
        facts = {"width": region.width_l0, "height": region.height_l0}
        raise InputInvalid(source.path.name, filled(_MANY, **facts))


def _too_small(source: ImageSource, region: Box, side_um: float, side_l0: float) -> InputInvalid:
    mpp = side_um / side_l0
    facts = {"width": region.width_l0 * mpp, "height": region.height_l0 * mpp, "side": side_um}
    return InputInvalid(source.path.name, filled(_SMALL, **facts))
