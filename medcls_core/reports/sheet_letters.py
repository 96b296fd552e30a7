"""Lines of text on a sheet: broken to a width in both scripts, written one below the other."""

import re

from PIL import ImageDraw

from medcls_core.reports.colours import INK, Rgb
from medcls_core.reports.lettering import font

_CHINESE = r"\u2e80-\u9fff\uff00-\uffef"
_PIECES = re.compile(rf"[{_CHINESE}]|[^\s/_{_CHINESE}]*[/_]+|[^\s/_{_CHINESE}]+|\s+")
_NEVER_FIRST = frozenset("，。；：、）”？！")


def broken(text: str, height_px: int, width_px: float) -> list[str]:
    """`text` in lines of at most `width_px`.

    Lines end between words, between Chinese characters, and after slashes and underscores of file
    names. A word that is wider than a line is broken inside; no line starts with Chinese
    punctuation.
    """
    letters = font(height_px)
    lines = [""]
    for piece in (
        part for word in _PIECES.findall(text) for part in _fitting(word, height_px, width_px)
    ):
        grown = lines[-1] + piece
        if letters.getlength(grown.rstrip()) <= width_px or piece in _NEVER_FIRST:
            lines[-1] = grown
        elif piece.strip():
            lines.append(piece)
    return [line.strip() for line in lines]


def _fitting(word: str, height_px: int, width_px: float) -> list[str]:
    """`word` in parts that fit into a line."""
    letters, parts = font(height_px), [""]
    for letter in word:
        if parts[-1] and letters.getlength(parts[-1] + letter) > width_px:
            parts.append("")
        parts[-1] += letter
    return parts


def text_height(text: str, height_px: int, width_px: float) -> int:
    """The height that `write` needs for `text`."""
    return line_height(height_px) * len(broken(text, height_px, width_px))


def line_height(height_px: int) -> int:
    """From one line to the next."""
    return round(height_px * 1.4)


def write(
    draw: ImageDraw.ImageDraw,
    at: tuple[float, float],
    text: str,
    height_px: int,
    width_px: float,
    ink: Rgb = INK,
) -> float:
    """Write `text` at its upper left corner; returns where the next text may begin (y)."""
    x, y = at
    for line in broken(text, height_px, width_px):
        draw.text((x, y), line, ink, font(height_px))
        y += line_height(height_px)
    return y
