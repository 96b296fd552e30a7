"""Opening files and folders, and going from one image to the next."""

import time
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage

from app.commands.load_review import (
    Loaded,
    begin_review,
    load,
    load_findings,
    remember,
    show_loaded,
)
from app.commands.recent import leave_out
from app.commands.recent import remember as remember_recent
from app.commands.thumbnails import (
    BEHIND_THE_VIEW,
    THUMBNAIL_PX,
    make_thumbnail,
    make_thumbnails,
)
from app.context import AppContext
from app.jobs import Lane
from app.rendering.images import to_qimage
from app.state import OpenImage
from medcls_core.errors import ImageUnreadable, MedclsError
from medcls_core.language import Language, Text, filled
from medcls_core.progress import Progress
from medcls_core.tasks import Task, TaskKind

if TYPE_CHECKING:  # these load libraries that the window needn't wait for
    from medcls_core.images.source import ImageSource
    from medcls_core.store import LabelStore, StoredImage

# ruff: noqa: PLC0415  (the image and database libraries are imported in the jobs that need them)

_NO_PIXEL_SIZE = Text("{format} · {size} · pixel size unknown", "{format} · {size} · 像素尺寸未知")
URGENT = 100
LET_SEE_S = 0.3


@dataclass(frozen=True, slots=True)
class _Found:
    """Image files, the places that gave any, and the names of the others, with the reason."""

    paths: list[Path]
    places: list[str | Path]
    left_out: list[tuple[str, MedclsError]]


@dataclass(frozen=True, slots=True)
class _Opened:
    """`thumbnail` is None where it would take longer than the view may wait."""

    source: "ImageSource"
    quick_hash: str
    thumbnail: QImage | None


@dataclass(frozen=True, slots=True)
class _Ready:
    """An image that was opened and looked up before it was asked for."""

    opened: _Opened
    stored: "StoredImage"
    loaded: Loaded


def open_paths(
    context: AppContext, places: Sequence[str | Path], *, opened_as: Path | None = None
) -> None:
    """List every image at `places` (files, folders) and open the first.

    Of several places the good ones are opened, and one message names the others.

    Args:
        context: the window's.
        places: files and folders.
        opened_as: where all of them come from, as a case; None: they are opened for themselves.
    """

    def work(_: Progress) -> _Found:
        return _find(places)

    def done(found: _Found) -> None:
        paths = found.paths
        context.settings.last_folder = paths[0].parent
        remember_recent(context, found.places if opened_as is None else [opened_as])
        context.messages.clear()
        show_image(context, context.images.add(paths))
        make_thumbnails(context, paths[1:])
        _say_left_out(context, found.left_out)

    context.runner.submit(
        Lane.TILES,
        "find images",
        work,
        done=done,
        failed=context.messages.error,
        priority=URGENT,
    )


def _find(places: Sequence[str | Path]) -> _Found:
    """The images at `places`, each once.

    Raises:
        MedclsError: if no place gives any.
    """
    from medcls_core.images import find_images

    paths: dict[Path, None] = {}
    good: list[str | Path] = []
    left_out: list[tuple[str, MedclsError]] = []
    for place in places:
        try:
            paths.update(dict.fromkeys(find_images([place])))
            good.append(place)
        except MedclsError as problem:
            left_out.append((Path(place).name or str(place), problem))
    return _Found(list(paths) or find_images(places), good, left_out)


def _say_left_out(context: AppContext, left_out: Sequence[tuple[str, MedclsError]]) -> None:
    if len(left_out) == 1:
        context.messages.error(left_out[0][1])
    elif left_out:
        sentence = QCoreApplication.translate("Commands", "Not opened: {names}")
        context.messages.refuse(sentence.format(names=", ".join(name for name, _ in left_out)))


def load_readers(context: AppContext) -> None:
    """Load the libraries that read images before the first one is wanted: most of a second."""

    def work(_: Progress) -> None:
        from medcls_core import shapes  # noqa: F401  (how large the first finding is)
        from medcls_core.images import open_image, read_overview, tissue_mask  # noqa: F401

    context.runner.submit(
        Lane.TILES, "load readers", work, done=lambda _: None, failed=context.messages.error
    )


def show_image(context: AppContext, index: int, *, mpp: float | None = None) -> None:
    """Open the image of a line of the list and show it with what the store knows of it.

    Args:
        context: the window's.
        index: of the line.
        mpp: micrometres per pixel as the reader says; None takes the file's.
    """
    entries = context.images.entries
    if not 0 <= index < len(entries):
        return
    path = entries[index].path
    if not _is_wanted(context, path):
        context.messages.clear()  # what was said of the image before; the log keeps it
    context.images.want(index)
    ready = context.ahead.take(_key(context, path)) if mpp is None else None
    if isinstance(ready, _Ready):
        _show_ready(context, path, ready)
        return

    def done(opened: _Opened) -> None:
        if not _is_wanted(context, path):
            opened.source.close()
            return
        context.images.note(path, thumbnail=opened.thumbnail, detail=_detail(opened.source))
        _remember(context, path, opened)

    def failed(problem: MedclsError) -> None:
        context.images.note(path, problem=_reason(problem))
        leave_out(context, path)
        if _is_wanted(context, path):
            context.images.show(None)
            begin_review(context)
            context.messages.error(problem)

    context.runner.submit(
        Lane.TILES,
        "open image",
        lambda _: _open(path, mpp),
        done=done,
        failed=failed,
        priority=URGENT,
    )


def step_image(context: AppContext, step: int) -> None:
    """Open the next or previous image of the list; at an end nothing happens."""
    wanted = context.images.wanted + step
    if 0 <= wanted < len(context.images.entries):
        show_image(context, wanted)


def _open(path: Path, mpp: float | None) -> _Opened:
    from medcls_core.images import is_quick, open_image, quick_hash, read_overview

    source = open_image(path, mpp=mpp)
    try:
        thumbnail = None
        if is_quick(source, THUMBNAIL_PX):
            thumbnail = to_qimage(read_overview(source, THUMBNAIL_PX))
        return _Opened(source, quick_hash(path), thumbnail)
    except MedclsError:
        source.close()
        raise
    except OSError as problem:  # the file went away between two reads
        source.close()
        raise ImageUnreadable(path, problem.strerror or "it can't be read") from problem


def _remember(context: AppContext, path: Path, opened: _Opened) -> None:
    """Learn the image's name in the store and show it; its findings follow."""
    source = opened.source

    def done(stored: "StoredImage") -> None:
        if not _is_wanted(context, path):
            source.close()
        elif source.pixel_size is None and stored.mpp is not None:
            # The reader said it once; the image is opened again with that pixel size.
            source.close()
            show_image(context, context.images.index_of(path), mpp=stored.mpp)
        else:
            _present(context, OpenImage(path, source, opened.quick_hash, stored.uuid), None)
            _let_see(context, source)

    def failed(problem: MedclsError) -> None:
        if _is_wanted(context, path):
            nothing = Loaded.nothing(context.models.task)
            _present(context, OpenImage(path, source, opened.quick_hash, uuid4()), nothing)
            context.messages.error(problem)

    context.store.submit(
        "remember image",
        lambda store: remember(store, path, opened.quick_hash, source),
        done=done,
        failed=failed,
    )


def _present(context: AppContext, image: OpenImage, loaded: Loaded | None) -> None:
    """Show an image, with what is known of it, or (None) before anything is."""
    context.sources.hold(image.source)  # the slide view's share; it says when it let go
    context.images.show(image)
    if loaded is None:
        begin_review(context)
    else:
        show_loaded(context, loaded)
    _read_ahead(context)


def _let_see(context: AppContext, source: "ImageSource") -> None:
    """Ask for the findings once the picture is there: they would take its turns at the processor.

    At most `LET_SEE_S` later: pictures of other files may be on their way too.
    """
    latest = time.monotonic() + LET_SEE_S

    def done(_: None) -> None:
        image = context.images.current
        if image is None or image.source is not source:
            return
        if context.runner.is_idle(Lane.TILES) or time.monotonic() > latest:
            load_findings(context)
            make_thumbnail(context, image)
        else:
            wait()

    def wait() -> None:
        context.runner.submit(
            Lane.TILES,
            "let see",
            lambda _: None,
            done=done,
            failed=context.messages.error,
            priority=BEHIND_THE_VIEW,
        )

    wait()


def _key(context: AppContext, path: Path) -> Hashable:
    """What an image that is read ahead depends on."""
    settings = context.settings
    return path, context.models.task, settings.reader, settings.store_url


def _show_ready(context: AppContext, path: Path, ready: _Ready) -> None:
    opened, source = ready.opened, ready.opened.source
    context.images.note(path, thumbnail=opened.thumbnail, detail=_detail(source))
    image = OpenImage(path, source, opened.quick_hash, ready.stored.uuid)
    _present(context, image, ready.loaded)
    make_thumbnail(context, image)
    context.sources.release(source)  # the share of having read it ahead


def _read_ahead(context: AppContext) -> None:
    """Where an image is one question, read the next one while this one is looked at."""
    entries, line = context.images.entries, context.images.wanted + 1
    task, reader = context.models.task, context.settings.reader
    if task.kind is TaskKind.MASK or not 0 < line < len(entries):
        return
    path = entries[line].path
    key = _key(context, path)
    context.ahead.expect(key)

    def known(opened: _Opened, found: "tuple[StoredImage, Loaded] | None") -> None:
        source = opened.source
        if found is None or (source.pixel_size is None and found[0].mpp is not None):
            context.sources.release(source)  # going there opens it as its reader once said
        else:
            let_go = partial(context.sources.release, source)
            context.ahead.keep(key, _Ready(opened, *found), let_go)

    def opened_ahead(opened: _Opened) -> None:
        context.sources.hold(opened.source)
        context.store.submit(
            "read ahead",
            lambda store: _known(store, opened.quick_hash, task, reader),
            done=partial(known, opened),
            failed=lambda _: context.sources.release(opened.source),
        )

    context.runner.submit(
        Lane.TILES,
        "open ahead",
        lambda _: _open(path, None),
        done=opened_ahead,
        failed=lambda _: None,  # going there says why
    )


def _known(
    store: "LabelStore", quick_hash: str, task: Task, reader: str
) -> "tuple[StoredImage, Loaded] | None":
    from medcls_core.store import images

    with store.session(read_only=True) as session:
        stored = images.find_by_hash(session, quick_hash)
    return None if stored is None else (stored, load(store, stored.uuid, task, reader))


def _is_wanted(context: AppContext, path: Path) -> bool:
    entries, wanted = context.images.entries, context.images.wanted
    return 0 <= wanted < len(entries) and entries[wanted].path == path


def _reason(problem: MedclsError) -> Text:
    """Why a file can't be opened, short enough for a line that already names the file."""
    said = problem.reason_in if isinstance(problem, ImageUnreadable) else problem.sentence
    return Text(said(Language.ENGLISH), said(Language.CHINESE))


def _detail(source: "ImageSource") -> Text:
    size = f"{source.size_l0.width} × {source.size_l0.height}"
    if source.pixel_size is None:
        return filled(_NO_PIXEL_SIZE, format=source.format_name, size=size)
    known = f"{source.format_name} · {size} · {source.pixel_size.mpp:.4g} µm/px"
    return Text(known, known)
