"""The fields of view that a region is cut into, for a network that knows fields of one size."""

from medcls_core.errors import InputInvalid
from medcls_core.geometry import Box
from medcls_core.images import ImageSource, require_mpp, tissue_mask
from medcls_core.language import Text
from medcls_core.tasks import Task

_NEARLY = 0.9
"""A region at least this much of a field in both directions is one field: exports lose a rim."""

_LEAST_TISSUE = 0.1
"""Fields with a smaller share of tissue are glass: a patch classifier has no class for that."""

_SMALL = Text(
    "it shows {width:.0f} x {height:.0f} µm, and the model reads square fields of {side:.0f} µm; "
    "give a larger region or image",
    "其范围为 {width:.0f} x {height:.0f} µm，而模型读取边长 {side:.0f} µm 的方形视野；"
    "请给出更大的区域或图像",
)


def fields_of(source: ImageSource, task: Task, region: Box) -> tuple[Box, ...]:
    """Fields side by side, row by row, in the middle of `region`; those of glass left out.

    A rim narrower than a field isn't looked at. Where the task's input has no size of its own
    the region is the field.

    Raises:
        PixelSizeUnknown: if the input has a size and the image has no mpp.
        InputInvalid: if the region is smaller than a field.
    """
    side_um = task.input.field_um
    if side_um is None:
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


def _too_small(source: ImageSource, region: Box, side_um: float, side_l0: float) -> InputInvalid:
    mpp = side_um / side_l0
    facts = {"width": region.width_l0 * mpp, "height": region.height_l0 * mpp, "side": side_um}
    return InputInvalid(
        source.path.name, Text(_SMALL.en.format(**facts), _SMALL.zh.format(**facts))
    )
