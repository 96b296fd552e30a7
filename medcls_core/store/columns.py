"""Column types that mean the same in every database: UTC times and UUIDs as text."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from sqlalchemy import DateTime, String
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator


class UtcTime(TypeDecorator[datetime]):
    """A moment: any time zone in, UTC kept, aware UTC out; a naive time is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database, in UTC."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone is not a moment")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database; SQLite forgets the zone, which was UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class UuidText(TypeDecorator[UUID]):
    """A UUID as its 36 characters, so that a person can search for it in any database tool."""

    impl = String(36)
    cache_ok = True

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> str | None:
        """To the database."""
        del dialect
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> UUID | None:
        """From the database."""
        del dialect
        return None if value is None else UUID(value)


Uuid = Annotated[UUID, mapped_column(UuidText)]
UuidKey = Annotated[UUID, mapped_column(UuidText, primary_key=True)]
Moment = Annotated[datetime, mapped_column(UtcTime)]
Sha256 = Annotated[str, mapped_column(String(64))]
Word = Annotated[str, mapped_column(String(255))]


def now_utc() -> datetime:
    """This moment, to the microsecond that the databases keep."""
    return datetime.now(UTC)
