"""Writing very many rows: whole columns in, one statement, no object a row."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, repeat
from json import JSONEncoder

from sqlalchemy import Dialect, Table, insert
from sqlalchemy.orm import DeclarativeBase, Session

_CHUNK = 10_000
_encode = JSONEncoder().encode


def insert_columns(
    session: Session,
    rows: type[DeclarativeBase],
    columns: Mapping[str, Iterable[object]],
    same: Mapping[str, object],
) -> None:
    """Add rows, given by their columns.

    Args:
        session: of the store.
        rows: the table.
        columns: a value a row as the database keeps it: UUIDs and JSON are texts here.
        same: what all rows have in common, as the columns' types take it.
    """
    connection, table = session.connection(), rows.__table__
    if not isinstance(table, Table):
        raise TypeError(f"{rows.__name__} isn't kept in one table")
    values = {**columns, **_repeated(table, same, connection.dialect)}
    statement = insert(table).compile(dialect=connection.dialect, column_keys=list(values))
    order = statement.positiontup
    found = zip(*(values[name] for name in order or values), strict=False)  # `same` never ends
    while chunk := list(islice(found, _CHUNK)):
        named = [dict(zip(values, row, strict=True)) for row in chunk] if order is None else chunk
        connection.exec_driver_sql(str(statement), named)


def outline_texts(rings: Iterable[Sequence[Sequence[float]]]) -> Iterator[str]:
    """Each ring of (x, y) as JSON; thousands are encoded in one go, which takes a fifth."""
    found = iter(rings)
    while chunk := list(islice(found, _CHUNK)):
        # [[[x, y], [x, y]], [[x, y]]]: numbers hold no bracket, so that rings can be told apart.
        for text in _encode(chunk)[3:-3].split("]], [["):
            yield f"[[{text}]]"


def number_texts(lists: Iterable[Sequence[float]]) -> Iterator[str]:
    """Each list of numbers as JSON."""
    found = iter(lists)
    while chunk := list(islice(found, _CHUNK)):
        for text in _encode(chunk)[2:-2].split("], ["):
            yield f"[{text}]"


def _repeated(
    table: Table, same: Mapping[str, object], dialect: Dialect
) -> dict[str, Iterable[object]]:
    kept: dict[str, Iterable[object]] = {}
    for name, value in same.items():
        process = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
        kept[name] = repeat(value if process is None else process(value))
    return kept
