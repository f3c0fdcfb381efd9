"""Words that name a period, or the edge of one: 下周, 11月, Q4, 上半年, 最近30天; 月底, 12月初, 季度末, 明年年底."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from nlu.text.numerals import SMALL, number, small
from nlu.time.date_ranges import (
    DAY,
    Range,
    Stretch,
    add_months,
    end_of,
    month,
    name_of,
    one_day,
    quarter,
    returning,
    week,
    whole,
    year,
)
from nlu.time.days import MONTH, NEAR, NEXT_LAST, NUMBERS, TO, YEAR, YEARS, Reader, Words, offset, year_of

# 下周总 is 周总, not next week
TITLES = r"(?!总(?![结体部量额监])|经理|工(?![作厂程人期地序])|年)"

WHOLE_WEEK = (
    rf"(?P<week>(?P<week_near>{NEXT_LAST})(?:周{TITLES}|星期|礼拜)"
    r"|(?:(?<![a-z\d])w(?=[1-5]?\d(?![a-z\d]))|第(?=[1-5]?\d周))(?P<week_number>\d{1,2})周?)"
)
WHOLE_MONTH = (
    rf"(?P<month>(?:(?P<month_year>{YEAR})的?)?(?<![\d.个])(?:"
    rf"(?P<month_from>{SMALL})月?份?{TO})?(?P<month_number>{SMALL})月份?"
    rf"|(?P<month_near>{MONTH})份?|(?<![a-z\d\-/.])(?P<month_iso>20\d\d-(?:0[1-9]|1[0-2]))(?![\d\-]))"
)
QUARTER_NUMBER = r"(?:(?<![a-z\d])q[1-4](?!\d)|第?[一二三四1-4]季度|第[一二三四1-4]季)"
QUARTER = (
    rf"(?P<quarter>(?:(?:(?P<quarter_year>{YEAR})的?)?"
    rf"(?:(?:(?P<quarter_from>{QUARTER_NUMBER}|[一二三四1-4]){TO})?(?P<quarter_number>{QUARTER_NUMBER})"
    r"|前(?P<quarters>[二两三2-4])个?季度)"
    rf"|(?P<quarter_near>{NEXT_LAST}|当)季度?)(?:的?"
    rf"(?P<quarter_edge>[初底末]))?|(?<![一二三四])季度?(?P<quarter_end>[底末]))"
)
HALF_YEAR = rf"(?P<half_year>(?:(?P<half_of>{YEAR})的?)?(?P<half>[上下])半年(?P<half_end>[底末])?)"
WHOLE_YEAR = (
    r"(?P<year>(?:(?<!\d)20\d\d年(?!\d)|[今明去]年|(?<![之以])[后前]年(?!度)|本年度?|全年|[上下]一?年度|[上下]一年)"
    r"(?:全年|整年|一整年)?)"
)
THIS = (
    r"(?P<this>(?<![\d零一二两三四五六七八九十半几多今明去前后每全周青成当往同近个])"
    r"(?:年|月|季度|周)(?=之内|以内|内(?![容部])))"
)
UNITS = r"个?工作日|天|日|周|个?星期|个?礼拜|个?月|个?季度|年"
RECENT = (
    rf"(?P<recent>(?:(?:最近|过去|近)的?这?|这(?!一))(?P<recent_count>{SMALL}|\d{{1,3}}|半)(?P<recent_unit>{UNITS}))"
)
EDGE = (
    rf"(?P<month_edge>(?:(?:(?P<edge_year>{YEAR})的?)?(?<![\d.个])"
    rf"(?P<edge_month>{SMALL})月|(?P<edge_near>{MONTH})|(?<![个数半几岁满])月)份?的?月?"
    r"(?P<edge>初|中旬|[上下]旬|中(?![秋间])|底|末|头|尾(?!款))|(?<![月上中])(?P<edge_alone>[中下]旬))"
)
YEAR_EDGE = (
    r"(?P<year_edge>(?P<edge_of_year>(?<!\d)20\d\d年|[今明去本]年|(?<![之以])[后前]年)的?年?"
    r"(?P<edge_in_year>[初底末](?!级)|中(?![秋国午心学小间介文级]))"
    r"|(?<![\d半几多每周青成当往同近财])年(?P<edge_of_this>[底末](?!级)"
    r"|[初中](?=[之以]?[前后]|再|左右|[到至](?:现在|今|目前)|以来)))"
)
EDGES = (
    Words(HALF_YEAR, "2" + YEARS + NEAR),
    Words(QUARTER, NUMBERS + YEARS + NEAR + "q第季"),
    Words(EDGE, NUMBERS + YEARS + NEAR + "月中"),
    Words(YEAR_EDGE, "2" + YEARS + "本年"),
)
WHOLES = (
    Words(WHOLE_WEEK, NEAR + "w第"),
    Words(WHOLE_MONTH, NUMBERS + YEARS + NEAR),
    Words(RECENT, "最过近" + NEAR),
    Words(WHOLE_YEAR, "2" + YEARS + NEAR + "全"),
    Words(THIS, "年月季周"),
)

SOON = timedelta(days=62)

# the day of the month
MONTH_EDGES = {"初": 1, "头": 1, "上旬": 1, "中": 15, "中旬": 15, "下旬": 21}


def whole_week(match: re.Match[str], today: date) -> Stretch:
    if match["week_number"]:
        monday = date.fromisocalendar(today.isocalendar().year, int(match["week_number"]), 1)
        return whole(week(monday, 0), today)
    return whole(week(today, offset(match["week_near"])), today)


def whole_month(match: re.Match[str], today: date) -> Stretch | None:
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


def _months(first: int, last: int, today: date) -> Stretch:
    def on_or_after(day: date) -> Range:
        of_year = day.year if month(day.year, last)[1] >= day else day.year + 1
        return month(of_year, first)[0], month(of_year, last)[1]

    coming = on_or_after(today)
    before = on_or_after(date(coming[0].year - 1, 1, 1))
    # questions look back, unless a month is near
    asked = coming if coming[0] <= today or (first == last and coming[0] - today <= SOON) else before
    ahead = coming[0] if coming[0] > today else None
    name = name_of(*asked) if first == last else None
    return Stretch(*asked, ahead, None, deadline=coming[1], name=name, recurring=on_or_after)


def named_quarter(match: re.Match[str], today: date) -> Stretch | None:
    this = (today.month + 2) // 3
    edge, near, of_year = match["quarter_edge"] or match["quarter_end"], match["quarter_near"], match["quarter_year"]
    if near or match["quarter_end"]:
        return _edged(quarter(today.year, this + offset(near or "")), edge, today)
    last = _quarter_number(match["quarters"] or match["quarter_number"])
    first = 1 if match["quarters"] else _quarter_number(match["quarter_from"] or match["quarter_number"])
    if first > last:
        return None

    def in_year(number: int) -> Stretch:
        return _edged((quarter(number, first)[0], quarter(number, last)[1]), edge, today)

    if of_year:
        return in_year(year_of(of_year, today))
    # asked about, Q4 said in the first quarter is the one just over
    found = in_year(today.year - (this == 1 and first == 4))
    if found.ahead or found.first <= today <= found.last:
        return found
    coming = in_year(today.year if found.last.year < today.year else today.year + 1)
    return replace(found, ahead=coming.ahead, deadline=coming.deadline)


def _edged(days: Range, edge: str | None, today: date) -> Stretch:
    """The period, its first day (初) or its last (底, 末)."""
    if edge is None:
        return whole(days, today)
    return one_day(days[0], today) if edge == "初" else end_of(days, today)


def _quarter_number(words: str) -> int:
    return small(words.strip("q第季度"))


def half_year(match: re.Match[str], today: date) -> Stretch:
    of_year = year_of(match["half_of"], today) if match["half_of"] else today.year
    start = 1 if match["half"] == "上" else 7
    return _edged((month(of_year, start)[0], month(of_year, start + 5)[1]), match["half_end"], today)


def whole_year(match: re.Match[str], today: date) -> Stretch:
    return whole(year(_year_named(match["year"], today)), today)


def _year_named(words: str, today: date) -> int:
    return today.year + offset(words) if words[0] in "上下本全" else year_of(words, today)


def this(match: re.Match[str], today: date) -> Stretch:
    whole_of = {"年": year(today.year), "月": month(today.year, today.month), "周": week(today, 0)}
    return whole(whole_of.get(match["this"]) or quarter(today.year, (today.month + 2) // 3), today)


def recent(match: re.Match[str], today: date) -> Stretch | None:
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
    return Stretch(min(first, today), today, None, None)


def month_edge(match: re.Match[str], today: date) -> Stretch | None:
    edge = match["edge"] or match["edge_alone"]
    if match["edge_near"]:
        return _edge(month(today.year, today.month + offset(match["edge_near"])), edge, today)
    number = small(match["edge_month"]) if match["edge_month"] else None
    if number is not None and not 1 <= number <= 12:
        return None
    if number and match["edge_year"]:
        return _edge(month(year_of(match["edge_year"], today), number), edge, today)

    def on_or_after(day: date) -> Range:
        for later in range(13):
            days = month(day.year, day.month + later)
            found = _edge(days, edge, today)
            if found.last >= day and number in (None, days[0].month):
                return found.last, found.last
        raise OverflowError

    found = returning(on_or_after, today, back=timedelta(days=367 if number else 62))
    asked = _edge(month(found.last.year, found.last.month), edge, today)
    return replace(found, first=asked.first, last=asked.last, name=asked.name)


def _edge(days: Range, edge: str, today: date) -> Stretch:
    if edge in MONTH_EDGES:
        return one_day(days[0] + DAY * (MONTH_EDGES[edge] - 1), today)
    return end_of(days, today)


def year_edge(match: re.Match[str], today: date) -> Stretch:
    edge = match["edge_in_year"] or match["edge_of_this"]
    at = {"初": (1, 1), "中": (6, 30)}.get(edge)
    if match["edge_of_year"]:
        in_year = _year_named(match["edge_of_year"], today)
        return one_day(date(in_year, *at), today) if at else end_of(year(in_year), today)
    if not at:
        return end_of(year(today.year), today)

    def on_or_after(day: date) -> Range:
        found = date(day.year if (day.month, day.day) <= at else day.year + 1, *at)
        return found, found

    return returning(on_or_after, today, back=timedelta(days=367))


READERS: dict[str, Reader] = {
    "week": whole_week,
    "month": whole_month,
    "quarter": named_quarter,
    "half_year": half_year,
    "recent": recent,
    "month_edge": month_edge,
    "year_edge": year_edge,
    "year": whole_year,
    "this": this,
}
