"""Telling the program how large a pixel is, where the file doesn't."""

from app.commands.open_images import show_image
from app.context import AppContext


def set_pixel_size(context: AppContext, mpp: float) -> None:
    """Open the image again with `mpp` micrometres per pixel, and remember it in the store.

    What was measured with another pixel size is forgotten; findings and reads stay.
    """
    image = context.images.current
    if image is None:
        return
    context.analyses.forget(image.uuid)
    context.messages.clear()
    show_image(context, context.images.index_of(image.path), mpp=mpp)
