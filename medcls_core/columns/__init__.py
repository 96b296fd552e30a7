"""Very many findings as columns: half a million take megabytes and milliseconds, not objects."""

from medcls_core.columns.answers import NO_ANSWERS, Answers, Voice
from medcls_core.columns.box_grid import BoxGrid
from medcls_core.columns.findings import FindingColumns
from medcls_core.columns.texts import Texts, TextWriter
from medcls_core.columns.uuids import Uuids, halves_of

__all__ = [
    "NO_ANSWERS",
    "Answers",
    "BoxGrid",
    "FindingColumns",
    "TextWriter",
    "Texts",
    "Uuids",
    "Voice",
    "halves_of",
]
