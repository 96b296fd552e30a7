"""Findings, answers and reads as files that other programs understand."""

from medcls_core.store.exchange import csv_table, geojson
from medcls_core.store.exchange.geojson_import import GeojsonImport, ImportedFinding
from medcls_core.store.exchange.geojson_import import read as read_geojson
from medcls_core.store.exchange.importing import Imported, keep_imported
from medcls_core.store.exchange.rows import (
    CANNOT_TELL,
    REJECTED,
    ClassStyle,
    ExportRow,
    export_rows,
)

__all__ = [
    "CANNOT_TELL",
    "REJECTED",
    "ClassStyle",
    "ExportRow",
    "GeojsonImport",
    "Imported",
    "ImportedFinding",
    "csv_table",
    "export_rows",
    "geojson",
    "keep_imported",
    "read_geojson",
]
