"""What was read, as plain values for JSON: every field, `null` where unknown, times in ISO 8601."""

from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from typing import Any

_NOT_SHOWN = {
    "translations",
    "media_seconds",
    "media_count",
    "share_image",
}  # ours alone: no part of what `inspect` promises


def shown(value: Any) -> Any:
    """Return `value` made of dicts, lists and plain values."""
    if is_dataclass(value):
        return {each.name: shown(getattr(value, each.name)) for each in fields(value) if each.name not in _NOT_SHOWN}
    if isinstance(value, datetime):
        return (value.replace(tzinfo=UTC) if value.tzinfo is None else value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [shown(each) for each in value]
    return value
