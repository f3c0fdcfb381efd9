"""When: what to be reminded of, until when something is put off, for how long, of which period."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nlu.slots import verbatim
from nlu.slots.filled import Filled, Source
from nlu.time.times import TimeMention, find_times

_DAYLESS = re.compile(r"^(?:凌晨|清晨|一?早上?|早晨|上午|中午|下午|午后|傍晚|晚上|夜里|[上下]班前)")
_BY_THEN = re.compile(r"^到?(?:年底|月底|季末|季度末|年终)")
_DAILY_AT = re.compile(r"每[天日](?=[\d一二两三四五六七八九十]+[点:：])")
_AFTER = re.compile(r"(?:之后|以后|过后|后)$")


def reminder(source: Source, filled: Filled) -> None:
    """What to be reminded of and when; what comes again and again (每周一) is told by its next time."""
    reading = source.reading
    if not any(time.next_time for time in reading.times):
        once = _DAILY_AT.sub("明天", reading.text).replace("每", " ")
        reading = replace(reading, times=tuple(find_times(once, reading.now)))
    next_time(filled, [time for time in reading.times if time.next_time])
    filled.keep("next_action", reading.text, verbatim.reminder(reading))


def postponement(source: Source, filled: Filled) -> None:
    """A length (缓两小时, 两小时后) is a duration, else it is the time it comes again: that of 推到…, or the last."""
    reading = source.reading
    for time in reading.times:
        bare = _AFTER.sub("", reading.text[time.start : time.end])
        durations = [mention.duration for mention in find_times(bare, reading.now) if mention.duration]
        if durations:
            filled.add("duration", durations[0], time.start, time.end)
            return
    next_time(filled, [time for time in reading.times if time.next_time][::-1])


def next_time(filled: Filled, coming: Sequence[TimeMention]) -> None:
    """The new time where an old one is said too, else the first of `coming`."""
    for time in sorted(coming, key=lambda time: not time.moved_to)[:1]:
        filled.add("next_time", time.next_time, time.start, time.end)


def duration(source: Source, filled: Filled) -> None:
    """The first length of time."""
    for time in [time for time in source.reading.times if time.duration][:1]:
        filled.add("duration", time.duration, time.start, time.end)


def period(source: Source, filled: Filled) -> None:
    """The first day, week, month, quarter, year or stretch of days; a part of a day or a deadline is none."""
    for time in source.reading.times:
        words = source.reading.text[time.start : time.end]
        if time.period and not time.duration and not _DAYLESS.match(words) and not _BY_THEN.match(words):
            filled.add("period", time.period, time.start, time.end)
            return
