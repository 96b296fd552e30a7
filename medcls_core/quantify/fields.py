"""Microscope fields, and the mitotic component of the Nottingham grade.

Only thresholds whose source we have read are here. Tables for other field sizes are printed in
many places, but none was confirmed; for another field the answer is None, and the density per mm2
stands alone. The score is one of the grade's three parts; the other two are the reader's.
"""

import math
from dataclasses import dataclass

FIELDS = 10
"""The thresholds are for the mitoses of ten fields together."""

_SAME_FIELD = 0.01


@dataclass(frozen=True, slots=True)
class MitoticTable:
    """Thresholds for ten fields of one size.

    Attributes:
        field_mm2: area of one field.
        most_for_1: highest count that scores 1.
        least_for_3: lowest count that scores 3.
        source: who says so.
    """

    field_mm2: float
    most_for_1: int
    least_for_3: int
    source: str


MITOTIC_TABLES = (
    MitoticTable(0.2376, 8, 18, "Kyoto University breast grading page (field number 22, 40x)"),
    MitoticTable(0.274, 9, 20, "HL7 breast cancer implementation guide"),
)


def field_area_mm2(field_number: float, objective: float) -> float:
    """Area of one field of view.

    Its diameter is the eyepiece's field number (mm) over the objective's power:
    field number 22 at 40x is 0.55 mm, 0.2376 mm2.

    Raises:
        ValueError: if either isn't positive.
    """
    if field_number <= 0 or objective <= 0:
        raise ValueError("field number and objective power are positive")
    return math.pi * (field_number / objective / 2) ** 2


def mitotic_table_for(field_mm2: float) -> MitoticTable | None:
    """The table for fields of that area, within 1 %; None if no confirmed one fits."""
    for table in MITOTIC_TABLES:
        if math.isclose(table.field_mm2, field_mm2, rel_tol=_SAME_FIELD):
            return table
    return None


def mitotic_score(mitoses_in_ten_fields: int, table: MitoticTable) -> int:
    """The Nottingham mitotic score, 1 to 3, of ten fields of the table's size.

    Raises:
        ValueError: if the count is negative.
    """
    if mitoses_in_ten_fields < 0:
        raise ValueError("a count isn't negative")
    if mitoses_in_ten_fields <= table.most_for_1:
        return 1
    return 3 if mitoses_in_ten_fields >= table.least_for_3 else 2
