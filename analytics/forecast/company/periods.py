"""The months and quarters that forecasts are made for."""

from __future__ import annotations

from datetime import date, timedelta

from sales.period import Period


def month_of(day: date) -> Period:
    """The month that a day is in."""
    return _months(day.year, day.month, 1)


def quarter_of(day: date) -> Period:
    """The quarter that a day is in."""
    return _months(day.year, 3 * ((day.month - 1) // 3) + 1, 3)


def before(period: Period) -> Period:
    """The month or quarter (or as many days) before."""
    last = period.first - timedelta(days=1)
    for same in (month_of, quarter_of):
        if same(period.first) == period:
            return same(last)
    return Period(period.first - (period.last - period.first) - timedelta(days=1), last)


def _months(year: int, month: int, count: int) -> Period:
    after = month + count
    end = date(year + (after > 12), after - 12 if after > 12 else after, 1)
    return Period(date(year, month, 1), end - timedelta(days=1))
