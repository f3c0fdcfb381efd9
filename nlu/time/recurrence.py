"""What comes again and again: 每天, 每两周的周五, 每月31号, 每个工作日. Reading it, and its days.

A recurrence has no time of day: that is named beside it. Days off are the caller's knowledge (`works`).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from nlu.rules import rules
from nlu.text.numerals import small
from nlu.text.plain import plain

_RULES = rules("recurrence")
_WEEKDAYS = {**{name: day for day, name in enumerate("一二三四五六")}, "日": 6, "天": 6}
_WEEKEND = (5, 6)
_DAY = timedelta(days=1)
_LAST = -1  # the last day of a month
_FARTHEST = 800  # days ahead in which the next one is looked for


@dataclass(frozen=True)
class Recurrence:
    """`days` are weekdays (0 is Monday) or days of the month (-1 is the last); `interval` counts days or weeks, from
    the day `since`. `working_only`: what is daily leaves days off out, the rest moves on to the next working day."""

    every: Literal["day", "week", "month"]
    days: tuple[int, ...] = ()
    interval: int = 1
    working_only: bool = True
    since: date | None = None

    def first(self, day: date, works: Callable[[date], bool]) -> date:
        """Its first day on or after `day`. A day of the month that a month does not have is its last one."""
        for ahead in range(-31, _FARTHEST):
            planned = day + ahead * _DAY
            if not self._holds(planned):
                continue
            moved = planned
            while self.working_only and self.every != "day" and not works(moved):
                moved += _DAY
            if moved >= day and (self.every != "day" or not self.working_only or works(moved)):
                return moved
        return day

    def _holds(self, day: date) -> bool:
        if self.since is not None and day < self.since:
            return False
        if self.every == "day":
            return self.since is None or (day - self.since).days % self.interval == 0
        if self.every == "week":
            return day.weekday() in self.days and (self.since is None or _weeks(self.since, day) % self.interval == 0)
        last = monthrange(day.year, day.month)[1]
        return any(day.day == (last if wanted == _LAST else min(wanted, last)) for wanted in self.days)


def find_recurrence(text: str, today: date) -> Recurrence | None:
    """What the words say comes again and again; None if they say nothing of it, or what is not kept (每季度)."""
    words = plain(text)
    if _RULES["otherwise"].search(words):
        return None
    return _workdays(words) or _weekly(words, today) or _monthly(words, today) or _daily(words, today)


def recurs_otherwise(text: str) -> bool:
    """Whether the words want it again and again in a way that is not kept (每小时, 每季度, 每年)."""
    return _RULES["otherwise"].search(plain(text)) is not None


def recurrence_at(text: str) -> list[int]:
    """Where words begin that say that something comes again and again."""
    words = plain(text)
    kinds = ("workdays", "weekends", "weekly", "monthly", "daily")
    return sorted(found.start() for kind in kinds if (found := _RULES[kind].search(words)))


def further_days(text: str) -> tuple[int, int] | None:
    """Where the second day and later ones are said (每周三、周五: 、周五); None if only one is, or nothing recurs."""
    words = plain(text)
    found = _RULES["weekly"].search(words)
    named = None if found is None else _RULES["weekdays"].search(words, found.end() - 2)
    if named is None or (named.end("days") == named.start("days") + 1 and not named["until"]):
        return None
    return named.start("days") + 1, named.end()


def _workdays(words: str) -> Recurrence | None:
    return Recurrence("day") if _RULES["workdays"].search(words) else None


def _weekly(words: str, today: date) -> Recurrence | None:
    if _RULES["weekends"].search(words):
        return Recurrence("week", _WEEKEND, working_only=False)
    found = _RULES["weekly"].search(words)
    if found is None:
        return None
    named = _RULES["weekdays"].search(words, found.end() - 2)
    days = _weekdays(named) if named is not None else (today.weekday(),)
    interval = 2 if found.group().startswith("隔") else _interval(found)
    since = today - today.weekday() * _DAY if interval > 1 else None
    return Recurrence("week", days, interval, _working_only(words) and not set(days) & set(_WEEKEND), since)


def _weekdays(named: re.Match[str]) -> tuple[int, ...]:
    days = [_weekday(sign) for sign in named["days"] if sign in _WEEKDAYS or sign.isdigit()]
    if named["until"]:
        days += range(days[-1], _weekday(named["until"]) + 1)
    return tuple(sorted(set(days)))


def _weekday(sign: str) -> int:
    return _WEEKDAYS[sign] if sign in _WEEKDAYS else int(sign) - 1


def _monthly(words: str, today: date) -> Recurrence | None:
    found = _RULES["monthly"].search(words)
    if found is None:
        return None
    days = {small(day["number"]) for day in _RULES["days_of_month"].finditer(words, found.end())}
    if _RULES["end_of_month"].match(words, found.end()) or _RULES["end_of_month"].match(words, found.end() - 1):
        days.add(_LAST)
    known = tuple(sorted(day for day in days if day is not None and day <= 31 and day != 0))
    return Recurrence("month", known or (today.day,), working_only=_working_only(words))


def _daily(words: str, today: date) -> Recurrence | None:
    found = _RULES["daily"].search(words)
    if found is None:
        return None
    interval = 2 if found.group() == "隔天" else _interval(found)
    return Recurrence("day", (), interval, _working_only(words), today if interval > 1 else None)


def _interval(found: re.Match[str]) -> int:
    """每两周 is every second week, 每隔一周 too."""
    if found["apart"]:
        return (small(found["apart"]) or 1) + 1
    return small(found["number"]) or 1 if found["number"] else 1


def _working_only(words: str) -> bool:
    return _RULES["working_only"].search(words) is not None or _RULES["days_off_too"].search(words) is None


def _weeks(since: date, day: date) -> int:
    return (day - day.weekday() * _DAY - (since - since.weekday() * _DAY)).days // 7
