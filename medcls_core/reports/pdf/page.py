"""Head and foot of every page; the number of pages is known only at the end."""

from reportlab.pdfgen.canvas import Canvas

from medcls_core.language import Language, Text
from medcls_core.reports.case_report import CaseReport
from medcls_core.reports.pdf.fonts import MONO, SANS, showable
from medcls_core.reports.pdf.look import (
    ACCENT,
    FOOT,
    HEAD,
    LINE,
    MARGIN,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    QUIET,
)
from medcls_core.reports.typography import printed
from medcls_core.reports.words import RESEARCH_USE

_PAGE = Text("Page {page} of {pages}", "第 {page} 页，共 {pages} 页")
_DIGEST = Text("Report ", "报告校验值 ")
_LONGEST_NAME = 60


def canvas_for(report: CaseReport, language: Language) -> type[Canvas]:
    """A canvas class that adds head and foot to every page once all pages are there."""

    class PagedCanvas(Canvas):  # type: ignore[misc]
        def __init__(self, *arguments: object, **options: object) -> None:
            super().__init__(*arguments, **options)
            self._pages: list[dict[str, object]] = []

        def showPage(self) -> None:  # noqa: N802  (reportlab's name)
            self._pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self._pages, start=1):
                self.__dict__.update(page)
                _draw(self, report, language, number, len(self._pages))
                super().showPage()
            super().save()

    return PagedCanvas


def _draw(canvas: Canvas, report: CaseReport, language: Language, page: int, pages: int) -> None:
    _head(canvas, report, language)
    _foot(canvas, report, language, printed(_PAGE, language, page=page, pages=pages))


def _head(canvas: Canvas, report: CaseReport, language: Language) -> None:
    y = PAGE_HEIGHT - HEAD + 8
    canvas.setFont(SANS, 8)
    canvas.setFillColor(ACCENT)
    canvas.drawString(MARGIN, y, f"medcls  \u00b7  {printed(report.title, language)}")
    canvas.setFillColor(QUIET)
    canvas.drawRightString(PAGE_WIDTH - MARGIN, y, showable(shortened(report.image.name)))
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.6)
    canvas.line(MARGIN, y - 5, PAGE_WIDTH - MARGIN, y - 5)


def _foot(canvas: Canvas, report: CaseReport, language: Language, page: str) -> None:
    y = FOOT - 14
    canvas.setStrokeColor(LINE)
    canvas.line(MARGIN, y + 11, PAGE_WIDTH - MARGIN, y + 11)
    canvas.setFont(SANS, 8)
    canvas.setFillColor(QUIET)
    canvas.drawString(MARGIN, y, printed(RESEARCH_USE, language))
    canvas.drawRightString(PAGE_WIDTH - MARGIN, y, page)
    label = printed(_DIGEST, language)
    canvas.drawString(MARGIN, y - 11, label)
    start = MARGIN + canvas.stringWidth(label, SANS, 8)
    canvas.setFont(MONO, 7)
    canvas.drawString(start, y - 11, report.digest)


def shortened(name: str) -> str:
    """A long file name with its middle left out."""
    half = _LONGEST_NAME // 2
    return name if len(name) <= _LONGEST_NAME else f"{name[:half]} \u2026 {name[-half:]}"
