"""Words that name a period: 下周, 11月, Q4, 季度末, 上半年, 最近30天. The tokens are the rules of rules/periods.yml."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from nlu.text.numerals import number, small
from nlu.time.date_ranges import (
    DAY,
    Bounds,
    DateRange,
    add_months,
    end_of,
    month,
    name_of,
    one_day,
    quarter,
    week,
    whole,
    year,
)
from nlu.time.days import Reader, offset, year_of

SOON = timedelta(days=62)


def whole_week(match: re.Match[str], today: date) -> DateRange:
    """下周, w48: Monday to Sunday, weeks numbered as in ISO 8601."""
    if match["week_number"]:
        monday = date.fromisocalendar(today.isocalendar().year, int(match["week_number"]), 1)
        return whole(week(monday, 0), today)
    return whole(week(today, offset(match["week_near"])), today)


def whole_month(match: re.Match[str], today: date) -> DateRange | None:
    """11月, 下个月, 1到3月, 2026-11."""
    if match["month_near"]:
        return whole(month(today.year, today.month + offset(match["month_near"])), today)
    if match["month_iso"]:
        return whole(month(int(match["month_iso"][:4]), int(match["month_iso"][5:])), today)
    last = small(match["month_number"])
    first = small(match["month_from"]) if match["month_from"] else last
    if not 1 <= first <= 12 or not 1 <= last <= 12 or first > last:
        return None
    if match["month_year"]:
        of_year = year_of(match["month_year"], today)
        return whole((month(of_year, first)[0], month(of_year, last)[1]), today)
    return _months(first, last, today)


def _months(first: int, last: int, today: date) -> DateRange:
    """The months `first` to `last` (1-12) of the year that is meant."""

    def on_or_after(day: date) -> Bounds:
        of_year = day.year if month(day.year, last)[1] >= day else day.year + 1
        return month(of_year, first)[0], month(of_year, last)[1]

    coming = on_or_after(today)
    before = on_or_after(date(coming[0].year - 1, 1, 1))
    # questions look back, unless a month is near
    asked = coming if coming[0] <= today or (first == last and coming[0] - today <= SOON) else before
    ahead = coming[0] if coming[0] > today else None
    name = name_of(*asked) if first == last else None
    return DateRange(*asked, ahead, None, deadline=coming[1], name=name, recurring=on_or_after)


def named_quarter(match: re.Match[str], today: date) -> DateRange | None:
    """q4, 本季度, 前三季度, 季度末: the whole of it, or its edge."""
    this = (today.month + 2) // 3
    edge, near, of_year = match["quarter_edge"] or match["quarter_end"], match["quarter_near"], match["quarter_year"]
    if near or match["quarter_end"]:
        return _edged(quarter(today.year, this + offset(near or "")), edge, today)
    last = _quarter_number(match["quarters"] or match["quarter_number"])
    first = 1 if match["quarters"] else _quarter_number(match["quarter_from"] or match["quarter_number"])
    if first > last:
        return None

    def in_year(number: int) -> DateRange:
        return _edged((quarter(number, first)[0], quarter(number, last)[1]), edge, today)

    if of_year:
        return in_year(year_of(of_year, today))
    # asked about, Q4 said in the first quarter is the one just over
    found = in_year(today.year - (this == 1 and first == 4))
    if found.ahead or found.first <= today <= found.last:
        return found
    coming = in_year(today.year if found.last.year < today.year else today.year + 1)
    return replace(found, ahead=coming.ahead, deadline=coming.deadline)


def _edged(days: Bounds, edge: str | None, today: date) -> DateRange:
    """The period, its first day (初) or its last (底, 末)."""
    if edge is None:
        return whole(days, today)
    return one_day(days[0], today) if edge == "初" else end_of(days, today)


def _quarter_number(words: str) -> int:
    return small(words.strip("q第季度"))


def half_year(match: re.Match[str], today: date) -> DateRange:
    """上半年 is January to June, 下半年 July to December; 底 is its last day."""
    of_year = year_of(match["half_of"], today) if match["half_of"] else today.year
    start = 1 if match["half"] == "上" else 7
    return _edged((month(of_year, start)[0], month(of_year, start + 5)[1]), match["half_end"], today)


def whole_year(match: re.Match[str], today: date) -> DateRange:
    """今年, 2026年, 上年度, 全年."""
    return whole(year(year_named(match["year"], today)), today)


def year_named(words: str, today: date) -> int:
    """The year that 今年, 2026年, 上年度 or 全年 names."""
    return today.year + offset(words) if words[0] in "上下本全" else year_of(words, today)


def this(match: re.Match[str], today: date) -> DateRange:
    """年内, 月内, 季度内, 周内: the period of today."""
    whole_of = {"年": year(today.year), "月": month(today.year, today.month), "周": week(today, 0)}
    return whole(whole_of.get(match["this"]) or quarter(today.year, (today.month + 2) // 3), today)


def recent(match: re.Match[str], today: date) -> DateRange | None:
    """As many days as said, today the last of them."""
    unit = match["recent_unit"].removeprefix("个")
    half = match["recent_count"] == "半"
    count = 0.5 if half else number(match["recent_count"])
    if not count:
        return None
    if unit == "月" and half:
        first = today - 14 * DAY
    elif unit in ("月", "季度", "年"):
        first = add_months(today, -int(count * {"月": 1, "季度": 3, "年": 12}[unit])) + DAY
    else:
        first = today - DAY * (int(count * (7 if unit in ("周", "星期", "礼拜") else 1)) - 1)
    return DateRange(min(first, today), today, None, None)


READERS: dict[str, Reader] = {
    "week": whole_week,
    "month": whole_month,
    "quarter": named_quarter,
    "half_year": half_year,
    "recent": recent,
    "year": whole_year,
    "this": this,
}
