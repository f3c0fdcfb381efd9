"""Ranges of calendar days: what a day word or a period word means, looking ahead and looking back."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

DAY = timedelta(days=1)

Bounds = tuple[date, date]  # first and last day
# the first range that such words can mean and that ends on or after a day: 周三, 5号, 11月, 11月5号
Recurring = Callable[[date], Bounds]


@dataclass(frozen=True, slots=True)
class DateRange:
    """`first`..`last` are the days meant when asked about; `ahead` the day meant when planning (never past), `behind`
    the day meant when reporting (never future), None if the words cannot mean it. `again` replaces an `ahead` that
    is today, once the hour has passed or where no hour is given. `deadline` is the last day that 内 allows. `name` is
    the normal form of a whole week, month, quarter or year. `recurring` reads the words from another day on."""

    first: date
    last: date
    ahead: date | None
    behind: date | None
    again: date | None = None
    deadline: date | None = None
    name: str | None = None
    recurring: Recurring | None = None

    @property
    def period(self) -> str | list[str]:
        """The normal form of the days meant when asked about: a name, or first and last day in ISO 8601."""
        return self.name or [self.first.isoformat(), self.last.isoformat()]


NOWHERE = DateRange(date.min, date.min, None, None)  # a day that the words do not place in the calendar


def one_day(day: date, today: date) -> DateRange:
    """A day that words name outright (明天, 2026-11-05)."""
    return DateRange(day, day, day if day >= today else None, day if day <= today else None, deadline=day)


def whole(days: Bounds, today: date, recurring: Recurring | None = None) -> DateRange:
    """A period that words name outright (下周, 明年): planned, it is its first day; 内 allows its last."""
    first, last = days
    ahead = first if first > today else None
    deadline = last if last >= today else None
    return DateRange(first, last, ahead, None, deadline=deadline, name=name_of(first, last), recurring=recurring)


def end_of(days: Bounds, today: date) -> DateRange:
    """The last day of a period (月底); asked about, it is the whole of it."""
    last = days[1]
    return replace(one_day(last, today), first=days[0], name=name_of(*days))


def returning(recurring: Recurring, today: date, back: timedelta) -> DateRange:
    """A day that comes again (5号, 11月5号): the coming one ahead, the latest one behind; asked about, the nearest.
    `back` is longer than any gap between two."""
    ahead, behind = recurring(today), latest(recurring, today, back)
    first, last = nearest(behind, ahead, today)
    return DateRange(first, last, ahead[0], behind[0], deadline=ahead[1], recurring=recurring)


def latest(recurring: Recurring, today: date, back: timedelta) -> Bounds:
    """The last range that begins on or before `today`."""
    found = recurring(today - back)
    while (later := recurring(found[1] + DAY))[0] <= today:
        found = later
    return found


def nearest(behind: Bounds, ahead: Bounds, today: date) -> Bounds:
    """Of the two, the range with fewer days between it and `today`."""
    return behind if today - behind[1] < ahead[0] - today else ahead


def week(today: date, offset: int) -> Bounds:
    """Monday to Sunday, `offset` weeks after the week of `today`."""
    first = today - DAY * today.weekday() + 7 * DAY * offset
    return first, first + 6 * DAY


def month(year: int, number: int) -> Bounds:
    """`number` counts from January of `year`, beyond 1-12 into the years around."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    return date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1])


def quarter(year: int, number: int) -> Bounds:
    """`number` counts from the first quarter of `year`."""
    return month(year, number * 3 - 2)[0], month(year, number * 3)[1]


def year(number: int) -> Bounds:
    """The whole year `number`."""
    return date(number, 1, 1), date(number, 12, 31)


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later, or the last of a shorter month."""
    first, last = month(day.year, day.month + months)
    return min(last, first + DAY * (day.day - 1))


def name_of(first: date, last: date) -> str | None:
    """The normal form of a whole week (2026-W48), month (2026-11), quarter (2026-Q4) or year (2026)."""
    if (first, last) == week(first, 0):
        number, of_year = first.isocalendar().week, first.isocalendar().year
        return f"{of_year}-W{number:02}"
    if first.day == 1:
        if (first, last) == month(first.year, first.month):
            return f"{first.year}-{first.month:02}"
        if (first, last) == year(first.year):
            return str(first.year)
        if first.month % 3 == 1 and (first, last) == quarter(first.year, first.month // 3 + 1):
            return f"{first.year}-Q{first.month // 3 + 1}"
    return None
