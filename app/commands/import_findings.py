"""What was drawn elsewhere, into the label store of the open image; as `medcls labels import`."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.commands import load_review
from app.context import AppContext
from app.state import Bulk
from app.translation import say
from medcls_core.findings import IMPORTED
from medcls_core.language import Text

if TYPE_CHECKING:  # the store package loads the database library
    from medcls_core.store import LabelStore
    from medcls_core.store.exchange import Imported

# ruff: noqa: PLC0415  (imported in the store's own job)

NAMED = 3
"""So many reasons why something was left out are told in the message bar."""

_GAP, _AND = Text(" ", ""), Text("; ", "；")


def import_findings(context: AppContext, path: Path) -> None:
    """Keep what a file of any kind tells as findings of the open image, for the task that is asked.

    What a person drew and gave a class of the task's becomes an answer of the reader at the
    keyboard; all of these are one step for an undo.
    """
    image, task, reader = context.images.current, context.models.task, context.settings.reader
    if image is None:
        context.messages.info(QCoreApplication.translate("Commands", "Open an image first."))
        return

    def work(store: "LabelStore") -> "Imported":
        from medcls_core.store.exchange import DrawnOn, keep_imported, read_file

        drawn_on = DrawnOn(image.path.name, image.source.size_l0, image.quick_hash)
        told = read_file(path, task.key, drawn_on)
        stored = load_review.remember(store, image.path, image.quick_hash, image.source)
        with store.session() as session:
            return keep_imported(session, stored, told, task.keys_by_name, reader, path.name)

    def done(imported: "Imported") -> None:
        if imported.answered:
            context.undone.clear()
            context.trail.append(Bulk(f"{IMPORTED}{path.name}"))
        context.ahead.drop()
        context.gallery.outdate(image.path)
        load_review.reload(context)
        _tell(context, path, imported)

    context.store.submit("import findings", work, done=done, failed=context.messages.error)


def _tell(context: AppContext, path: Path, imported: "Imported") -> None:
    """One message: what came, what was left out and why."""
    said = [_came(path, imported)]
    if imported.known:
        known = QCoreApplication.translate("Commands", "There already: {count}.")
        said.append(known.format(count=imported.known))
    if imported.classes_unknown:
        unknown = QCoreApplication.translate(
            "Commands", "Classes that the task doesn't know, kept without an answer: {names}."
        )
        said.append(unknown.format(names=", ".join(imported.classes_unknown)))
    if imported.left_out:
        said.append(_left_out(imported))
    tell = context.messages.refuse if imported.left_out else context.messages.good
    tell(say(_GAP).join(said))


def _came(path: Path, imported: "Imported") -> str:
    came = QCoreApplication.translate(
        "Commands", "{name}: findings that came: {count}, with an answer of yours: {answered}."
    )
    return came.format(name=path.name, count=imported.added, answered=imported.answered)


def _left_out(imported: "Imported") -> str:
    """How many, and the first reasons."""
    told = [say(each) for each in imported.left_out[:NAMED]]
    reasons = say(_AND).join([*told, "…"] if len(imported.left_out) > NAMED else told)
    sentence = QCoreApplication.translate("Commands", "Left out: {count} ({reasons}).")
    return sentence.format(count=len(imported.left_out), reasons=reasons)
