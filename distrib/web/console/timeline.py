"""The morning on a line: where editions and posts lie between two hours, in per cent. Pure arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

HOUR = timedelta(hours=1)
NEAR = 7 * HOUR
CLOSE = 7.5  # per cent: two times nearer to each other are unreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """An hour on the line."""

    x: str
    words: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A stretch of time as a width."""

    start: datetime
    end: datetime
    zone: str

    def share(self, at: datetime) -> float:
        """Return where a moment lies, 0 to 100, kept inside."""
        whole = (self.end - self.start).total_seconds()
        return round(min(100.0, max(0.0, 100 * (at - self.start).total_seconds() / whole)), 2)

    def x(self, at: datetime) -> str:
        """Return the same as an SVG length."""
        return f"{self.share(at)}%"

    def width(self, start: datetime, end: datetime, *, least: float = 1.2) -> str:
        """Return the width of a stretch, wide enough to be seen."""
        return f"{max(least, round(self.share(end) - self.share(start), 2))}%"

    def holds(self, at: datetime) -> bool:
        """Tell whether a moment lies on the line."""
        return self.start <= at < self.end

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """The hours to draw: at most seven, evenly apart."""
        hours = round((self.end - self.start) / HOUR)
        step = next(each for each in (1, 2, 3, 4, 6, 12) if hours / each <= 7 or each == 12)  # noqa: PLR2004 - what fits
        found = []
        for number in range(0, hours, step):
            at = self.start + number * HOUR
            words = f"{at.astimezone(ZoneInfo(self.zone)):%H:%M}"
            found.append(Tick(x=self.x(at), words=words, anchor="start" if number == 0 else "middle"))
        return tuple(found)

    def ticks_beside(self, now: datetime) -> tuple[Tick, ...]:
        """Return the hours whose words do not lie under those of now."""
        here = self.share(now) if self.holds(now) else -100.0
        return tuple(tick for tick in self.ticks if abs(float(tick.x.rstrip("%")) - here) > CLOSE)


def around(moments: Sequence[datetime], now: datetime, zone: str) -> Line:
    """Return a line of whole local hours that holds now and the moments near it; the others are said in words."""
    near = [at for at in moments if abs(at - now) <= NEAR] + [now]
    first, last = min(near) - HOUR, max(near) + 2 * HOUR
    start = first.astimezone(ZoneInfo(zone)).replace(minute=0, second=0, microsecond=0)
    hours = max(6, -(-int((last - start).total_seconds()) // 3600))
    return Line(start=start, end=start + hours * HOUR, zone=zone)


def left(until: datetime, now: datetime) -> str:
    """Return the time left as a countdown shows it: 24:46, from a hundred minutes on 5 h 12."""
    seconds = max(0, int((until - now).total_seconds()))
    if seconds < 100 * 60:
        return f"{seconds // 60:02}:{seconds % 60:02}"
    return f"{seconds // 3600} h {seconds % 3600 // 60:02}"
