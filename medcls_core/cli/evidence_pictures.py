"""Pictures of evidence: the tissue, and every heatmap over it with scale bar and colour bar."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from medcls_core.cli.speech import say
from medcls_core.explain import Evidence
from medcls_core.geometry import Box
from medcls_core.images import ImageSource
from medcls_core.reports.pictures import heat_over, overview, with_colour_bar
from medcls_core.reports.words import METHODS

_PICTURE_PX = 768


def draw_evidence(
    source: ImageSource, maps: Sequence[Evidence], folder: Path, number: int
) -> list[str]:
    """Write `01_image.png`, `01_grad_cam.png` and so on for the maps of one place.

    Args:
        source: the open image.
        maps: at least one; the first one's box is what the plain picture shows.
        folder: where they go.
        number: which place, the first part of every name.

    Returns:
        The names of the files.

    Raises:
        ImageUnreadable: if the image is damaged there.
    """
    names = [f"{number:02d}_image.png"]
    _save_plain(source, maps[0].box_l0, folder / names[0])
    for name, evidence in _named(maps):
        names.append(f"{number:02d}_{name}.png")
        _save_heat(source, evidence, folder / names[-1])
    return names


def _named(maps: Sequence[Evidence]) -> list[tuple[str, Evidence]]:
    """Maps with file names; several of one method are numbered in the network's order."""
    methods = [one.method for one in maps]
    named = []
    for place, one in enumerate(maps):
        several = methods.count(one.method) > 1
        number = f"_{methods[: place + 1].count(one.method)}" if several else ""
        named.append((f"{one.method}{number}", one))
    return named


def _save_plain(source: ImageSource, box: Box, path: Path) -> None:
    picture = overview(source, box, None, (), longest_px=_PICTURE_PX)
    Image.fromarray(picture).save(path)


def _save_heat(source: ImageSource, evidence: Evidence, path: Path) -> None:
    heat = heat_over(source, evidence, evidence.box_l0, longest_px=_PICTURE_PX)
    Image.fromarray(with_colour_bar(heat, say(METHODS[evidence.method]))).save(path)
