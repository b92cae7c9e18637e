"""Column types every table uses: moments in UTC, enums by value, ids that leave the house with a prefix."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Enum
from sqlalchemy.types import TypeDecorator, TypeEngine


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: refuses naive values, gives back aware UTC on every database.

    SQLite keeps no zone and would take a naive value without complaint.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def enum_column(kind: type[StrEnum]) -> TypeEngine[Any]:
    """Return a column type that stores the enum's value (SQLAlchemy would store the member's name)."""
    return Enum(
        kind,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=False,  # the set grows with releases; one door checks moves
        length=24,
    )


Json = JSON
"""JSON on both databases; changed by assigning a new value, never in place."""
