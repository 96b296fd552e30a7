"""Findings drawn in another program, with their classes, into the label store."""

from pathlib import Path

from medcls_core.images import open_image, quick_hash
from medcls_core.store import LabelStore, images
from medcls_core.store.exchange import Imported, keep_imported, read_geojson
from medcls_core.tasks import Task


def import_geojson(
    store: LabelStore, path: Path, image: Path, task: Task, reader: str, mpp: float | None
) -> Imported:
    """Keep the objects of a GeoJSON file as findings of `image`, their classes as reads.

    All is kept or nothing. The same file a second time adds nothing.

    Args:
        store: where to.
        path: of the file, coordinates in level-0 pixels, as QuPath writes it.
        image: what was drawn on.
        task: whose findings and classes they are.
        reader: who drew them.
        mpp: micrometres per pixel where the image doesn't say.

    Raises:
        InputInvalid: if the file isn't GeoJSON, or an object belongs to another image.
        ImageUnreadable: if the image can't be read.
        StoreUnusable: if the disk or server refuses.
    """
    told = read_geojson(path, task.key)
    source = open_image(image, mpp=mpp)
    content = quick_hash(image)
    with store.session() as session:
        stored = images.remember(session, image, content, source.size_l0, source.pixel_size)
        return keep_imported(session, stored, told, task.keys_by_name, reader, path.name)
