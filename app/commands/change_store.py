"""Going over to another label store: the open image is known there before the next verdict."""

from dataclasses import replace
from typing import TYPE_CHECKING

from app.commands import coverage, gallery, undoable
from app.commands.load_review import Loaded, begin_review, load, remember, show_loaded
from app.commands.run_task import cancel_run
from app.context import AppContext
from app.state import OpenImage

if TYPE_CHECKING:  # the store package loads the database library
    from medcls_core.store import LabelStore, StoredImage


def change_store(context: AppContext) -> None:
    """Use the store of the settings from now on, and show what it knows of the open image.

    Until that is known nothing is shown of the image, so that no verdict goes to findings of the
    store before; a run for that one is stopped.
    """
    cancel_run(context)
    context.store.change_url(context.settings.store_url)
    undoable.begin_anew(context)
    context.coverage.begin(None, "")
    begin_review(context)
    gallery.forget(context)
    image = context.images.current
    if image is not None:
        _learn(context, image)


def _learn(context: AppContext, image: OpenImage) -> None:
    task, reader = context.models.task, context.settings.reader

    def work(store: "LabelStore") -> "tuple[StoredImage, Loaded]":
        stored = remember(store, image.path, image.quick_hash, image.source)
        return stored, load(store, stored.uuid, task, reader)

    def done(found: "tuple[StoredImage, Loaded]") -> None:
        stored, loaded = found
        if context.images.current is image:
            known = replace(image, uuid=stored.uuid)
            context.images.know(known)
            coverage.change_image(context, known)
            show_loaded(context, loaded)

    context.store.submit("remember image", work, done=done, failed=context.messages.error)
