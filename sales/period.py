"""A run of days, as a person names it: today, this week, the fourth quarter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both included."""

    first: date
    last: date

    @classmethod
    def week(cls, monday: date) -> Period:
        """The week that begins with this Monday."""
        return cls(monday, monday + timedelta(days=6))

    def start(self, zone: tzinfo) -> datetime:
        """Its first instant in a zone."""
        return datetime.combine(self.first, time.min, zone)

    def end(self, zone: tzinfo) -> datetime:
        """Its last instant in a zone."""
        return datetime.combine(self.last, time.max, zone)
