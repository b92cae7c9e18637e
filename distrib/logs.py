"""Logs: one JSON object a line on stderr, with ids and never an address, a token or a query string."""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

# What must not stand in a log even if a library put it there. Addresses first: they are the worst.
# Each begins where a word does: tried from every letter of a long word, it would take time by the word's square.
_ADDRESS = re.compile(r"(?<![^\s<>\"'@,;:=])[^\s<>\"'@,;:=]+@[^\s<>\"'@,;:]+\.[^\s<>\"'@,;:]+")
_QUERY = re.compile(r"\?[^\s\"'<>]+")
_TOKEN = re.compile(r"/(u|view|confirm|preferences|c|enter)/[A-Za-z0-9_.\-]{12,}")


def scrub(text: str) -> str:
    """Return `text` without addresses, tokens of our links and query strings."""
    text = _ADDRESS.sub("<address>", text)
    text = _TOKEN.sub(r"/\1/<token>", text)
    return _QUERY.sub("?<query>", text)


def _scrub_event(_: Any, __: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    return {key: scrub(value) if isinstance(value, str) else value for key, value in event.items()}


class _Scrubbed(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = scrub(record.getMessage()), ()
        if record.exc_info and record.exc_info[1] is not None:
            # A traceback prints values of the outside world; its class and place are enough.
            record.exc_text = scrub(f"{type(record.exc_info[1]).__name__}: {record.exc_info[1]}")
            record.exc_info = None
        return True


def configure(*, level: str = "info", as_json: bool = True) -> None:
    """Send structlog's and the standard library's records to stderr, scrubbed. Call once, from a door."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_Scrubbed())
    handler.setFormatter(logging.Formatter("%(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for chatty in ("httpx2", "httpcore2", "apscheduler", "tweepy", "CSSUTILS", "PIL", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            _scrub_event,
            structlog.processors.JSONRenderer(ensure_ascii=False)
            if as_json
            else structlog.dev.ConsoleRenderer(colors=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def logger(room: str) -> Any:
    """Return the logger of a room: `log.info("gathered", source=3, entries=20)`. Events are words, facts are ids."""
    return structlog.get_logger(room=room)
