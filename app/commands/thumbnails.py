"""Small pictures for the list, made behind everything else."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QImage

from app.commands.held import submit_held
from app.context import AppContext
from app.jobs import Lane
from app.rendering.images import to_qimage
from app.state import OpenImage
from medcls_core.progress import Progress

# ruff: noqa: PLC0415  (the image libraries are imported in the jobs that need them)

MOST = 400
LARGEST_FLAT_BYTES = 40_000_000
FLAT = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff"})
THUMBNAIL_PX = 192
BEHIND_THE_VIEW, BEHIND_EVERYTHING = -10, -50
"""Priorities in the tiles' lane; what the view wants has 0."""


def make_thumbnails(context: AppContext, paths: Sequence[Path]) -> None:
    """Make the pictures of listed files that have none; what can't be read stays without."""
    having = {entry.path for entry in context.images.entries if entry.thumbnail is not None}
    for path in [path for path in paths if path not in having][:MOST]:
        _make(context, path)


def make_thumbnail(context: AppContext, image: OpenImage) -> None:
    """Make the picture of the open image from its overview, if the list has none."""
    path, source = image.path, image.source
    if context.images.entries[context.images.index_of(path)].thumbnail is not None:
        return

    def work(_: Progress) -> QImage:
        from medcls_core.images import small_overview

        return to_qimage(small_overview(source, THUMBNAIL_PX))

    submit_held(
        context,
        source,
        Lane.TILES,
        "thumbnail",
        work,
        done=lambda picture: _note(context, path, picture),
        failed=lambda _: None,  # the view says why
        priority=BEHIND_THE_VIEW,
    )


def _make(context: AppContext, path: Path) -> None:
    context.runner.submit(
        Lane.TILES,
        "thumbnail",
        lambda _: _picture(path),
        done=lambda picture: _note(context, path, picture),
        failed=lambda _: None,  # opening it will say why
        priority=BEHIND_EVERYTHING,
    )


def _note(context: AppContext, path: Path, picture: QImage | None) -> None:
    entry = context.images.entries[context.images.index_of(path)]
    if picture is not None and entry.thumbnail is None:
        context.images.note(path, thumbnail=picture, problem=entry.problem)


def _picture(path: Path) -> QImage | None:
    from medcls_core.images import open_image, read_overview

    # A large flat file would be worked through from end to end for a picture of 40 pixels.
    if path.suffix.lower() in FLAT and path.stat().st_size > LARGEST_FLAT_BYTES:
        return None
    source = open_image(path)
    try:
        return to_qimage(read_overview(source, THUMBNAIL_PX))
    finally:
        source.close()
