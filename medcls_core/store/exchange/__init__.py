"""Findings, answers and reads as files that other programs understand, and back again."""

from medcls_core.store.exchange import coco, csv_table, geojson, masks, voc, yolo
from medcls_core.store.exchange.changes import changes_since
from medcls_core.store.exchange.drawn import (
    DrawnOn,
    FileImport,
    ImportedFinding,
    by_program,
    renamed,
)
from medcls_core.store.exchange.geojson_import import read as read_geojson
from medcls_core.store.exchange.importing import Imported, keep_imported
from medcls_core.store.exchange.reading import PATTERNS, read_file
from medcls_core.store.exchange.rows import (
    CANNOT_TELL,
    REJECTED,
    ClassStyle,
    ExportRow,
    export_rows,
)
from medcls_core.store.exchange.selection import ImageRows, Omitted

__all__ = [
    "CANNOT_TELL",
    "PATTERNS",
    "REJECTED",
    "ClassStyle",
    "DrawnOn",
    "ExportRow",
    "FileImport",
    "ImageRows",
    "Imported",
    "ImportedFinding",
    "Omitted",
    "by_program",
    "changes_since",
    "coco",
    "csv_table",
    "export_rows",
    "geojson",
    "keep_imported",
    "masks",
    "read_file",
    "read_geojson",
    "renamed",
    "voc",
    "yolo",
]
