"""Where the reader looked: kept in the label store as one goes, shown, and what is left to see."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.commands.held import AFTER_ALL_ELSE, submit_held
from app.commands.shortcuts import spoken_key
from app.context import AppContext
from app.jobs import Lane
from app.state import OpenImage
from medcls_core.geometry import Point, Size
from medcls_core.progress import Progress

if TYPE_CHECKING:  # these load the database and image libraries
    import numpy as np
    from numpy.typing import NDArray

    from medcls_core.quantify.coverage import Coverage
    from medcls_core.store import LabelStore

# ruff: noqa: PLC0415  (imported in the jobs that need them)


def change_image(context: AppContext, image: OpenImage | None) -> None:
    """Keep what was seen of the image before, and begin with another, or with none."""
    keep_looks(context)
    if image is None or not context.settings.coverage:
        context.coverage.begin(None, "")
        return
    reader, size_l0, known = context.settings.reader, image.source.size_l0, image.source.pixel_size
    context.coverage.begin(image.uuid, reader)

    def work(store: "LabelStore") -> "Coverage | None":
        from medcls_core.quantify import looking  # noqa: F401  (what gathers looks, needed next)
        from medcls_core.quantify.coverage import coverage, native_power_of
        from medcls_core.store import looks

        with store.session(read_only=True) as session:
            earlier = looks.of_image(session, image.uuid, reader)
        return None if known is None else coverage(earlier, size_l0, native_power_of(known.mpp))

    def done(earlier: "Coverage | None") -> None:
        context.coverage.know(image.uuid, earlier)
        if context.coverage.is_queue and context.coverage.is_ready:
            find_tissue(context, lambda: None)

    context.store.submit(
        "read ledger",
        work,
        done=done,
        failed=context.messages.error,
    )


def keep_looks(context: AppContext) -> None:
    """Put what was looked at since the last time into the ledger."""
    image, reader = context.coverage.image, context.coverage.reader
    fresh = context.coverage.drain()
    if image is None or not fresh:
        return

    def work(store: "LabelStore") -> None:
        from medcls_core.store import looks

        with store.session() as session:
            looks.add(session, image, reader, fresh)

    context.store.submit("keep ledger", work, done=lambda _: None, failed=context.messages.error)


def toggle_veil(context: AppContext) -> None:
    """Show on the map what wasn't seen yet, or no more."""
    if _can_tell(context):
        context.coverage.veil(shown=not context.coverage.veiled)
        find_tissue(context, lambda: None)


def next_unseen(context: AppContext, view: Size, here: Point, go: Callable[[Point], None]) -> None:
    """Go to the nearest field with tissue that wasn't seen at the power that counts.

    Args:
        context: of the window.
        view: size of the slide view in pixels.
        here: where the reader stands.
        go: takes the view there, at that power.
    """
    if not _can_tell(context):
        return
    keep_looks(context)

    def found() -> None:
        power = context.settings.coverage_power
        field = context.coverage.next_unseen(power, view, here)
        if field is not None:
            go(field.center)
        else:
            _all_seen(context, power)

    find_tissue(context, found)


def queue_unseen(context: AppContext) -> None:
    """Go through the fields still to be seen; verdicts leave the view where it is meanwhile."""
    if _can_tell(context):
        context.coverage.queue(chosen=True)
        find_tissue(context, lambda: None)


def step_field(context: AppContext, places: int) -> None:
    """Go to the next (1) or previous (-1) field still to be seen."""
    keep_looks(context)
    power = context.settings.coverage_power
    field = context.coverage.beside(power, places)
    if field is None and context.coverage.tissue_known:
        _all_seen(context, power)
    context.coverage.visit(field)


def _all_seen(context: AppContext, power: float) -> None:
    done = QCoreApplication.translate("Commands", "All tissue was seen at {power}× or higher.")
    context.messages.good(done.format(power=f"{power:g}"))


def is_slide(context: AppContext, view: Size) -> bool:
    """Whether the open image is larger than one view at the power from which tissue is seen."""
    image = context.images.current
    if image is None or image.source.pixel_size is None or not context.settings.coverage:
        return False
    from medcls_core.quantify.coverage import native_power_of

    downsample = native_power_of(image.source.pixel_size.mpp) / context.settings.coverage_power
    size = image.source.size_l0
    return size.width > view.width * downsample or size.height > view.height * downsample


def find_tissue(context: AppContext, then: Callable[[], None]) -> None:
    """Learn where there is tissue, once an image, and go on."""
    image = context.images.current
    if image is None or context.coverage.tissue_known:
        then()
        return

    def work(_: Progress) -> "NDArray[np.float64]":
        from medcls_core.images import tissue_mask
        from medcls_core.quantify.coverage import tissue_cells

        return tissue_cells(tissue_mask(image.source), image.source.size_l0)

    def done(tissue: "NDArray[np.float64]") -> None:
        context.coverage.find_tissue(image.uuid, tissue)
        if context.coverage.image == image.uuid:
            then()

    submit_held(
        context,
        image.source,
        Lane.TILES,
        "find tissue",
        work,
        done=done,
        priority=AFTER_ALL_ELSE,
    )


def why_not(context: AppContext) -> str:
    """Why it can't be told where the reader looked, and at which power; empty if it can."""
    if context.images.current is None:
        return QCoreApplication.translate("Commands", "Open an image first.")
    if not context.settings.coverage:
        return QCoreApplication.translate(
            "Commands", "It isn't kept where you look: the settings' privacy page switches it on."
        )
    if context.images.current.source.pixel_size is None:
        return QCoreApplication.translate(
            "Commands", "The pixel size is unknown, so no power can be told: {key} sets it."
        ).format(key=spoken_key(context.settings, "pixel_size"))
    if not context.coverage.is_ready:
        return QCoreApplication.translate("Commands", "What was seen before is still being read.")
    return ""


def _can_tell(context: AppContext) -> bool:
    """Whether it is known where the reader looked; says why not."""
    said = why_not(context)
    if said:
        context.messages.info(said)
    return not said
