"""Going over to another label store: the open image is known there before the next verdict."""

from dataclasses import replace
from typing import TYPE_CHECKING

from app.commands import coverage, gallery
from app.commands.load_review import Loaded, load, show_loaded
from app.commands.run_task import cancel_run
from app.context import AppContext
from app.state import OpenImage

if TYPE_CHECKING:  # the store package loads the database library
    from medcls_core.store import LabelStore, StoredImage

# ruff: noqa: PLC0415  (imported in the store's own job)


def change_store(context: AppContext) -> None:
    """Use the store of the settings from now on, and show what it knows of the open image.

    Until that is known nothing is shown of the image, so that no verdict goes to findings of the
    store before; a run for that one is stopped.
    """
    cancel_run(context)
    context.store.change_url(context.settings.store_url)
    context.trail.clear()
    context.undone.clear()
    context.coverage.begin(None, "")
    context.outlines.load({}, (), ())
    context.review.load(context.models.task, [], [])
    gallery.forget(context)
    image = context.images.current
    if image is not None:
        _remember(context, image)


def _remember(context: AppContext, image: OpenImage) -> None:
    task, reader, source = context.models.task, context.settings.reader, image.source

    def work(store: "LabelStore") -> "tuple[StoredImage, Loaded]":
        from medcls_core.store import images

        with store.session() as session:
            stored = images.remember(
                session, image.path, image.quick_hash, source.size_l0, source.pixel_size
            )
        return stored, load(store, stored.uuid, task, reader)

    def done(found: "tuple[StoredImage, Loaded]") -> None:
        stored, loaded = found
        if context.images.current is image:
            known = replace(image, uuid=stored.uuid)
            context.images.know(known)
            coverage.change_image(context, known)
            show_loaded(context, loaded)

    context.store.submit("remember image", work, done=done, failed=context.messages.error)
