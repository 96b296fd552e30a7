"""The PDF file: put together beside its place, then renamed into it."""

from pathlib import Path

from reportlab import rl_config
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from medcls_core.language import Language
from medcls_core.reports.case_report import CaseReport
from medcls_core.reports.pdf.fonts import register_fonts
from medcls_core.reports.pdf.look import FOOT, HEAD, MARGIN, PAGE_HEIGHT, WIDTH, Look
from medcls_core.reports.pdf.page import canvas_for
from medcls_core.reports.pdf.sections import whole_story
from medcls_core.whole_file import written_beside


def write_pdf(report: CaseReport, path: Path, language: Language) -> None:
    """Write `report` as PDF in `language` to `path`, whole or not at all.

    The same report gives the same bytes: the only time in it is the report's own.

    Raises:
        OutputUnwritable: if the disk or folder refuses; what was at `path` before is unchanged.
    """
    register_fonts()
    rl_config.useA85 = 0  # plain bytes: half the time of a report went into spelling them in ASCII
    with written_beside(path) as part:
        _document(report, part, language)


def _document(report: CaseReport, path: Path, language: Language) -> None:
    with path.open("wb") as file:
        document = BaseDocTemplate(
            file,
            title=f"{report.title.say(language)} \u00b7 {report.image.name}",
            author=report.reading.signed_by or "",
            creator=report.software,
            producer=report.software,
            subject=report.question.say(language),
            lang="zh-CN" if language is Language.CHINESE else "en",
            invariant=1,
        )
        frame = Frame(
            MARGIN, FOOT, WIDTH, PAGE_HEIGHT - HEAD - FOOT,
            leftPadding=0, rightPadding=0, topPadding=4, bottomPadding=4,
        )  # fmt: skip
        document.addPageTemplates([PageTemplate(id="page", frames=[frame])])
        document.build(
            whole_story(report, Look(language)), canvasmaker=canvas_for(report, language)
        )
