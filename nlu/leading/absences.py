"""Somebody is away for some days, or is not after all: 我明天请假, 小周这周休年假, 我不休假了."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Literal

from nlu.rules import rules
from nlu.time.date_ranges import DAY, Bounds, add_months, month, week
from nlu.time.times import TimeMention, find_times

LONGEST = 40  # characters of words that say so
_RULES = rules("absence")
_DURATION = re.compile(r"P(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?")
_NAMED = re.compile(r"(?P<year>\d{4})-(?P<kind>W?)(?P<number>\d{2})")


def may_be_away(text: str) -> bool:
    """Whether a word stands in the text with which somebody is said to be away, or back."""
    return len(text) <= LONGEST and _RULES["absence_word"].search(text) is not None


def away(words: str, now: datetime) -> Literal["own", "colleague"] | None:
    """Who is said to be away, and no more, in words with M for a colleague's name: who speaks, or the colleague; None
    for other words."""
    placed = _RULES["spoken_to"].sub("", with_times(words, now))
    if _RULES["is_away"].search(placed) is None:
        return None
    found = _RULES["leave"].search(placed) or _RULES["gone"].search(placed)
    return "colleague" if found is not None and "M" in placed[: found.start()] else "own"


def on_the_way(words: str, now: datetime) -> bool:
    """Whether who speaks is said to be elsewhere for some days (出差): for who leads others, that is being away."""
    placed = with_times(words, now)
    return "M" not in placed.partition("T")[0] and _RULES["on_the_way"].search(placed) is not None


def not_away(words: str, now: datetime) -> Literal["own", "colleague"] | None:
    """Who is said not to be away after all, or back before their time; as `away`."""
    placed = with_times(words, now)
    if _RULES["not_away"].search(placed) is None:
        return None
    return "colleague" if "M" in placed else "own"


def moves_leave(words: str, now: datetime) -> Literal["own", "colleague"] | None:
    """Whose leave is to be on other days, or to last until another one; as `away`."""
    placed = with_times(words, now)
    if _RULES["other_days"].search(placed) is None:
        return None
    return "colleague" if "M" in placed else "own"


def asks_who_away(text: str, now: datetime) -> bool:
    """Whether the words ask who is away."""
    return may_be_away(text) and _RULES["asks_who_away"].search(with_times(text, now)) is not None


def is_half_day(text: str) -> bool:
    """Whether it is for half a day only."""
    return _RULES["half"].search(text) is not None


def days_away(text: str, now: datetime, works: Callable[[date], bool]) -> Bounds | None:
    """The first and the last day that the words name; a number of days counts those on which people work. None where
    they say no end."""
    today, found = now.date(), find_times(text, now)
    named = [(bounds(time, today), time) for time in found if time.is_point and time.period is not None]
    lengths = [time.duration for time in found if not time.is_point and time.duration is not None]
    start: date | None = None
    end: date | None = None
    for (first, last), time in named:
        if _RULES["back_then"].match(text[time.end :]):
            end = first - DAY
        elif _RULES["upto"].search(text[: time.start]):
            end = last
        else:
            start = first if start is None else start
            end = last if not lengths else end
    if start is None and end is None and not lengths:
        return None
    start = max(start or today, today) if end is None or end >= today else start or end
    if end is None:
        end = _last_day(start, lengths[0], works) if lengths else start
    return (start, end) if start <= end else None


def day_back(text: str, now: datetime) -> date | None:
    """The day from which the words say that somebody is there again (提前回来了 明天上班)."""
    for time in find_times(text, now):
        if time.is_point and time.period is not None and _RULES["back_then"].match(text[time.end :]):
            return bounds(time, now.date())[0]
    return None


def with_times(words: str, now: datetime) -> str:
    """The words with T for each time."""
    for time in reversed(find_times(words, now)):
        words = words[: time.start] + "T" + words[time.end :]
    return words.strip()


def bounds(time: TimeMention, today: date) -> Bounds:
    """The days of a time, those to come where it may be either."""
    if isinstance(time.period, str):
        named = _NAMED.fullmatch(time.period)
        if named is not None and named["kind"]:
            return week(date.fromisocalendar(int(named["year"]), int(named["number"]), 1), 0)
        return month(int(named["year"]), int(named["number"])) if named is not None else (today, today)
    assert time.period is not None
    first, last = map(date.fromisoformat, time.period)
    ahead = date.fromisoformat(time.next_time[:10]) if time.next_time is not None else first
    return (first, last) if last >= today or ahead < today else (ahead, ahead + (last - first))


def _last_day(first: date, length: str, works: Callable[[date], bool]) -> date:
    found = _DURATION.match(length)
    months, weeks, days = (int(part or 0) for part in found.groups()) if found is not None else (0, 0, 0)
    last = add_months(first, months) + timedelta(weeks=weeks)
    if months or weeks:
        return last + DAY * (days - 1)
    while days > 1 or not works(last):
        days -= works(last)
        last += DAY
    return last
