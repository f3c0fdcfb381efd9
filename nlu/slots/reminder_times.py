"""When a reminder is to come, where the time of what it is for is said too: 下周三要交标书,下周一提醒我盖章."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from nlu.reading import Reading
from nlu.rules import rules
from nlu.time.times import TimeMention, find_times

Span = tuple[int, int]

_RULES = rules("verbatim")
_STEPS = rules("steps")
_DURATION = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")
_HALF_A_DAY = timedelta(hours=12)
EVENING = "晚上"
_MORNING = 8  # an hour before this, beside a day alone, is of the afternoon
_LOOK_AHEAD = 8  # code points behind 提前 that say by how much


@dataclass(frozen=True)
class ReminderTime:
    """`when`, said at `span`; `beside` are the other times that are no words of what to be reminded of."""

    when: str
    span: Span
    beside: tuple[Span, ...] = ()


def reminder_time(reading: Reading, times: Sequence[TimeMention]) -> ReminderTime | None:
    """The time that stands beside 提醒, the one so long before the event (提前半小时), or the only one."""
    coming = [time for time in times if time.next_time]
    if not coming:
        return None
    if ahead := _ahead_of_event(reading, coming):
        return ahead
    own = _beside_the_call(reading, coming) or min(coming, key=lambda time: not time.moved_to)
    event = next((time for time in coming if time != own and not _is_dayless(reading, time)), None)
    if event is not None and (joint := _hour_in_part(reading, event, own)) is not None:
        return ReminderTime(joint, (own.start, own.end), ((event.start, event.end),))
    if event is not None and event.start < own.start and _is_dayless(reading, own):
        on_its_day = _before(reading.text[own.start : own.end], event.next_time or "", reading.now)
        if on_its_day is not None:
            return ReminderTime(on_its_day, (own.start, own.end), ((event.start, event.end),))
    return ReminderTime(own.next_time or "", (own.start, own.end))


def _hour_in_part(reading: Reading, event: TimeMention, own: TimeMention) -> str | None:
    """明天下午我也去,三点提醒我: the hour in that part of that day."""
    day, hour = reading.text[event.start : event.end], reading.text[own.start : own.end]
    if event.start > own.start or not _STEPS["part_alone"].search(day) or not _STEPS["clock_alone"].match(hour):
        return None
    joint = find_times(day + hour, reading.now)
    return joint[0].next_time if len(joint) == 1 and "T" in (joint[0].next_time or "") else None


def hour_moved_to(reading: Reading, old: TimeMention, new: TimeMention) -> str | None:
    """When a clock time without a day is, to which an old time is moved (明天九点的改到十点): on the day of the old
    one, near its hour."""
    if not old.next_time or not _is_dayless(reading, new):
        return None
    hours = _hours(reading.text[new.start : new.end], old.next_time, reading.now)
    if "T" in old.next_time:
        was = datetime.fromisoformat(old.next_time)
        hours.sort(key=lambda at: abs(at - was))
    return hours[0].isoformat() if hours and hours[0] > reading.now else None


def _before(words: str, event: str, now: datetime) -> str | None:
    """The last hour that `words` mean on the day of `event` before it; None if that is over."""
    hours = _hours(words, event, now)
    if "T" in event:
        hours = [at for at in hours if at <= datetime.fromisoformat(event)][::-1] or hours
    return hours[0].isoformat() if hours and hours[0] > now else None


def _hours(words: str, event: str, now: datetime) -> list[datetime]:
    """The hours that `words` may mean on the day of `event`, the one of the working day first where only a day is
    known."""
    day = datetime.fromisoformat(event[:10]).replace(tzinfo=now.tzinfo)
    when = next((time.next_time for time in find_times(words, day - timedelta(seconds=1)) if time.next_time), None)
    if when is None or "T" not in when:
        return []
    at = datetime.fromisoformat(when)
    if not _STEPS["clock_alone"].match(words):
        return [at]
    later = at + _HALF_A_DAY
    return [later, at] if "T" not in event and at.hour < _MORNING else [at, later]


def _ahead_of_event(reading: Reading, coming: Sequence[TimeMention]) -> ReminderTime | None:
    """提前半小时, 提前一天: before the first time that is said."""
    for lead in _RULES["ahead_of_event"].finditer(reading.text):
        said = reading.text[lead.end() : lead.end() + _LOOK_AHEAD]
        by = next((time for time in find_times(said, reading.now) if time.duration and not time.start), None)
        event = next((time for time in coming if time.start < lead.start() or time.start > lead.end()), None)
        if by and by.duration and event and event.next_time:
            when = _earlier(event.next_time, by.duration, reading.now)
            if when is not None:
                return ReminderTime(when, (lead.start(), lead.end() + by.end), ((event.start, event.end),))
    return _evening_before(reading, coming)


def _evening_before(reading: Reading, coming: Sequence[TimeMention]) -> ReminderTime | None:
    """提前一晚: the evening before the day that is said."""
    lead = _RULES["evening_before"].search(reading.text)
    apart = [time for time in coming if lead and not (time.start < lead.end() and lead.start() < time.end)]
    if lead is None or not apart or apart[0].next_time is None:
        return None
    begin = datetime.fromisoformat(apart[0].next_time[:10]).replace(tzinfo=reading.now.tzinfo) - timedelta(days=1)
    evening = find_times(EVENING, begin)[0].next_time or ""
    if datetime.fromisoformat(evening) <= reading.now:
        return None
    return ReminderTime(evening, lead.span(), ((apart[0].start, apart[0].end),))


def _earlier(event: str, duration: str, now: datetime) -> str | None:
    """`event`, earlier by an ISO duration; None where that is over, or is less than the day that is known."""
    found = _DURATION.fullmatch(duration)
    if found is None:
        return None
    weeks, days, hours, minutes = (int(count or 0) for count in found.groups())
    by = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)
    if "T" in event:
        at = datetime.fromisoformat(event) - by
        return at.isoformat() if at > now else None
    if hours or minutes:
        return None
    day = datetime.fromisoformat(event).date() - by
    return day.isoformat() if day >= now.date() else None


def _beside_the_call(reading: Reading, coming: Sequence[TimeMention]) -> TimeMention | None:
    """The time right before the request to be reminded, or right behind it, where another one stands before it."""
    calls = [found.span() for found in _RULES["call"].finditer(reading.text)]
    begins = {begin for begin, _ in calls}
    for time in coming:
        gap = _RULES["between_time_and_call"].match(reading.text, time.end)
        if gap is not None and gap.end() in begins:
            return time
    ends = {gap.end() for _, end in calls if (gap := _RULES["between_call_and_time"].match(reading.text, end))}
    return next((time for time in coming[1:] if time.start in ends), None)


def _is_dayless(reading: Reading, time: TimeMention) -> bool:
    return _STEPS["dayless"].match(reading.text[time.start : time.end]) is not None
