"""Words that name a day: 明天, 下周三, 11月5号, 28号, 国庆后.

Each pattern is one group, named as its function in `READERS`, which turns the match into a Stretch, into None where the
words turn out to name no day, or raises ValueError (2月30号).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from nlu.text.numerals import SMALL, small
from nlu.time.date_ranges import DAY, NOWHERE, Range, Recurring, Stretch, month, one_day, returning, week

NUMBERS = "0123456789零一二两俩仨三四五六七八九十百半"
YEARS = "今明昨去后前"
NEAR = "上下本这当"


class Words(NamedTuple):
    """A pattern and the characters it may begin with. The pattern is one group, named as its reader."""

    pattern: str
    first: str


YEAR = r"(?:(?<!\d)(?:20)?\d\d年|[今明去]年|(?<![之以])[后前]年)"
TO = r"(?:到|至|-|~)"
# 确认一下周三, 线上周会 and 马上 have neither 下周 nor 上周 in them
NEXT_LAST = r"(?:(?<!一)下下一?个?|上上一?个?|(?<![一线])下一?个?|(?<![线马以])上一?个?|本|这一?个?)"
WEEK = r"(?:周|星期|礼拜)"
MONTH = rf"(?:{NEXT_LAST}|当)月"

# what a number before 号 is when it is no day: 3号仓, 一号楼
NUMBERED = "仓库楼栋厅线门店馆厂院机位桌展柜车地标样炉井船房教段基公口平窗球台选产模井站岛会泵罐床文色"
WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6} | {
    str(n): n - 1 for n in range(1, 8)
}
RELATIVE = {"今": 0, "明": 1, "后": 2, "大后": 3, "昨": -1, "前": -2, "大前": -3}
EVENING = r"(?=[早晚](?![点些])|夜|晨)"

RELATIVE_DAY = (
    r"(?P<relative>(?P<either>今明(?:两天)?|明后(?:两天|天))|大[前后](?:[天日]"
    r"|儿(?!子))|[今明昨](?:[天日]|儿个?)|(?<![之以目])[后前](?:天|日|儿(?!子))"
    rf"|(?<![说聪透声证表文])[今明昨]{EVENING}|(?<![之以提天周年月节班会期点时])前(?=晚(?![上点些])))"
)
WEEKDAY = (
    rf"(?P<weekday>(?P<weekday_near>{NEXT_LAST}|(?<![老小阿])){WEEK}的?"
    r"(?P<weekday_day>末|一(?![直般样共定])|日(?![程报均常志])"
    r"|[二三四五六天]|[1-7](?!\d))(?![次个家条趟笔位百千]|十(?!点|[一二]点)))"
)
MONTH_DAY = (
    rf"(?P<month_day>(?:(?P<month_day_year>{YEAR})的?)?(?<![\d.个])"
    rf"(?P<month_day_month>{SMALL})月(?P<month_day_from>{SMALL})"
    rf"(?:[号日]?{TO}(?P<month_day_to>{SMALL}))?(?:[号日](?![{NUMBERED}])"
    rf"|(?![\d.%,]|[万千百十台单个套家次天份点月条块元号日人年位折])))"
)
MONTH_AND_DAY = rf"(?P<near_month_day>(?P<near_month>{MONTH})份?的?(?P<near_day>{SMALL})[号日])"
ISO_DAY = (
    r"(?P<iso>(?<![a-z\d.\-/])(?P<iso_year>20\d\d)[-/.年](?P<iso_month>\d{1,2})[-/.月](?P<iso_day>\d{1,2})(?!\d)日?)"
)
IN_FIGURES = r"(?:1[0-2]|0?[1-9])[/.](?:3[01]|[12]\d|0?[1-9])(?!\d)"
SLASHED = (
    rf"(?P<slashed>(?<![a-z\d./\-])(?:(?P<slashed_from>{IN_FIGURES})[号日]?{TO}"
    rf"(?P<slashed_to>{IN_FIGURES})[号日]?(?![\d/%.万亿元块wk])"
    rf"|(?![1-3]/[2-5](?:的|以上|都|左右))(?P<slashed_day>{IN_FIGURES})(?:[号日]|(?<=/\d)(?![/%])|(?<=/\d\d)(?![/%])"
    r"|(?=[上下]午|早上|晚上|中午|\(?周))))"
)
NUMBERED_DAY = (
    rf"(?P<numbered>(?<![a-z\d.\-第编零一二三四五六七八九十百])(?:(?P<numbered_from>{SMALL})[号日]?{TO})?"
    rf"(?P<numbered_day>{SMALL})(?:号|(?:(?<=\d)|(?<=十)|(?<=十.))日(?!之?内|以内|之?后(?!天)|以后))(?![{NUMBERED}]))"
)
# a day that the story names (当天下午), and days that come again and again (每周一): no single day of the calendar
NO_ONE_DAY = (
    r"(?P<no_one_day>第[一二三四五六七1-7]天|[次翌][日晨]|当[天日晚]|那[天晚]|头天|[前后]一天(?!以|之|[前后])|同一?天"
    rf"|(?:每|逢)个?(?:{WEEK}(?:[一二三四五六日天末](?:[、和,]{WEEK}?[一二三四五六日天末])*)?|月(?:初|中旬?|底|末|{SMALL}[号日])?|季度?[初末底]?|年|天|日|早|晚))"
)
OUTRIGHT = (Words(NO_ONE_DAY, "第次翌当那头前后同每逢"), Words(ISO_DAY, "2"))
OTHERS = (
    Words(MONTH_DAY, NUMBERS + YEARS),
    Words(MONTH_AND_DAY, NEAR),
    Words(SLASHED, NUMBERS),
    Words(WEEKDAY, NEAR + "周星礼"),
    Words(RELATIVE_DAY, "今明昨后前大"),
    Words(NUMBERED_DAY, NUMBERS),
)

Reader = Callable[[re.Match[str], date], Stretch | None]


def offset(near: str) -> int:
    """How many units ahead: 下下 is 2, 上 is -1, 本 and 这 are 0."""
    return near.count("下") - near.count("上")


def year_of(words: str, today: date) -> int:
    if words[0].isdigit():
        return 2000 + int(words[:-1]) % 100
    return today.year + {"今": 0, "明": 1, "去": -1, "后": 2, "前": -2}[words[0]]


def no_one_day(match: re.Match[str], today: date) -> Stretch:
    """The part of the day and the clock time beside it are of that day, and say nothing either."""
    return NOWHERE


def relative(match: re.Match[str], today: date) -> Stretch:
    word = match["relative"]
    if match["either"]:
        first = one_day(today + DAY * RELATIVE[word[0]], today)
        return replace(first, last=first.first + DAY, deadline=first.first + DAY)
    return one_day(today + DAY * RELATIVE[word[:2] if word[0] == "大" else word[0]], today)


def weekday(match: re.Match[str], today: date) -> Stretch:
    near, word = match["weekday_near"], match["weekday_day"]
    number, days = (5, 2) if word == "末" else (WEEKDAYS[word], 1)
    monday = week(today, offset(near))[0]
    first = monday + DAY * number
    last = first + DAY * (days - 1)
    if near:
        ahead = max(first, today) if last >= today else None
        return Stretch(first, last, ahead, first if first <= today else None, deadline=last)
    coming = first if first >= today else first + 7 * DAY
    behind = first if first <= today else first - 7 * DAY
    return Stretch(
        first, last, coming, behind, first + 7 * DAY, coming + (last - first), recurring=weekly(number, last - first)
    )


def weekly(number: int, length: timedelta) -> Recurring:
    def on_or_after(day: date) -> Range:
        first = day + DAY * ((number - day.weekday()) % 7)
        return first, first + length

    return on_or_after


def month_day(match: re.Match[str], today: date) -> Stretch | None:
    number, day = small(match["month_day_month"]), small(match["month_day_from"])
    length = DAY * (small(match["month_day_to"]) - day) if match["month_day_to"] else DAY * 0
    if match["month_day_year"]:
        return _fixed(date(year_of(match["month_day_year"], today), number, day), length, today)
    return _yearly(number, day, length, today)


def _fixed(first: date, length: timedelta, today: date) -> Stretch:
    found = one_day(first, today)
    return Stretch(first, first + length, found.ahead, found.behind, deadline=first + length)


def _yearly(number: int, day: int, length: timedelta, today: date) -> Stretch | None:
    date(2024, number, day)  # ValueError for a day that no year has

    def on_or_after(start: date) -> Range:
        for year in range(start.year, start.year + 9):
            if day <= month(year, number)[1].day and date(year, number, day) >= start:
                return date(year, number, day), date(year, number, day) + length
        raise OverflowError

    if length < timedelta(0):
        return None
    return returning(on_or_after, today, back=DAY * (366 * 9 if (number, day) == (2, 29) else 367))


def near_month_day(match: re.Match[str], today: date) -> Stretch | None:
    first, last = month(today.year, today.month + offset(match["near_month"]))
    day = first + DAY * (small(match["near_day"]) - 1)
    return one_day(day, today) if first <= day <= last else None


def iso(match: re.Match[str], today: date) -> Stretch:
    return one_day(date(int(match["iso_year"]), int(match["iso_month"]), int(match["iso_day"])), today)


def slashed(match: re.Match[str], today: date) -> Stretch | None:
    first = _in_figures(match["slashed_from"] or match["slashed_day"], today)
    if match["slashed_to"] is None:
        return first
    until = _in_figures(match["slashed_to"], today)
    if first is None or until is None or until.recurring is None:
        return None
    last = until.recurring(first.first)[1]
    return replace(first, last=last, deadline=last, recurring=None)


def _in_figures(words: str, today: date) -> Stretch | None:
    number, day = re.split("[/.]", words)
    return _yearly(int(number), int(day), DAY * 0, today)


def numbered(match: re.Match[str], today: date) -> Stretch | None:
    day = small(match["numbered_day"])
    first = small(match["numbered_from"]) if match["numbered_from"] else day
    if not 1 <= first <= day <= 31:
        return None

    def on_or_after(start: date) -> Range:
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
    "month_day": month_day,
    "near_month_day": near_month_day,
    "slashed": slashed,
    "weekday": weekday,
    "relative": relative,
    "numbered": numbered,
}
