"""The look of a report: measures, colours and paragraph styles, in one place."""

from typing import Final

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph

from medcls_core.language import Language, Text
from medcls_core.reports.pdf.fonts import MONO, SANS, markup
from medcls_core.reports.typography import printed

PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN: Final = 18 * mm
WIDTH: Final = PAGE_WIDTH - 2 * MARGIN
HEAD: Final = 24 * mm
FOOT: Final = 22 * mm

INK = HexColor("#1C2026")
QUIET = HexColor("#5B6470")
LINE = HexColor("#C9CFD6")
SHADE = HexColor("#F2F4F7")
ACCENT = HexColor("#12507B")
WARNING = HexColor("#B45309")
WARNING_SHADE = HexColor("#FEF6E7")


class Look:
    """Paragraphs in the report's language; the one that draws says what, this says how."""

    def __init__(self, language: Language) -> None:
        self.language = language
        wrap = "CJK" if language is Language.CHINESE else None
        self._base = ParagraphStyle(
            "body", fontName=SANS, fontSize=9, leading=13, textColor=INK, wordWrap=wrap
        )

    def say(self, text: Text, **facts: object) -> str:
        """The phrase in the report's language, filled in."""
        return printed(text, self.language, **facts)

    def title(self, text: str) -> Paragraph:
        """The name of the report."""
        return self._paragraph(text, fontSize=21, leading=27, textColor=ACCENT)

    def subtitle(self, text: str) -> Paragraph:
        """The line under the name."""
        return self._paragraph(text, fontSize=10.5, leading=15, textColor=QUIET)

    def heading(self, text: str, *, kept: bool = True) -> Paragraph:
        """The head of a section, never alone at the foot of a page.

        With `kept` it goes with the whole of what follows, which a long table shouldn't ask for.
        """
        return self._paragraph(
            text,
            fontSize=12.5,
            leading=17,
            textColor=ACCENT,
            spaceBefore=11,
            spaceAfter=4,
            keepWithNext=int(kept),
        )

    def body(self, text: str) -> Paragraph:
        """Running text and table cells."""
        return self._paragraph(text)

    def strong(self, text: str) -> Paragraph:
        """A cell that carries a row."""
        return self._paragraph(text, fontSize=10, leading=13)

    def number(self, text: str) -> Paragraph:
        """A number in a table, on its right edge."""
        return self._paragraph(text, fontSize=10, leading=13, alignment=TA_RIGHT)

    def quiet(self, text: str) -> Paragraph:
        """Labels and captions."""
        return self._paragraph(text, fontSize=8, leading=11, textColor=QUIET)

    def quiet_right(self, text: str) -> Paragraph:
        """The head of a number column."""
        return self._paragraph(text, fontSize=8, leading=11, textColor=QUIET, alignment=TA_RIGHT)

    def figure(self, text: str) -> Paragraph:
        """A number one sees from across the table."""
        return self._paragraph(text, fontSize=19, leading=24, alignment=TA_CENTER, wordWrap=None)

    def figure_label(self, text: str) -> Paragraph:
        """What that number is."""
        return self._paragraph(text, fontSize=8, leading=11, textColor=QUIET, alignment=TA_CENTER)

    def warning(self, text: str) -> Paragraph:
        """A sentence that must not be overlooked."""
        return self._paragraph(text, fontSize=9, leading=13, textColor=WARNING)

    def hashed(self, text: str) -> Paragraph:
        """A digest, in letters of one width."""
        return self._paragraph(text, fontName=MONO, fontSize=8, leading=11, wordWrap="CJK")

    def _paragraph(self, text: str, **changes: object) -> Paragraph:
        style = ParagraphStyle("one", parent=self._base, **changes)
        return Paragraph(markup(text), style)
