"""CSV tables, as programs and people's spreadsheets write them."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from medcls_core.errors import InputInvalid
from medcls_core.language import Text
from medcls_core.text_file import read_text

DELIMITERS = (",", ";", "\t")

_NOT_A_TABLE = Text("this is not a CSV table", "这不是 CSV 表格")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; `number` counts as a spreadsheet does, the header being row 1."""

    table: Path
    number: int
    values: dict[str, str]

    def get(self, column: str) -> str:
        """The value without surrounding space; "" if the table has no such column."""
        return self.values.get(column, "")

    def required(self, column: str) -> str:
        """The value.

        Raises:
            InputInvalid: if it is empty.
        """
        value = self.get(column)
        if not value:
            raise self.fault(Text(f"{column!r} is empty", f"“{column}”为空"))
        return value

    def fault(self, reason: Text) -> InputInvalid:
        """What is wrong with this row, to be raised."""
        return row_fault(self.table, self.number, reason)


def row_fault(path: Path, number: int, reason: Text) -> InputInvalid:
    """What is wrong with row `number` of a file, to be raised."""
    said = Text(f"row {number}: {reason.en}", f"第 {number} 行：{reason.zh}")
    return InputInvalid(str(path), said)


def read_table(path: Path, columns: Sequence[str]) -> list[Row]:
    """The rows of a CSV file; column names in lower case, values without surrounding space.

    Args:
        path: the file; comma, semicolon or tab between values, the header in the first row.
        columns: must be there.

    Raises:
        InputInvalid: if the file can't be read, lacks one of `columns`, or a row has more values
            than the header.
    """
    header, *rows = list(_records(path)) or [[]]
    names = [name.lower() for name in header]
    missing = [column for column in columns if column not in names]
    if missing:
        named = ", ".join(missing)
        raise InputInvalid(str(path), Text(f"there is no column {named}", f"缺少列 {named}"))
    return [_row(path, number, names, row) for number, row in enumerate(rows, 2) if any(row)]


def columns_of(path: Path) -> frozenset[str]:
    """The column names in lower case; none where there is no readable table."""
    try:
        return frozenset(name.lower() for name in next(_records(path), []))
    except InputInvalid:
        return frozenset()


def _records(path: Path) -> Iterator[list[str]]:
    text = read_text(path)
    first_line = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first_line.count)
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield [value.strip() for value in record]
    except csv.Error as problem:
        raise InputInvalid(str(path), _NOT_A_TABLE) from problem


def _row(path: Path, number: int, names: list[str], values: list[str]) -> Row:
    if any(values[len(names) :]):
        raise row_fault(
            path, number, Text("more values than the header has columns", "值的数目多于表头的列数")
        )
    return Row(path, number, dict(zip(names, values, strict=False)))
