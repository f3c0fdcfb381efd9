"""Counting working hours: from a moment on, and back. Pure functions of the company's working days and hours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
IsWorkingDay = Callable[[date], bool]


def after(at: datetime, span: timedelta, zone: ZoneInfo, start: time, end: time, works: IsWorkingDay) -> datetime:
    """`span` of working time after `at`; at the end of a working day it stays there (18:00, not next 09:00)."""
    day = at.astimezone(zone).date()
    while True:
        if works(day):
            begin, close = max(at, datetime.combine(day, start, zone)), datetime.combine(day, end, zone)
            if begin < close and span <= close - begin:
                return (begin + span).astimezone(UTC)
            span -= max(close - begin, timedelta(0))
        day += DAY


def between(since: datetime, until: datetime, zone: ZoneInfo, start: time, end: time, works: IsWorkingDay) -> timedelta:
    """How much working time lies between two instants."""
    day, last = (at.astimezone(zone).date() for at in (since, until))
    found = timedelta(0)
    while day <= last:
        if works(day):
            begin, close = (datetime.combine(day, clock, zone) for clock in (start, end))
            found += max(min(until, close) - max(since, begin), timedelta(0))
        day += DAY
    return found


def before(at: datetime, span: timedelta, zone: ZoneInfo, start: time, end: time, works: IsWorkingDay) -> datetime:
    """The latest moment from which `span` of working time has passed by `at`: after(moment) ≤ at."""
    day = at.astimezone(zone).date()
    while True:
        if works(day):
            opening, close = datetime.combine(day, start, zone), min(at, datetime.combine(day, end, zone))
            if opening < close and span <= close - opening:
                return (close - span).astimezone(UTC)
            span -= max(close - opening, timedelta(0))
        day -= DAY
