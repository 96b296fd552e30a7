"""Counts that mean something: pure functions from counts and areas to the figures of a report."""

from medcls_core.quantify.density import Density, density_per_mm2, poisson_interval
from medcls_core.quantify.fields import (
    MITOTIC_TABLES,
    MitoticTable,
    field_area_mm2,
    mitotic_score,
    mitotic_table_for,
)

__all__ = [
    "MITOTIC_TABLES",
    "Density",
    "MitoticTable",
    "density_per_mm2",
    "field_area_mm2",
    "mitotic_score",
    "mitotic_table_for",
    "poisson_interval",
]
