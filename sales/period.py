"""A run of days, as a person names it: today, this week, the fourth quarter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

WEEKS_OF_YEAR = 52


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both included."""

    first: date
    last: date

    @classmethod
    def week(cls, monday: date) -> Period:
        """The week that begins with this Monday."""
        return cls(monday, monday + timedelta(days=6))

    @property
    def before(self) -> Period:
        """The one before it of its kind: the week, month, quarter or year before; else as many days before it."""
        day = timedelta(days=1)
        if self.first.day == 1 and (self.last + day).day == 1:
            months = 12 * (self.last.year - self.first.year) + self.last.month - self.first.month + 1
            return Period(_months_later(self.first, -months), self.first - day)
        return Period(self.first - (self.last - self.first) - day, self.first - day)

    @property
    def year_ago(self) -> Period:
        """The same days a year ago."""
        end = self.last + timedelta(days=1)
        return Period(_months_later(self.first, -12), _months_later(end, -12) - timedelta(days=1))

    def earlier(self, weeks: int, months: int = 0) -> Period:
        """The same so many weeks and months earlier; of a week, that with the same weekdays."""
        is_week = self.first.weekday() == 0 and self.last - self.first == timedelta(days=6)
        by = timedelta(weeks=weeks + (round(months * WEEKS_OF_YEAR / 12) if is_week else 0))
        if is_week or not months:
            return Period(self.first - by, self.last - by)
        end = self.last + timedelta(days=1)
        return Period(_months_later(self.first, -months) - by, _months_later(end, -months) - timedelta(days=1) - by)

    def upto(self, day: date) -> Period:
        """As much of it as is over by the end of a day."""
        return Period(self.first, max(self.first, min(self.last, day)))

    def start(self, zone: tzinfo) -> datetime:
        """Its first instant in a zone."""
        return datetime.combine(self.first, time.min, zone)

    def end(self, zone: tzinfo) -> datetime:
        """Its last instant in a zone."""
        return datetime.combine(self.last, time.max, zone)


def _months_later(day: date, months: int) -> date:
    """The same day so many months later; the last of a shorter month."""
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (after - timedelta(days=1)).day))
