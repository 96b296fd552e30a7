"""A report drawn as PDF: A4, Chinese or English, the font inside, no network needed."""

from medcls_core.reports.pdf.writing import write_pdf

__all__ = ["write_pdf"]
