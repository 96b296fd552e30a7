"""The gallery of crops: looking up what the label store knows of every listed image."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from app.commands.answers import line_in_gallery
from app.commands.load_review import Loaded, load, tell_line
from app.commands.open_images import show_image
from app.context import AppContext
from app.jobs import Lane
from app.state import GalleryImage
from medcls_core.errors import MedclsError
from medcls_core.geometry import Size
from medcls_core.learning.queues import QueueOrder, Wanted
from medcls_core.progress import Progress

if TYPE_CHECKING:  # these load the database and image libraries
    from medcls_core.images import PixelSize
    from medcls_core.store import LabelStore

# ruff: noqa: PLC0415  (imported in the jobs that need them)

AT_ONCE = 64
"""So many images are looked up in one job: a verdict never waits long for the store's lane."""


@dataclass(frozen=True, slots=True)
class _Header:
    """What the label store remembers of an image that it sees for the first time."""

    path: Path
    quick_hash: str
    size_l0: Size
    pixel_size: "PixelSize | None"


def toggle_gallery(context: AppContext) -> None:
    """Show the crops of all findings of all listed images, or the slide again."""
    show_gallery(context, shown=not context.gallery.is_open)


def show_gallery(context: AppContext, *, shown: bool) -> None:
    """Bring the gallery or the slide into view."""
    context.gallery.show(shown=shown)
    refresh(context)


def refresh(context: AppContext) -> None:
    """Look up the listed images that the gallery doesn't know yet, if it is in view."""
    gallery, task, reader = context.gallery, context.models.task, context.settings.reader
    if not gallery.is_open or gallery.loading:
        return
    if gallery.task is not task or gallery.asked_for != reader:
        gallery.begin(task, reader)
    paths = gallery.missing(entry.path for entry in context.images.entries)
    if paths:
        _Search(context, paths).go_on()


def forget(context: AppContext) -> None:
    """Another reader, store or pixel size: what was looked up no longer counts."""
    context.gallery.begin(context.models.task, context.settings.reader)
    refresh(context)


def tell_read(context: AppContext, findings: Sequence[UUID]) -> None:
    """Say in the list what was said here of images that aren't on screen."""
    gallery, here, version = context.gallery, context.images.current, context.models.version
    if gallery.reader != gallery.asked_for:
        return
    sha256 = None if version is None or version.card.weights is None else version.sha256
    entries = (gallery.entry(finding) for finding in findings)
    images = {entry.image.uuid: entry.image.path for entry in entries if entry is not None}
    for uuid, path in images.items():
        if here is None or here.uuid != uuid:
            line = line_in_gallery(gallery.task, gallery.of_image(uuid), sha256)
            tell_line(context, path, line)


def sort(context: AppContext, order: QueueOrder) -> None:
    """Show the findings in another order."""
    context.gallery.sort(order)


def filter_by(context: AppContext, wanted: Wanted) -> None:
    """Show other findings."""
    context.gallery.filter(wanted)


def open_finding(context: AppContext, finding: UUID) -> None:
    """Show a finding of the gallery on its slide, or in the desk of single cells."""
    entry, now = context.gallery.entry(finding), context.images.current
    if entry is None:
        return
    context.gallery.show(shown=False)
    if now is not None and now.uuid == entry.image.uuid:
        context.review.visit(finding)
        return
    context.review.look_for(finding)
    show_image(context, context.images.index_of(entry.image.path))


class _Search:
    """Looks up images, some at a time, until the reader asks something else."""

    def __init__(self, context: AppContext, paths: Sequence[Path]) -> None:
        self._context = context
        self._task, self._reader = context.models.task, context.settings.reader
        self._todo = list(paths)
        context.gallery.set_loading(len(self._todo))

    def go_on(self) -> None:
        """Look up the next images; the first few come at once, so that something is seen."""
        context = self._context
        if self._is_outdated() or not self._todo:
            context.gallery.set_loading(0)
            refresh(context)
            return
        paths, self._todo = self._todo[:AT_ONCE], self._todo[AT_ONCE:]
        context.runner.submit(
            Lane.TILES,
            "find gallery images",
            lambda progress: hashes_of(paths, progress),
            done=lambda found: self._load(paths, found),
            failed=self._failed,
            cancelled=lambda: context.gallery.set_loading(0),
        )

    def _is_outdated(self) -> bool:
        context = self._context
        return context.models.task is not self._task or context.gallery.asked_for != self._reader

    def _load(self, paths: Sequence[Path], hashes: Mapping[Path, str]) -> None:
        """What the store knows of the images; those that it doesn't know are measured first."""

        def done(fresh: Sequence[Path]) -> None:
            self._context.runner.submit(
                Lane.TILES,
                "measure gallery images",
                lambda progress: _headers({path: hashes[path] for path in fresh}, progress),
                done=lambda headers: self._look_up(paths, hashes, headers),
                failed=self._failed,
                cancelled=lambda: self._context.gallery.set_loading(0),
            )

        self._context.store.submit(
            "find new images", lambda store: _unknown(store, hashes), done=done, failed=self._failed
        )

    def _look_up(
        self, paths: Sequence[Path], hashes: Mapping[Path, str], headers: Sequence[_Header]
    ) -> None:
        ranks = {path: self._context.images.index_of(path) for path in paths}

        def work(store: "LabelStore") -> list[tuple[GalleryImage, Loaded]]:
            from medcls_core.store import images

            _remember(store, headers)
            with store.session(read_only=True) as session:
                known = images.find_all_by_hash(session, hashes)
            return [
                (
                    GalleryImage(path, each.uuid, ranks[path], each.size_l0, each.mpp),
                    load(store, each.uuid, self._task, self._reader),
                )
                for path, each in known.items()
            ]

        self._context.store.submit(
            "load gallery", work, done=lambda found: self._put(paths, found), failed=self._failed
        )

    def _put(self, paths: Sequence[Path], found: Sequence[tuple[GalleryImage, Loaded]]) -> None:
        gallery = self._context.gallery
        if not self._is_outdated():
            for path in paths:
                gallery.note(path)
            for image, loaded in found:
                gallery.put(image, loaded.findings.known, loaded.said.of_all)
            gallery.arrange()
            gallery.set_loading(len(self._todo))
        self.go_on()

    def _failed(self, problem: MedclsError) -> None:
        self._context.gallery.set_loading(0)
        self._context.messages.error(problem)


def hashes_of(paths: Sequence[Path], progress: Progress) -> dict[Path, str]:
    """The files by their content; those that can't be read are left out."""
    from medcls_core.images import quick_hash

    found = {}
    for done, path in enumerate(paths):
        progress.update(done, len(paths))
        try:
            found[path] = quick_hash(path)
        except (OSError, MedclsError):
            continue  # opening it says why
    return found


def _unknown(store: "LabelStore", hashes: Mapping[Path, str]) -> list[Path]:
    """The files that the label store sees for the first time."""
    from medcls_core.store import images

    with store.session(read_only=True) as session:
        known = images.find_all_by_hash(session, hashes)
    return [path for path in hashes if path not in known]


def _headers(hashes: Mapping[Path, str], progress: Progress) -> list[_Header]:
    """Size and pixel size of the files; those that can't be read are left out."""
    from medcls_core.images import open_image

    found = []
    for done, (path, quick_hash) in enumerate(hashes.items()):
        progress.update(done, len(hashes))
        try:
            source = open_image(path)
        except (OSError, MedclsError):
            continue  # opening it says why
        found.append(_Header(path, quick_hash, source.size_l0, source.pixel_size))
        source.close()
    return found


def _remember(store: "LabelStore", headers: Sequence[_Header]) -> None:
    from medcls_core.store import images

    if headers:
        with store.session() as session:
            for each in headers:
                images.remember(session, each.path, each.quick_hash, each.size_l0, each.pixel_size)
