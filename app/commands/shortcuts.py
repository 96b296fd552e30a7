"""The keys of every command: the usual ones, or those that a person chose."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

from app.commands.keys import COMMANDS, user_command
from app.settings import Settings
from app.translation import QT_TRANSLATE_NOOP

_FIXED = {
    **dict.fromkeys("123456789", QT_TRANSLATE_NOOP("Keys", "Class of the finding, next")),
    "H": QT_TRANSLATE_NOOP("Keys", "Hide overlays while held, or toggle"),
    "Space": QT_TRANSLATE_NOOP("Keys", "Pan by dragging, in any tool"),
    **dict.fromkeys(("Left", "Right", "Up", "Down"), QT_TRANSLATE_NOOP("Keys", "Pan")),
    **dict.fromkeys(
        ("Shift+Left", "Shift+Right", "Shift+Up", "Shift+Down"), QT_TRANSLATE_NOOP("Keys", "Pan")
    ),
}
"""Keys that belong to no command and can't be given to one, with what they do."""


def portable(key: str) -> str:
    """A key as the settings write it ("Ctrl+Shift+O"); empty if it is none, or several."""
    sequence = QKeySequence(key)
    known = sequence.toString(QKeySequence.SequenceFormat.PortableText)
    return known if sequence.count() == 1 else ""


def native(key: str) -> str:
    """A key as this keyboard's people write it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def keycaps(keys: Iterable[str]) -> tuple[str, ...]:
    """Keys as people read them; two that are called the same, as both Enter keys are, are one."""
    return tuple(dict.fromkeys(map(native, keys)))


def keys_in_use(settings: Settings) -> Mapping[str, tuple[str, ...]]:
    """The keys of every command, by the command's key; no key belongs to two.

    What a person chose goes first: a usual key that was given away is nobody else's. Of two
    commands with the same chosen key, as only a file written by hand can have, the first keeps it.
    """
    return _shared_out(tuple(settings.keys(command.key) for command in COMMANDS))


@lru_cache(maxsize=4)
def _shared_out(kept: tuple[tuple[str, ...] | None, ...]) -> Mapping[str, tuple[str, ...]]:
    """The keys of every command, given what was chosen for each, in their order."""
    taken = set(_FIXED)
    used: dict[str, tuple[str, ...]] = {}
    chosen = {command.key: own for command, own in zip(COMMANDS, kept, strict=True)}
    for command in sorted(COMMANDS, key=lambda each: chosen[each.key] is None):
        own = chosen[command.key]
        wanted = command.shortcuts if own is None else tuple(map(portable, own))
        used[command.key] = tuple(key for key in wanted if key and portable(key) not in taken)
        taken.update(map(portable, used[command.key]))
    return used


def key_text(settings: Settings, command: str, between: str = " / ") -> str:
    """The keys of a command as people read them; empty if it has none."""
    return between.join(keycaps(keys_in_use(settings)[command]))


def spoken_key(settings: Settings, command: str) -> str:
    """What to press for a command, within a sentence: its first key, else its name."""
    keys = keys_in_use(settings)[command]
    return native(keys[0]) if keys else user_command(command).title


def holder(settings: Settings, key: str, *, but: str) -> str | None:
    """Who has `key`: another command's key, or "" for one of the fixed keys; None is nobody."""
    wanted = portable(key)
    if wanted in _FIXED:
        return ""
    return next(
        (
            command
            for command, keys in keys_in_use(settings).items()
            if command != but and wanted in map(portable, keys)
        ),
        None,
    )


def holder_title(settings: Settings, key: str, *, but: str) -> str:
    """Name of what `key` does now, in the language that is on; empty if nothing."""
    found = holder(settings, key, but=but)
    if found is None:
        return ""
    fixed = QCoreApplication.translate("Keys", _FIXED.get(portable(key), ""))
    return user_command(found).title if found else fixed


def conflicts(settings: Settings, command: str, keys: Iterable[str]) -> tuple[str, ...]:
    """Those of `keys` that do something else now."""
    return tuple(key for key in keys if holder(settings, key, but=command) is not None)


def give_keys(settings: Settings, command: str, keys: Iterable[str]) -> None:
    """Give a command these keys, taking them from whichever command has them."""
    wanted = tuple(dict.fromkeys(portable(key) for key in keys))
    for key in wanted:
        other = holder(settings, key, but=command)
        if other:
            left = [each for each in keys_in_use(settings)[other] if portable(each) != key]
            settings.choose_keys(other, tuple(map(portable, left)))
    usual = tuple(map(portable, user_command(command).shortcuts))
    settings.choose_keys(command, None if wanted == usual else wanted)


def reset_all(settings: Settings) -> None:
    """Every command has its usual keys again."""
    for command in COMMANDS:
        settings.choose_keys(command.key, None)
