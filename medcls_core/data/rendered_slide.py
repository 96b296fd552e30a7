"""The sample slide: rendered H&E-like tissue with mitoses and look-alikes at known places.

No real tissue is in it. It exists so that the whole program can be tried, tested and shown
without an image that would have to be shipped; figures measured on it are not clinical figures.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from medcls_core.data.rendered import ground, population
from medcls_core.data.rendered.canvas import Canvas
from medcls_core.data.rendered.layout import plan
from medcls_core.data.rendered.optics import photograph
from medcls_core.data.rendered.pyramid import TILE_PX, write_pyramid
from medcls_core.data.rendered.truth import CellForm, PlantedCell, SampleTruth
from medcls_core.geometry import Size
from medcls_core.progress import Progress, Silent

__all__ = ["CellForm", "PlantedCell", "SampleTruth", "render_pixels", "render_sample_slide"]

MPP = 0.25
SAMPLE_SIZE = Size(3072, 3072)
SMALLEST_PX = 1024
_STAGES = 5


def render_sample_slide(
    path: Path,
    *,
    size: Size = SAMPLE_SIZE,
    seed: int = 7,
    progress: Progress | None = None,
) -> SampleTruth:
    """Render the slide to `path` (.tiff) and its truth to the same name with `.truth.json`.

    Args:
        path: Where the pyramidal TIFF goes, at 0.25 um per pixel.
        size: Level-0 size in pixels: at least 1024 a side, multiples of 256.
        seed: The same seed gives the same slide.
        progress: Told about the stages.

    Returns:
        The known truth.

    Raises:
        OutputUnwritable: if the disk refuses.
        ValueError: if the size is too small or no multiple of 256.
    """
    told = progress or Silent()
    rgb, truth = render_pixels(size=size, seed=seed, progress=told)
    told.update(_STAGES - 1, _STAGES, "writing the pyramid")
    write_pyramid(rgb, path, mpp=MPP)
    truth.write(path.with_suffix(".truth.json"))
    told.update(_STAGES, _STAGES, "slide rendered")
    return truth


def render_pixels(
    *, size: Size, seed: int, progress: Progress
) -> tuple[NDArray[np.uint8], SampleTruth]:
    """Level 0 as uint8 RGB (H, W, 3), and the truth; arguments as in `render_sample_slide`.

    Raises:
        ValueError: if the size is too small or no multiple of 256.
    """
    if min(size) < SMALLEST_PX or size.width % TILE_PX or size.height % TILE_PX:
        raise ValueError("a rendered slide is at least 1024 pixels a side, in steps of 256")
    progress.update(0, _STAGES, "laying out tissue")
    layout = plan((size.height, size.width), seed)
    planted = population.choose_planted(layout, seed)
    sites = population.choose_sites(layout, planted, seed)
    canvas = Canvas.blank(layout.shape)
    progress.update(1, _STAGES, "weaving stroma and cytoplasm")
    frame = ground.fibre_frame(layout, seed)
    ground.weave_stroma(canvas, layout, frame, seed)
    owners = np.concatenate([sites, population.places_of(planted)])
    ground.fill_nests(canvas, layout, owners, seed)
    ground.open_lumens(canvas, layout, seed)
    ground.fill_fat(canvas, layout, seed)
    progress.update(2, _STAGES, "placing cells")
    population.populate(canvas, layout, frame[1], sites, planted, seed)
    progress.update(3, _STAGES, "photographing")
    return photograph(canvas, seed), SampleTruth(size, MPP, seed, planted)
