"""What was read, as plain values for JSON: every field, `null` where unknown, times in ISO 8601."""

from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from typing import Any

_NOT_SHOWN = {
    "translations",
    "media_seconds",
    "media_count",
    "share_image",
    "noindex",
    "removed",
}  # ours alone: no part of what `inspect` promises


_names_by_kind: dict[Any, tuple[str, ...]] = {}


def _names(kind: Any) -> tuple[str, ...]:
    """Return the fields that are shown of a value of this kind; none for what has no fields."""
    names = _names_by_kind.get(kind)
    if names is None:
        known = fields(kind) if is_dataclass(kind) else ()
        names = _names_by_kind[kind] = tuple(each.name for each in known if each.name not in _NOT_SHOWN)
    return names


def shown(value: Any) -> Any:
    """Return `value` made of dicts, lists and plain values."""
    if value is None or isinstance(value, str | int):
        return value
    if names := _names(type(value)):
        return {name: shown(getattr(value, name)) for name in names}
    if isinstance(value, datetime):
        return (value.replace(tzinfo=UTC) if value.tzinfo is None else value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [shown(each) for each in value]
    return value
