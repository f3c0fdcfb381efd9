"""Parts of the day and clock times: 下午, 下班前, 三点半, 15:30, 两点来钟.

Minutes count from midnight, beyond 1440 into the next day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from nlu.rules import rules
from nlu.text.numerals import small


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day: `default` is its hour where none is said (None: only the day counts), `over` the hour
    it ends."""

    default: int | None
    over: int


MORNING, FORENOON, NOON, AFTERNOON, DUSK, EVENING = (
    Part(9, 10), Part(10, 12), Part(12, 14), Part(14, 18), Part(18, 20), Part(19, 24),
)  # fmt: skip
AFTER_LUNCH, NIGHT, SMALL_HOURS, AFTER_WORK = Part(13, 18), Part(19, 24), Part(None, 6), Part(18, 24)

PARTS_OF_DAY = {
    "small_hours": SMALL_HOURS, "morning": MORNING, "forenoon": FORENOON, "noon": NOON, "after_lunch": AFTER_LUNCH,
    "afternoon": AFTERNOON, "dusk": DUSK, "evening": EVENING, "night": NIGHT, "after_work": AFTER_WORK,
}  # fmt: skip
_RULES = rules("clocks")
PARTS = {word: PARTS_OF_DAY[name] for word, name in _RULES.table("parts_of_day").items()}


@dataclass(frozen=True, slots=True)
class Clock:
    """What a clock time says. `certain`: one hour of twenty-four (15:30, 08:00), not one of two (三点)."""

    minutes: int
    certain: bool


def read_part(match: re.Match[str]) -> Part:
    """The part of the day of a token."""
    return PARTS[match["part"]]


def read_clock(match: re.Match[str], now: datetime) -> Clock | None:
    """The clock time of a token, that of `now` where it is the same; None if there is none such (25:00, 三点七十)."""
    words, short = match["clock"], match["clock_short"]
    if match["clock_same"]:
        return Clock(now.hour * 60 + now.minute, certain=True)
    if match["clock_few"]:
        return Clock(small(match["clock_few"]) * 60, certain=False)
    parts = _RULES["clock_parts"].search(words, len("差" + short) if short else 0)
    if parts is None:
        return None
    hour, minutes, half_day = small(parts["hour"]), _minutes(parts), parts["half_day"]
    if hour > 24 or minutes > 59:
        return None
    if half_day:
        hour = hour % 12 + (12 if half_day == "pm" else 0)
    if short:
        minutes -= 15 if "刻" in short else small(short.removesuffix("分"))
    return Clock(hour * 60 + minutes, bool(half_day) or hour > 12 or hour == 0 or words.startswith("0"))


def _minutes(parts: re.Match[str]) -> int:
    if parts["quarters"]:
        return 15 if parts["quarters"] in "一1" else 45
    return 30 if parts["half"] else small(parts["minutes"]) if parts["minutes"] else 0


def in_part(clock: Clock, part: Part) -> int:
    """The minutes of the day that a clock time means in a part of the day; past midnight for 晚上十二点."""
    if clock.certain:
        return clock.minutes
    hour = clock.minutes // 60
    if part in (AFTERNOON, DUSK, AFTER_LUNCH, AFTER_WORK):
        return clock.minutes + (720 if hour < 12 else 0)
    if part is NOON:
        return clock.minutes + (720 if hour < 6 else 0)
    if part is EVENING:
        return clock.minutes + (1440 if hour < 4 else 720)
    if part is NIGHT:
        return clock.minutes + (720 if hour >= 6 else 0)
    return clock.minutes - (720 if part is SMALL_HOURS and hour == 12 else 0)


def by_day(clock: Clock) -> int:
    """A clock time beside a named day and no part of it: the one inside 08:00-19:59."""
    if clock.certain or 8 * 60 <= clock.minutes < 20 * 60:
        return clock.minutes
    return (clock.minutes + 720) % 1440
