"""A gate's report as a file, and read again."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from cattrs import BaseValidationError
from cattrs.preconf.json import make_converter

from medcls_core.errors import InputInvalid
from medcls_core.language import Text
from medcls_core.learning.rounds.gate import GateReport
from medcls_core.whole_file import written_beside

_CONVERTER = make_converter()
_UNREADABLE = Text("the gate's report can't be read", "无法读取比较结果")


def write_report(report: GateReport, path: Path) -> None:
    """Write the report.

    Raises:
        OutputUnwritable: if the disk refuses.
    """
    with written_beside(path) as part:
        part.write_text(json.dumps(asdict(report), ensure_ascii=False, indent=1) + "\n", "utf-8")


def report_of(known: Mapping[str, object]) -> GateReport:
    """The report that the store or a file holds.

    Raises:
        InputInvalid: if a part of it is missing.
    """
    try:
        return _CONVERTER.structure(dict(known), GateReport)
    except BaseValidationError as problem:
        raise InputInvalid("gate.json", _UNREADABLE) from problem
