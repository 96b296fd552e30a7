"""What was removed from a slide, in words; never its value."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from medcls_core.language import Text, filled


class RemovalKind(StrEnum):
    """What kind of thing it was."""

    PICTURE = "picture"
    ENTRY = "entry"
    REPLACED = "replaced"


LEAST_TEXT = 5
"""A shorter text may stand somewhere by chance."""

_NOTHING = Text("Nothing had to be removed.", "没有需要去除的内容。")
_SAID = {
    RemovalKind.PICTURE: Text("Removed, {where}: {names}.", "已去除（{where}）：{names}。"),
    RemovalKind.ENTRY: Text(
        "Removed entries, {where}: {names}.", "已去除的条目（{where}）：{names}。"
    ),
    RemovalKind.REPLACED: Text(
        "Replaced by new ones, {where}: {names}.", "已替换为新值（{where}）：{names}。"
    ),
}
_LABEL = Text("photograph of the label ({size})", "标签照片（{size}）")
_MACRO = Text("photograph of the whole glass ({size})", "玻片概览照片（{size}）")
_OTHER = Text("another picture in the file ({size})", "文件中的其他图片（{size}）")


@dataclass(frozen=True, slots=True)
class Removal:
    """One thing: its kind, where it was, and what it is called there.

    `values` are texts that must be nowhere in the result; they are for the check alone and are
    neither shown nor written.
    """

    kind: RemovalKind
    where: Text
    name: Text
    values: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Without the values, which may name a patient and have no place in a log."""
        return f"Removal({self.kind}, {self.where.en}, {self.name.en})"


def picture(where: Text, kind: str, width: int, height: int) -> Removal:
    """A picture that is no part of the scan: 'label', 'macro' or anything else."""
    text = {"label": _LABEL, "macro": _MACRO}.get(kind, _OTHER)
    size = f"{width} x {height}"
    return Removal(RemovalKind.PICTURE, where, filled(text, size=size))


def entry(where: Text, name: str, value: object) -> Removal:
    """A named entry of a header or description."""
    return Removal(RemovalKind.ENTRY, where, Text(name, name), _texts(value))


def replaced(where: Text, name: str, value: object) -> Removal:
    """An entry that has to be there, with another value."""
    return Removal(RemovalKind.REPLACED, where, Text(name, name), _texts(value))


def told(removed: Sequence[Removal]) -> tuple[Text, ...]:
    """What was removed, a sentence a place and kind; that nothing had to be, where nothing was."""
    groups: dict[tuple[RemovalKind, Text], dict[str, Text]] = {}
    for one in removed:
        groups.setdefault((one.kind, one.where), {}).setdefault(one.name.en, one.name)
    said = [
        filled(
            _SAID[kind],
            where=where,
            names=Text(
                ", ".join(name.en for name in names.values()),
                "、".join(name.zh for name in names.values()),
            ),
        )
        for (kind, where), names in sorted(groups.items(), key=lambda one: one[0][0] != "picture")
    ]
    return tuple(said) or (_NOTHING,)


def _texts(value: object) -> tuple[str, ...]:
    """What to look for in the result: texts that can't be there by chance."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "ignore")
    text = value.strip("\0 \r\n\t") if isinstance(value, str) else ""
    return (text,) if len(text) >= LEAST_TEXT and not text.isdecimal() else ()
