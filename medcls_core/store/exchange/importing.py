"""A file's objects into the label store: the ones inside of the image, their classes as answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from medcls_core.findings import IMPORTED, Verdict
from medcls_core.geometry import Size
from medcls_core.language import Text, filled
from medcls_core.store.exchange.adding import Answer, add_imported
from medcls_core.store.exchange.drawn import FileImport, ImportedFinding
from medcls_core.store.exchange.rows import CANNOT_TELL, REJECTED
from medcls_core.store.images import StoredImage

_OUTSIDE = Text("{name}: it lies outside of the image", "{name}：位于图像之外")


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file's objects.

    Attributes:
        added: findings that are new to the label store.
        known: those that were there already; nothing of theirs was changed.
        answered: of the new ones, those that a person drew and gave a class of the task's.
        classes_unknown: names of other classes that a person gave.
        left_out: a sentence for each object that can't be a finding, without its full stop.
    """

    added: int
    known: int
    answered: int
    classes_unknown: tuple[str, ...]
    left_out: tuple[Text, ...]


def keep_imported(
    session: Session,
    image: StoredImage,
    told: FileImport,
    classes: Mapping[str, str],
    reader: str,
    name: str,
) -> Imported:
    """Keep what a file tells as findings of `image`, its classes as reads.

    The same file a second time adds nothing.

    Args:
        session: of the label store.
        image: what was drawn on.
        told: from the file, coordinates in level-0 pixels.
        classes: keys of the task's classes by what they may be called, as `Task.keys_by_name`.
        reader: who drew.
        name: of the file, for the reads.

    Raises:
        InputInvalid: if an object belongs to another image.
    """
    inside, outside = _parted(told.findings, image.size_l0)
    said = {one.finding.uuid: answers_of(one, classes, reader) for one in inside}
    answers = {uuid: given for uuid, given in said.items() if given}
    fresh = add_imported(session, image.uuid, inside, answers, reader, f"{IMPORTED}{name}")
    unknown = {one.class_name for one in fresh if _is_unknown(one, answers)}
    return Imported(
        added=len(fresh),
        known=len(inside) - len(fresh),
        answered=sum(one.finding.uuid in answers for one in fresh),
        classes_unknown=tuple(sorted(name for name in unknown if name is not None)),
        left_out=(*told.left_out, *(filled(_OUTSIDE, name=_name(one)) for one in outside)),
    )


def answers_of(one: ImportedFinding, classes: Mapping[str, str], reader: str) -> tuple[Answer, ...]:
    """What an object's class says: one of the task's, rejected or cannot tell, as exported.

    It is `reader`'s word, unless the file tells who said what. Nothing for another class, and for
    what a program found: its class is nobody's answer.
    """
    if one.detected:
        return ()
    said = one.said_by or (((reader, one.class_name),) if one.class_name is not None else ())
    given = (_answer(who, what.casefold(), classes) for who, what in said)
    return tuple(answer for answer in given if answer is not None)


def _answer(reader: str, said: str, classes: Mapping[str, str]) -> Answer | None:
    for style, verdict in ((REJECTED, Verdict.REJECT), (CANNOT_TELL, Verdict.CANNOT_TELL)):
        if said in {style.key, style.name.casefold()}:
            return Answer(reader, verdict)
    key = classes.get(said)
    return None if key is None else Answer(reader, Verdict.CORRECT, key)


def _is_unknown(one: ImportedFinding, answers: Mapping[UUID, tuple[Answer, ...]]) -> bool:
    return not one.detected and one.finding.uuid not in answers


def _parted(
    drawn: tuple[ImportedFinding, ...], size: Size
) -> tuple[list[ImportedFinding], list[ImportedFinding]]:
    """Those that touch the image, and the others."""
    inside: list[ImportedFinding] = []
    outside: list[ImportedFinding] = []
    for one in drawn:
        (inside if _lies_in(one, size) else outside).append(one)
    return inside, outside


def _lies_in(one: ImportedFinding, size: Size) -> bool:
    box = one.finding.outline.bounds
    return (
        box.x_l0 < size.width and box.y_l0 < size.height and box.right_l0 > 0 and box.bottom_l0 > 0
    )


def _name(one: ImportedFinding) -> str:
    """What the object is called in the file, for a person; its id where it has no name."""
    return one.name or str(one.finding.uuid)
