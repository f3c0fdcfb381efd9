"""When: what to be reminded of, until when something is put off, for how long, of which period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from nlu.rules import rules
from nlu.slots import verbatim
from nlu.slots.filled import Filled, Source
from nlu.slots.reminder_times import hour_moved_to, reminder_time
from nlu.time.recurrence import find_recurrence, further_days
from nlu.time.times import TimeMention, find_times

_RULES = rules("slots")


def reminder(source: Source, filled: Filled) -> None:
    """What to be reminded of and when; what comes again and again (每周一) is told by its next time."""
    reading = source.reading
    if (several := further_days(reading.text)) is not None:
        reading = replace(reading, times=tuple(_by_first_day(reading.text, several, reading.now)))
    if not any(time.next_time for time in reading.times):
        once = _RULES["daily_at"].sub("明天", reading.text).replace("每", " ")
        reading = replace(reading, times=tuple(find_times(once, reading.now)))
    found = reminder_time(reading, reading.times)
    if found is not None:
        filled.add("next_time", found.when, *found.span)
    gaps = (found.span, *found.beside) if found is not None else ()
    filled.keep("next_action", reading.text, verbatim.reminder(reading, gaps))


def _by_first_day(text: str, further: tuple[int, int], now: datetime) -> list[TimeMention]:
    """The times of a text whose `further` days (每周三、周五下午三点: 、周五) are left to the first one to tell."""
    start, end = further
    length = end - start
    found = find_times((text[:start] + text[end:]).replace("每", " "), now)
    return [
        replace(
            time,
            next_time=time.next_time and _first_of_several(text, time.next_time, now),
            start=time.start + length * (time.start >= start),
            end=time.end + length * (time.end >= start),
        )
        for time in found
    ]


def _first_of_several(text: str, next_time: str, now: datetime) -> str:
    """The next of the days that recur, at the hour of `next_time` if it has one."""
    recurrence = find_recurrence(text, now.date())
    if recurrence is None:
        return next_time
    at = datetime.fromisoformat(next_time)
    day = recurrence.first(now.date(), lambda _: True)
    if "T" not in next_time:
        return day.isoformat()
    if at.replace(year=day.year, month=day.month, day=day.day) <= now:
        day = recurrence.first(now.date() + timedelta(days=1), lambda _: True)
    return at.replace(year=day.year, month=day.month, day=day.day).isoformat()


def postponement(source: Source, filled: Filled) -> None:
    """A duration (缓两小时, 两小时后) is how long, else it is the time it comes again: that of 推到…, or the last."""
    reading = source.reading
    for time in reading.times:
        bare = _RULES["ends_with_after"].sub("", reading.text[time.start : time.end])
        durations = [mention.duration for mention in find_times(bare, reading.now) if mention.duration]
        if durations:
            filled.add("duration", durations[0], time.start, time.end)
            return
    coming = [time for time in reading.times if time.next_time]
    moved = next((time for time in coming[1:] if time.moved_to), None)
    if moved is not None and (when := hour_moved_to(reading, coming[0], moved)) is not None:
        filled.add("next_time", when, moved.start, moved.end)
        return
    next_time(filled, coming[::-1])


def reminder_meant(source: Source, filled: Filled) -> None:
    """The time of the reminder that is spoken of."""
    next_time(filled, [time for time in source.reading.times if time.next_time])


def next_time(filled: Filled, coming: Sequence[TimeMention]) -> None:
    """The new time where an old one is said too, else the first of `coming`."""
    for time in sorted(coming, key=lambda time: not time.moved_to)[:1]:
        filled.add("next_time", time.next_time, time.start, time.end)


def duration(source: Source, filled: Filled) -> None:
    """The first duration."""
    for time in [time for time in source.reading.times if time.duration][:1]:
        filled.add("duration", time.duration, time.start, time.end)


def period(source: Source, filled: Filled) -> None:
    """The first day, week, month, quarter, year or range of days; a part of a day or a deadline is none."""
    for time in source.reading.times:
        words = source.reading.text[time.start : time.end]
        if (
            time.period
            and not time.duration
            and not _RULES["part_of_day"].match(words)
            and not _RULES["by_then"].match(words)
        ):
            filled.add("period", time.period, time.start, time.end)
            return
