"""Words that name the beginning, the middle or the end of a month or a year: 月底, 12月初, 下个月中旬, 明年年底."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from nlu.text.numerals import small
from nlu.time.date_ranges import DAY, Bounds, DateRange, end_of, month, one_day, returning, year
from nlu.time.days import Reader, offset, year_of
from nlu.time.periods import year_named

# the day of the month
MONTH_EDGES = {"初": 1, "头": 1, "上旬": 1, "中": 15, "中旬": 15, "下旬": 21}


def month_edge(match: re.Match[str], today: date) -> DateRange | None:
    """月初 is the 1st, 月中 the 15th, 月底 the last day; of the month named, or of the one that is meant."""
    edge = match["edge"] or match["edge_alone"]
    if match["edge_near"]:
        return _edge(month(today.year, today.month + offset(match["edge_near"])), edge, today)
    number = small(match["edge_month"]) if match["edge_month"] else None
    if number is not None and not 1 <= number <= 12:
        return None
    if number and match["edge_year"]:
        return _edge(month(year_of(match["edge_year"], today), number), edge, today)

    def on_or_after(day: date) -> Bounds:
        for later in range(13):
            days = month(day.year, day.month + later)
            found = _edge(days, edge, today)
            if found.last >= day and number in (None, days[0].month):
                return found.last, found.last
        raise OverflowError

    found = returning(on_or_after, today, back=timedelta(days=367 if number else 62))
    asked = _edge(month(found.last.year, found.last.month), edge, today)
    return replace(found, first=asked.first, last=asked.last, name=asked.name)


def _edge(days: Bounds, edge: str, today: date) -> DateRange:
    """One edge of a month."""
    if edge in MONTH_EDGES:
        return one_day(days[0] + DAY * (MONTH_EDGES[edge] - 1), today)
    return end_of(days, today)


def year_edge(match: re.Match[str], today: date) -> DateRange:
    """年初 is January 1st, 年中 June 30th, 年底 December 31st; of the year named, or of the one that is meant."""
    edge = match["edge_in_year"] or match["edge_of_this"]
    at = {"初": (1, 1), "中": (6, 30)}.get(edge)
    if match["edge_of_year"]:
        in_year = year_named(match["edge_of_year"], today)
        return one_day(date(in_year, *at), today) if at else end_of(year(in_year), today)
    if not at:
        return end_of(year(today.year), today)

    def on_or_after(day: date) -> Bounds:
        found = date(day.year if (day.month, day.day) <= at else day.year + 1, *at)
        return found, found

    return returning(on_or_after, today, back=timedelta(days=367))


READERS: dict[str, Reader] = {"month_edge": month_edge, "year_edge": year_edge}
