"""Words that name a holiday and what is before and after it: 国庆, 春节前, 元旦后, 节后, 年前."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from nlu.rules import rules
from nlu.text.numerals import small
from nlu.time.date_ranges import DAY, Bounds, DateRange, one_day, returning
from nlu.time.days import Reader

_RULES = rules("holidays")
PUBLIC = _RULES.words("public_holidays")
OTHER_NAMES = _RULES.table("other_names")
LUNAR_MONTHS = {"正": 1, "大年": 1, "冬": 11, "腊": 12}
FIXED_DAYS = _RULES.table("fixed_days")  # month and day


def is_after(words: str) -> bool:
    """Whether a token means the time behind a holiday (国庆后, 过完年)."""
    return _RULES["is_after"].search(words) is not None


def holiday(match: re.Match[str], today: date) -> DateRange:
    """The day of a holiday; behind a public one, the first working day."""
    word = match["holiday_name"]
    name = OTHER_NAMES.get(word, word)
    after = bool(match["holiday_after"] or match["holiday_over"]) and name in PUBLIC

    def on_or_after(day: date) -> Bounds:
        for year in (day.year - 1, day.year, day.year + 1, day.year + 2):
            found = _after(_day_of(name, year)) if after else _day_of(name, year)
            if found >= day:
                return found, found
        raise OverflowError

    return returning(on_or_after, today, back=timedelta(days=400))


def lunar(match: re.Match[str], today: date) -> DateRange:
    """A day of the lunar calendar; 初八 alone is of the first month."""
    of_month = (match["lunar_month"] or match["lunar_of"] or "正").removesuffix("月")
    number = LUNAR_MONTHS.get(of_month) or small(of_month)
    numeral = match["lunar_day"] or match["lunar_on"] or match["lunar_first"] or ""
    day = small(numeral.removeprefix("初").replace("廿", "二十")) if numeral else 0

    def on_or_after(start: date) -> Bounds:
        for year in range(start.year - 1, start.year + 2):
            found = _lunar(year, number, day)
            if found >= start:
                return found, found
        raise OverflowError

    return returning(on_or_after, today, back=timedelta(days=400))


@lru_cache(maxsize=256)
def _lunar(year: int, number: int, day: int) -> date:
    """`day` 0 is the eve of the month."""
    from config.holidays import lunar_day

    return lunar_day(year, number, day) if day else lunar_day(year, number, 1) - DAY


def new_year(match: re.Match[str], today: date) -> DateRange:
    """年前 is 除夕, 年后 the first working day; 过年 alone is 初一."""
    before = match["before_new_year"] or match["at_new_year"]
    alone = match["new_year"] == "过年"
    for year in (today.year, today.year + 1):
        day = _day_of("春节", year)
        found = day - DAY if before else day if alone else _after(day)
        if found >= today:
            return one_day(found, today)
    raise OverflowError


def any_holiday(match: re.Match[str], today: date) -> DateRange:
    """节后 is the first working day after the coming holiday, or after the one that is on; 节前 the last one before."""
    days = sorted(_day_of(name, year) for name in PUBLIC for year in (today.year - 1, today.year, today.year + 1))
    if match["before_holiday"]:
        return one_day(max(today, _before(next(day for day in days if day > today))), today)
    return one_day(next(end for day in days if (end := _after(day)) > today), today)


@lru_cache(maxsize=256)
def _day_of(name: str, year: int) -> date:
    """The day on which a holiday falls in `year`."""
    from config.holidays import festival

    return date.fromisoformat(f"{year}-{FIXED_DAYS[name]}") if name in FIXED_DAYS else festival(name, year)


@lru_cache(maxsize=256)
def _after(day: date) -> date:
    """The first working day behind `day`."""
    from config.holidays import first_working_day_from

    return first_working_day_from(day + DAY)


@lru_cache(maxsize=256)
def _before(day: date) -> date:
    """The last working day before `day`."""
    from config.holidays import is_working_day

    while not is_working_day(day := day - DAY):
        pass
    return day


READERS: dict[str, Reader] = {"lunar": lunar, "holiday": holiday, "new_year": new_year, "any_holiday": any_holiday}
