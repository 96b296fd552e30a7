"""What is said about an image (plain dataclasses), and how it is drawn (PDF)."""

from medcls_core.reports.build import ReportOptions, build_report
from medcls_core.reports.case_report import CaseReport
from medcls_core.reports.pdf import write_pdf

__all__ = ["CaseReport", "ReportOptions", "build_report", "write_pdf"]
