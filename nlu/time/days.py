"""Words that name a day: 明天, 下周三, 11月5号, 28号.

The tokens are the rules of rules/days.yml. Each has a function in `READERS`, which turns the match into a DateRange or
into None if the words turn out to name no day, or raises ValueError (2月30号).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from nlu.rules import rules
from nlu.text.numerals import small
from nlu.time.date_ranges import DAY, NOWHERE, Bounds, DateRange, Recurring, month, one_day, returning, week

WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6} | {
    str(n): n - 1 for n in range(1, 8)
}
ENGLISH_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ENGLISH_DAYS = {"today": 0, "tomorrow": 1, "yesterday": -1}
RELATIVE = {"今": 0, "明": 1, "后": 2, "大后": 3, "昨": -1, "前": -2, "大前": -3}

LAST = -1
_LOOK_BACK = 12  # code points before figures that may say that they are shares
_RULES = rules("days")

Reader = Callable[[re.Match[str], date], DateRange | None]


def offset(near: str) -> int:
    """How many units ahead: 下下 is 2, 上 is -1, 本 and 这 are 0."""
    return near.count("下") - near.count("上")


def year_of(words: str, today: date) -> int:
    """The year that 今年, 明年, 26年 or 2026年 names."""
    if words[0].isdigit():
        return 2000 + int(words[:-1]) % 100
    return today.year + {"今": 0, "明": 1, "去": -1, "后": 2, "前": -2}[words[0]]


def no_one_day(match: re.Match[str], today: date) -> DateRange:
    """The part of the day and the clock time beside it are of that day, and say nothing either."""
    return NOWHERE


def relative(match: re.Match[str], today: date) -> DateRange:
    """今天, 大后天, 明早; 今明两天 is the first of the two, or both when asked about."""
    word = match["relative"]
    if match["either"]:
        first = one_day(today + DAY * RELATIVE[word[0]], today)
        return replace(first, last=first.first + DAY, deadline=first.first + DAY)
    return one_day(today + DAY * RELATIVE[word[:2] if word[0] == "大" else word[0]], today)


def workday(match: re.Match[str], today: date) -> DateRange:
    """下个工作日: the first working day from tomorrow."""
    from config.holidays import first_working_day_from

    return one_day(first_working_day_from(today + DAY), today)


def weekday(match: re.Match[str], today: date) -> DateRange:
    """周三 is the coming one or the last one; 下周三 is that of next week."""
    near, word = match["weekday_near"], match["weekday_day"]
    number, days = (5, 2) if word == "末" else (WEEKDAYS[word], 1)
    monday = week(today, offset(near))[0]
    first = monday + DAY * number
    last = first + DAY * (days - 1)
    if near:
        ahead = max(first, today) if last >= today else None
        return DateRange(first, last, ahead, first if first <= today else None, deadline=last)
    coming = first if first >= today else first + 7 * DAY
    behind = first if first <= today else first - 7 * DAY
    return DateRange(
        first, last, coming, behind, first + 7 * DAY, coming + (last - first), recurring=weekly(number, last - first)
    )


def weekly(number: int, length: timedelta) -> Recurring:
    """The range that begins on weekday `number` (Monday is 0) and ends `length` later."""

    def on_or_after(day: date) -> Bounds:
        first = day + DAY * ((number - day.weekday()) % 7)
        return first, first + length

    return on_or_after


def month_day(match: re.Match[str], today: date) -> DateRange | None:
    """11月5号; 12月1到3号 is the first of these days, or all of them when asked about."""
    number, day = small(match["month_day_month"]), small(match["month_day_from"])
    length = DAY * (small(match["month_day_to"]) - day) if match["month_day_to"] else DAY * 0
    if match["month_day_year"]:
        return _fixed(date(year_of(match["month_day_year"], today), number, day), length, today)
    return _yearly(number, day, length, today)


def _fixed(first: date, length: timedelta, today: date) -> DateRange:
    """Days of a year that is named."""
    found = one_day(first, today)
    return DateRange(first, first + length, found.ahead, found.behind, deadline=first + length)


def _yearly(number: int, day: int, length: timedelta, today: date) -> DateRange | None:
    """Days of a month without a year. 2月29号 comes again every four or eight years."""
    date(2024, number, day)  # ValueError for a day that no year has

    def on_or_after(start: date) -> Bounds:
        for year in range(start.year, start.year + 9):
            if day <= month(year, number)[1].day and date(year, number, day) >= start:
                return date(year, number, day), date(year, number, day) + length
        raise OverflowError

    if length < timedelta(0):
        return None
    return returning(on_or_after, today, back=DAY * (366 * 9 if (number, day) == (2, 29) else 367))


def nth_weekday(match: re.Match[str], today: date) -> DateRange | None:
    """十二月第一个周二; 一月第二周 begins with its second Monday. None if that month has no such day."""
    nth, number = small(match["nth"]) - 1 if match["nth"] else LAST, WEEKDAYS[match["nth_day"] or "一"]
    if match["nth_near"]:
        day = _nth_in(*month(today.year, today.month + offset(match["nth_near"])), nth, number)
        return one_day(day, today) if day else None
    of_month = small(match["nth_month"])

    def on_or_after(start: date) -> Bounds:
        for year in range(start.year, start.year + 9):
            if (day := _nth_in(*month(year, of_month), nth, number)) and day >= start:
                return day, day
        raise OverflowError

    return returning(on_or_after, today, back=DAY * 366 * 9) if 1 <= of_month <= 12 else None


def _nth_in(first: date, last: date, nth: int, number: int) -> date | None:
    """The weekday `number` of a month that comes after `nth` others of it, or its LAST."""
    if nth == LAST:
        return last - DAY * ((last.weekday() - number) % 7)
    day = first + DAY * ((number - first.weekday()) % 7 + 7 * nth)
    return day if day <= last else None


def english(match: re.Match[str], today: date) -> DateRange:
    """Fri is the coming one or the last one, next Tue that of next week; tomorrow."""
    word = match["english_day"]
    if word in ENGLISH_DAYS:
        return one_day(today + DAY * ENGLISH_DAYS[word], today)
    number = next(place for place, name in enumerate(ENGLISH_WEEKDAYS) if word.startswith(name))
    if match["english_near"] == "next ":
        return one_day(week(today, 1)[0] + DAY * number, today)
    coming = weekly(number, DAY * 0)(today)[0]
    behind = coming if coming == today else coming - 7 * DAY
    return DateRange(coming, coming, coming, behind, coming + 7 * DAY, coming, recurring=weekly(number, DAY * 0))


def near_month_day(match: re.Match[str], today: date) -> DateRange | None:
    """下个月5号; None if that month has no such day."""
    first, last = month(today.year, today.month + offset(match["near_month"]))
    day = first + DAY * (small(match["near_day"]) - 1)
    return one_day(day, today) if first <= day <= last else None


def iso(match: re.Match[str], today: date) -> DateRange:
    """2026-11-05. ValueError if there is no such day."""
    return one_day(date(int(match["iso_year"]), int(match["iso_month"]), int(match["iso_day"])), today)


def slashed(match: re.Match[str], today: date) -> DateRange | None:
    """11/5, 11.5号; 11/5到11/8 is the first of these days, or all of them when asked about."""
    if match["slashed_to"] is None and _is_ratio(match):
        return None
    first = _in_figures(match["slashed_from"] or match["slashed_day"], today)
    if match["slashed_to"] is None:
        return first
    until = _in_figures(match["slashed_to"], today)
    if first is None or until is None or until.recurring is None:
        return None
    last = until.recurring(first.first)[1]
    return replace(first, last=last, deadline=last, recurring=None)


def _is_ratio(match: re.Match[str]) -> bool:
    """Whether the figures are shares of a payment: 付款方式改成3/7."""
    before = match.string[max(0, match.start() - _LOOK_BACK) : match.start()]
    return _RULES["of_shares"].search(before) is not None


def _in_figures(words: str, today: date) -> DateRange | None:
    number, day = re.split("[/.-]", words)
    return _yearly(int(number), int(day), DAY * 0, today)


def numbered(match: re.Match[str], today: date) -> DateRange | None:
    """28号: of this month or the next that has such a day; 3到5号 is the first of these days."""
    day = small(match["numbered_day"])
    first = small(match["numbered_from"]) if match["numbered_from"] else day
    if not 1 <= first <= day <= 31:
        return None

    def on_or_after(start: date) -> Bounds:
        for later in range(3):
            begin, end = month(start.year, start.month + later)
            found = begin + DAY * (first - 1)
            if start <= found <= end:
                return found, found + DAY * (day - first)
        raise OverflowError

    return returning(on_or_after, today, back=DAY * 62)


READERS: dict[str, Reader] = {
    "no_one_day": no_one_day,
    "iso": iso,
    "nth_weekday": nth_weekday,
    "english": english,
    "month_day": month_day,
    "near_month_day": near_month_day,
    "slashed": slashed,
    "workday": workday,
    "weekday": weekday,
    "relative": relative,
    "numbered": numbered,
}
