"""When a time phrase is: the next time and the past day that a day, a part of it and a clock time mean together."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from nlu.time.clocks import Clock, Part, by_day, in_part
from nlu.time.date_ranges import DAY
from nlu.time.phrases import Phrase

MINUTE = timedelta(minutes=1)
HALF_A_DAY = 720 * MINUTE


def next_time(phrase: Phrase, now: datetime) -> str | None:
    """The instant or the day it means when something is planned; None if it is only past."""
    day, today = phrase.day, now.date()
    if day is None:
        return _next_hour(phrase.part, phrase.clock, now)
    if day.ahead is None:
        return None
    if phrase.part is None and phrase.clock is None:
        return (day.again if day.again and day.ahead == today else day.ahead).isoformat()
    at = _on(day.ahead, phrase.part, phrase.clock, now)
    if at is None or at > now:
        return (at or day.ahead).isoformat()
    if day.again:
        return (_on(day.again, phrase.part, phrase.clock, now) or day.again).isoformat()
    return _passed(day.ahead, at, phrase, now)


def _passed(day: date, at: datetime, phrase: Phrase, now: datetime) -> str | None:
    """For an hour of today that is over: the other hour a clock shows so, or the day alone, unless that part of it
    is over too."""
    if phrase.part is not None:
        return None if now.hour >= phrase.part.over else day.isoformat()
    later = at + HALF_A_DAY
    if phrase.clock and not phrase.clock.certain and later > now and later.date() == day:
        return later.isoformat()
    return day.isoformat()


def _next_hour(part: Part | None, clock: Clock | None, now: datetime) -> str:
    """A part of the day or a clock time without a day: the next one."""
    today = now.date()
    if part is None and clock is not None:
        every = 2 * HALF_A_DAY if clock.certain else HALF_A_DAY
        at = _instant(today, clock.minutes * MINUTE % every, now)
        while at <= now:
            at += every
        return at.isoformat()
    this = _on(today, part, clock, now)
    if this is not None and this > now:
        return this.isoformat()
    if part is not None and clock is None and now.hour < part.over:
        return today.isoformat()
    return (_on(today + DAY, part, clock, now) or today + DAY).isoformat()


def occurred_on(phrase: Phrase, now: datetime) -> str | None:
    """The day it means when something is reported; None if it is yet to come or a clock time alone."""
    if phrase.day is not None:
        return phrase.day.behind.isoformat() if phrase.day.behind else None
    if phrase.part is None:
        return None
    begun = _on(now.date(), phrase.part, phrase.clock, now)
    return now.date().isoformat() if begun is None or begun <= now else None


def _on(day: date, part: Part | None, clock: Clock | None, now: datetime) -> datetime | None:
    """The instant on `day`; None if only the day counts (凌晨)."""
    if clock is not None:
        return _instant(day, (in_part(clock, part) if part else by_day(clock)) * MINUTE, now)
    if part is None or part.default is None:
        return None
    return _instant(day, part.default * 60 * MINUTE, now)


def _instant(day: date, since_midnight: timedelta, now: datetime) -> datetime:
    return datetime.combine(day, time(0), now.tzinfo) + since_midnight
