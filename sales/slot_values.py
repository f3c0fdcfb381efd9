"""Reading an Understanding's slots into the types of the tables: 分, days, instants, tuples of words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sales.followup_history import FenRange
from sales.period import Period

Slots = Mapping[str, Any]
_PERIOD = re.compile(r"(?P<year>\d{4})(?:-W(?P<week>\d\d)|-Q(?P<quarter>[1-4])|-(?P<month>\d\d))?")
_MONTHS = re.compile(r"P(?=\d+[YM])(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?")
_DURATION = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")


def word(slots: Slots, key: str) -> str | None:
    """The value, the first of several."""
    values = words(slots, key)
    return values[0] if values else None


def words(slots: Slots, key: str) -> tuple[str, ...]:
    """All values, each once; () where the slot is missing."""
    value = slots.get(key)
    if value is None:
        return ()
    return tuple(dict.fromkeys(value)) if isinstance(value, list | tuple) else (str(value),)


def reported(slots: Slots) -> dict[str, Any]:
    """What every report may say: with whom, how, when, what comes next, sums in 分; by the fields of the drafts."""
    next_at, next_on = moment(slots)
    return {
        "customer": word(slots, "customer"),
        "contacts": words(slots, "contact"),
        "method": word(slots, "method"),
        "occurred_on": day(slots, "occurred_on"),
        "objections": words(slots, "objection"),
        "next_action": word(slots, "next_action"),
        "next_at": next_at,
        "next_on": next_on,
        "amount_fen": fen(slots.get("amount")),
        "budget_fen": fen_range(slots.get("budget")),
        "product": word(slots, "product"),
    }


def fen(yuan: Any) -> int | None:
    """Yuan as 分."""
    first = yuan[0] if isinstance(yuan, list | tuple) and yuan else yuan
    return round(Decimal(str(first)) * 100) if isinstance(first, int | float) else None


def fen_range(yuan: Any) -> FenRange | None:
    """A number or [from, to] in yuan as (from, to) in 分; an open end is None."""
    if isinstance(yuan, list | tuple) and len(yuan) == 2:
        return fen(yuan[0]), fen(yuan[1])
    single = fen(yuan)
    return None if single is None else (single, single)


def middle(budget: FenRange | None) -> int | None:
    """One figure for a budget: its middle, or the end that was named (up to 500,000 is 500,000)."""
    if budget is None:
        return None
    low, high = budget
    if low and high:
        return (low + high) // 2
    return high or low


def moment(slots: Slots) -> tuple[datetime | None, date | None]:
    """next_time as (instant, None) or (None, day); (None, None) where it is missing or no time."""
    value = word(slots, "next_time")
    if value is None:
        return None, None
    try:
        if len(value) <= len("2026-11-23"):
            return None, date.fromisoformat(value)
        at = datetime.fromisoformat(value)
    except ValueError:
        return None, None
    return (at, None) if at.tzinfo is not None else (None, at.date())


def day(slots: Slots, key: str) -> date | None:
    """The day of a slot; None if it is missing or no day."""
    value = word(slots, key)
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None


def period(slots: Slots) -> Period | None:
    """The slot of this name (2026-11, 2026-W48, 2026-Q4, 2026, [from, to]); None if it is missing."""
    value = slots.get("period")
    if isinstance(value, list | tuple):
        return Period(date.fromisoformat(value[0]), date.fromisoformat(value[1]))
    found = _PERIOD.fullmatch(value or "")
    if found is None:
        return None
    year = int(found["year"])
    if found["week"]:
        monday = date.fromisocalendar(year, int(found["week"]), 1)
        return Period(monday, monday + timedelta(days=6))
    first, months = (int(found["month"]), 1) if found["month"] else (1, 12)
    if found["quarter"]:
        first, months = 3 * int(found["quarter"]) - 2, 3
    after = first + months
    end = date(year + (after > 12), after - 12 if after > 12 else after, 1)
    return Period(date(year, first, 1), end - timedelta(days=1))


def duration(slots: Slots) -> timedelta | None:
    """The slot of this name (PT2H, P3D, PT1H30M); None if it is missing, nothing, or in months, which have no fixed
    length."""
    found = _DURATION.fullmatch(word(slots, "duration") or "")
    weeks, days, hours, minutes = (int(part or 0) for part in found.groups()) if found else (0, 0, 0, 0)
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes) or None


def roughly(slots: Slots) -> timedelta | None:
    """`duration`, of months too: each as 30 days, a year as 365."""
    found = _MONTHS.match(word(slots, "duration") or "")
    if found is None:
        return duration(slots)
    years, months, days = (int(part or 0) for part in found.groups())
    return timedelta(days=365 * years + 30 * months + days)
