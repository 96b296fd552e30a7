"""The one font of a report, embedded, and text that it can really show."""

from functools import lru_cache
from typing import Final
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from medcls_core.resources import resource_path

SANS: Final = "WenQuanYiMicroHei"
MONO: Final = "WenQuanYiMicroHeiMono"
_UNKNOWN: Final = "\u25a1"  # an empty square, as printers show a character they lack


@lru_cache(maxsize=1)
def register_fonts() -> None:
    """Make `SANS` and `MONO` known to reportlab."""
    path = str(resource_path("fonts", "wqy-microhei.ttc"))
    pdfmetrics.registerFont(TTFont(SANS, path, subfontIndex=0))
    pdfmetrics.registerFont(TTFont(MONO, path, subfontIndex=1))
    for name in (SANS, MONO):  # there is no bold or slanted cut: size and colour do their work
        pdfmetrics.registerFontFamily(name, normal=name, bold=name, italic=name, boldItalic=name)


def showable(text: str) -> str:
    """`text` with every character that the font lacks (emoji, say) as an empty square."""
    register_fonts()
    glyphs = pdfmetrics.getFont(SANS).face.charToGlyph
    return "".join(one if ord(one) in glyphs or one.isspace() else _UNKNOWN for one in text)


def markup(text: str) -> str:
    """`text` fit for a reportlab paragraph: nothing in it is taken for a tag."""
    return escape(showable(text))
