"""The free text that scanners write beside the pixels: what of it may stay."""

import re
from typing import Final

from medcls_core.images.privacy.removal import Removal, entry
from medcls_core.language import Text

APERIO_KEPT: Final = frozenset(
    {
        "appmag",
        "mpp",
        "stripewidth",
        "left",
        "top",
        "originalwidth",
        "originalheight",
        "filtered",
        "icc profile",
        "gamma",
        "exposure time",
        "exposure scale",
        "displaycolor",
        "focus offset",
        "lineareaxoffset",
        "lineareayoffset",
        "linecameraskew",
    }
)
"""Entries that say how the scan is to be shown or measured. All others go, known or not."""

_HEAD = re.compile(r"[A-Za-z0-9 ._\-/\\\[\](),;:=<>\r\n]*")
_NUMBER = re.compile(r"[-+0-9.eE ]*")


def is_aperio(text: str) -> bool:
    """Whether an Aperio scanner wrote this."""
    return text.startswith("Aperio")


def clean_aperio(text: str, where: Text) -> tuple[str, list[Removal]]:
    """An Aperio description with the entries that may stay, and what was taken out.

    Args:
        text: program and geometry, then 'name = value' entries, with '|' between.
        where: the page, for the report.
    """
    head, *entries = text.split("|")
    kept, removed = [], []
    for one in entries:
        name, equals, value = one.partition("=")
        key = name.strip().lower()
        harmless = key == "icc profile" or _NUMBER.fullmatch(value) is not None
        if equals and key in APERIO_KEPT and harmless:
            kept.append(one)
        elif one.strip():
            removed.append(entry(where, name.strip() or "?", value))
    if _HEAD.fullmatch(head) is None:  # not as the scanner writes it: keep the geometry alone
        removed.append(entry(where, "description", head))
        head = "Aperio Image Library"
    return "|".join([head, *kept]), removed
