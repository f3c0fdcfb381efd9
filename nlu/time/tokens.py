"""The tokens of a message that say something about time: days, periods, parts of the day, clock times, durations.

What may begin at a character is one regular expression, compiled once; most characters begin nothing and cost nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from nlu.rules import rules
from nlu.time import clocks, days, durations, edges, holidays, periods
from nlu.time.clocks import Clock, Part
from nlu.time.date_ranges import DateRange, one_day
from nlu.time.durations import Duration

# (file of rules, pattern) in the order in which they are tried. A pattern is one group, named as the pattern.
KINDS = (
    ("days", "no_one_day"), ("days", "iso"),
    ("periods", "half_year"), ("periods", "quarter"), ("periods", "month_edge"), ("periods", "year_edge"),
    ("holidays", "holiday"), ("holidays", "lunar"),
    ("days", "nth_weekday"), ("days", "english"), ("days", "month_day"), ("days", "near_month_day"),
    ("days", "slashed"), ("days", "workday"), ("days", "weekday"), ("days", "relative"),
    ("days", "numbered"),
    ("durations", "duration"),
    ("periods", "week"), ("periods", "month"), ("periods", "recent"), ("periods", "year"), ("periods", "this"),
    ("holidays", "any_holiday"), ("holidays", "new_year"),
    ("clocks", "part"), ("clocks", "clock"),
)  # fmt: skip
MOST = 100  # tokens that are read; more is no message that a person wrote
_RULES = rules("times")


@dataclass(frozen=True, slots=True)
class Token:
    """Found at `start`..`end` of the words. `duration` is what a day is after (三天后); `rough` where the day is only
    about then, if no other is said (过完年, 元旦后)."""

    start: int
    end: int
    value: DateRange | Part | Clock | Duration
    duration: Duration | None = None
    rough: bool = False


def find_tokens(words: str, now: datetime) -> Iterator[Token]:
    """The tokens of `words` (plain text), left to right, without overlap."""
    at = 0
    while trigger := TRIGGER.search(words, at):
        start = trigger.start()
        match = BY_FIRST[words[start]].match(words, start)
        if match is None:
            at = start + 1
            continue
        at = match.end()
        token = _read(words, match, now)
        if token is not None:
            at = token.end
            yield token


def suffix_at(words: str, end: int) -> re.Match[str] | None:
    """前, 之后, 以内 right behind `end`; the groups `before`, `after`, `within` say which."""
    return _RULES["suffix"].match(words, end)


def _read(words: str, match: re.Match[str], now: datetime) -> Token | None:
    kind, start, end = match.lastgroup or "", match.start(), match.end()
    try:
        value = _value(kind, match, now)
    except (ValueError, OverflowError):  # 2月30号, or beyond the year 9999
        return None
    if isinstance(value, Duration) and value.in_days:
        suffix = suffix_at(words, end)
        if suffix and suffix["after"]:  # 三天后 is a day
            day = one_day(value.after(now, value.low).date(), now.date())
            return Token(start, suffix.end(), day, value)
    if value is None:
        return None
    rough = kind in holidays.READERS and holidays.is_after(match.group())
    return Token(start, end, value, rough=rough)


def _value(kind: str, match: re.Match[str], now: datetime) -> DateRange | Part | Clock | Duration | None:
    if kind in DAY_READERS:
        return DAY_READERS[kind](match, now.date())
    if kind == "duration":
        return durations.read_duration(match, now)
    return clocks.read_part(match) if kind == "part" else clocks.read_clock(match, now)


def _by_first() -> dict[str, re.Pattern[str]]:
    """For each character, the expression of all that may begin with it; numbers share one. A cheap look ahead comes
    first: a number goes with time only before a unit of time, 上 and 下 only near one."""
    numbers, near, years = ("".join(rules("days").words(name)) for name in ("numbers", "near", "years"))
    look_ahead = {numbers: _RULES.source("number_of_time"), near: _RULES.source("near_of_time"), years: ""}
    tokens = [(rules(file).source(name), set(rules(file).begins(name))) for file, name in KINDS]
    found = {}
    for char in sorted(set().union(*(begins for _, begins in tokens))):
        alike = next((chars for chars in look_ahead if char in chars), char)
        begun = "|".join(source for source, begins in tokens if not begins.isdisjoint(alike))
        found[char] = re.compile(f"{look_ahead.get(alike, '')}(?:{begun})")
    return found


DAY_READERS: dict[str, days.Reader] = days.READERS | periods.READERS | edges.READERS | holidays.READERS
BY_FIRST = _by_first()
TRIGGER = re.compile(f"[{''.join(BY_FIRST)}]")
