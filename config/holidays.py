"""Whether a date is a working day in China.

The company's own days come first, then chinesecalendar (法定节假日 and 调休 as the State Council announces them). Where
it does not know a year yet: weekends and the days that are certain (元旦, 清明, 五一, 端午, 中秋, 国庆 1-7, 除夕 to
初七 by the lunar calendar), without 调休.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from functools import lru_cache

SPRING_FESTIVAL_DAYS = 8
FIXED_FESTIVALS = {"元旦": (1, 1), "五一": (5, 1), "国庆": (10, 1)}
LUNAR_FESTIVALS = {"春节": (1, 1), "元宵": (1, 15), "端午": (5, 5), "七夕": (7, 7), "中秋": (8, 15)}
LUNAR_FESTIVALS |= {"重阳": (9, 9), "腊八": (12, 8), "小年": (12, 23)}


def is_working_day(day: date, days_off: Collection[date] = (), days_on: Collection[date] = ()) -> bool:
    """Whether people work on `day`; `days_off` and `days_on` are company policy's."""
    if day in days_on:
        return True
    return day not in days_off and _is_workday(day)


@lru_cache(maxsize=4096)
def _is_workday(day: date) -> bool:
    if year_is_known(day.year):
        import chinese_calendar

        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < 5 and day not in certain_holidays(day.year)


@lru_cache(maxsize=64)
def year_is_known(year: int) -> bool:
    """Whether the calendar library has this year's announcement."""
    import chinese_calendar

    try:
        chinese_calendar.is_workday(date(year, 6, 15))
    except NotImplementedError:
        return False
    return True


@lru_cache(maxsize=64)
def certain_holidays(year: int) -> frozenset[date]:
    """The holidays of a year that need no announcement."""
    spring = festival("春节", year)
    days = {date(year, 1, 1), date(year, 5, 1), _qingming(year)}
    days |= {date(year, 10, day) for day in range(1, 8)}
    days |= {festival("端午", year), festival("中秋", year)}
    days |= {spring + timedelta(days=offset) for offset in range(-1, SPRING_FESTIVAL_DAYS - 1)}
    return frozenset(days)


def _qingming(year: int) -> date:
    """The sun at 15° of longitude: Shou Xing's formula for 2000-2099 (day = ⌊0.2422·y + 4.81⌋ − ⌊y/4⌋ of April)."""
    y = year % 100
    return date(year, 4, int(0.2422 * y + 4.81) - y // 4)


def _winter_solstice(year: int) -> date:
    """The sun at 270° of longitude, by the same formula (day = ⌊0.2422·y + 21.94⌋ − ⌊y/4⌋ of December; 2021 a day
    earlier)."""
    y = year % 100
    return date(year, 12, int(0.2422 * y + 21.94) - y // 4 - (year == 2021))


def first_working_day_from(day: date) -> date:
    """The first working day on or after `day`."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def festival(name: str, year: int) -> date:
    """The day of 元旦, 春节 (初一), 元宵, 清明, 五一, 端午, 中秋, 国庆, 冬至 or another of
    the lunar calendar; KeyError for other names."""
    if name == "清明":
        return _qingming(year)
    if name == "冬至":
        return _winter_solstice(year)
    if name in FIXED_FESTIVALS:
        return date(year, *FIXED_FESTIVALS[name])
    return lunar_day(year, *LUNAR_FESTIVALS[name])


def lunar_day(year: int, month: int, day: int) -> date:
    """The date of a day of the lunar calendar; ValueError if that month has no such day."""
    from lunardate import LunarDate

    found: date = LunarDate(year, month, day).to_solar_date()
    return found
