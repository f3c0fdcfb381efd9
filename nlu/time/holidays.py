"""Words that name a holiday and what is before and after it: 国庆, 春节前, 元旦后, 节后, 年前."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from nlu.text.numerals import small
from nlu.time.date_ranges import DAY, Range, Stretch, one_day, returning
from nlu.time.days import Reader, Words

# 李国庆 is a person
SURNAMES = "王李张刘陈杨赵黄吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董程曹袁邓许傅沈曾彭吕苏"
AFTER = r"(?:之后|以后|过后|完|后(?![天台面]))"
SHORT_ONLY = r"(?=节|假|小?长假|放假|期间|黄金周|之?[前后]|以[前后]|过后|回来|[再我去见到]|[,。!?.;\s]|$)"

FEAST = (
    r"(?P<feast>(?:(?P<feast_over>过[完了])|过)?(?P<feast_name>元旦|春节|大年初一|清明(?!上河)|劳动节|端午|中秋|元宵|圣诞"
    r"|双十一|双11(?!\d)|双十二|双12(?!\d)"
    rf"|(?<![{SURNAMES}])国庆|(?<![零一二三四五六七八九十第\d])(?:五一|十一){SHORT_ONLY})(?:小?长假|黄金周|节|假期?)*"
    rf"(?P<feast_after>{AFTER})?)"
)
NEW_YEAR = (
    r"(?P<new_year>过完年(?:以后|之后|后)?|过了年|过年(?P<at_new_year>前|之前|以前)?(?:以后|之后|后|回来)?"
    r"|(?<![\d零一二两三四五六七八九十半几多今明去前后每全周青成当往同近百])年"
    r"(?:(?P<before_new_year>前)|后)(?![台面期]))"
)
NEXT_FEAST = (
    r"(?P<any_feast>(?:过完?|放完?)?(?:(?<![环季细情章关调礼春时小宵])节|(?<![请病事年])(?:长假|假期|放假))"
    r"(?:(?:之|以)?(?P<before_feast>前)|(?:之|以|过)?后)(?![台面期]))"
)
LUNAR_DAY = (
    r"(?P<lunar>(?P<lunar_eve>除夕|大年三十|年三十|年夜)|(?P<lunar_month>正月|大年|腊月)"
    r"(?P<lunar_day>初?(?:二?十[一二三四五六七八九]?|廿[一二三四五六七八九]?"
    r"|三十|[一二三四五六七八九]))(?![\u4e00-\u9fff]?[个家])"
    r"|(?P<lunar_first>初[三四五六七八九十])(?=[之以]?[前后]|再|上班|开工|回来|见|去))"
)
NAMED = (Words(FEAST, "过元春大清劳端中圣双国五十"), Words(LUNAR_DAY, "除大年正腊初"))
UNNAMED = (Words(NEXT_FEAST, "过放节长假"), Words(NEW_YEAR, "过年"))

FESTIVALS = ("元旦", "春节", "清明", "五一", "端午", "中秋", "国庆")
OTHER_NAMES = {"大年初一": "春节", "劳动节": "五一", "十一": "国庆"}
SHOPPING_DAYS = {"圣诞": (12, 25), "双十一": (11, 11), "双11": (11, 11), "双十二": (12, 12), "双12": (12, 12)}


def feast(match: re.Match[str], today: date) -> Stretch:
    word = match["feast_name"]
    name = OTHER_NAMES.get(word, word)
    after = bool(match["feast_after"] or match["feast_over"]) and name in FESTIVALS

    def on_or_after(day: date) -> Range:
        for year in (day.year - 1, day.year, day.year + 1, day.year + 2):
            found = _after(_day_of(name, year)) if after else _day_of(name, year)
            if found >= day:
                return found, found
        raise OverflowError

    return returning(on_or_after, today, back=timedelta(days=400))


def lunar(match: re.Match[str], today: date) -> Stretch:
    """A day of the lunar first or last month; 初八 alone is of the first."""
    number = 12 if match["lunar_month"] == "腊月" else 1
    said = match["lunar_day"] or match["lunar_first"] or ""
    day = small(said.removeprefix("初").replace("廿", "二十")) if said else 0

    def on_or_after(start: date) -> Range:
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


def new_year(match: re.Match[str], today: date) -> Stretch:
    """年前 is 除夕, 年后 the first working day; 过年 alone is 初一."""
    before = match["before_new_year"] or match["at_new_year"]
    alone = match["new_year"] == "过年"
    for year in (today.year, today.year + 1):
        day = _day_of("春节", year)
        found = day - DAY if before else day if alone else _after(day)
        if found >= today:
            return one_day(found, today)
    raise OverflowError


def any_feast(match: re.Match[str], today: date) -> Stretch:
    """节后 is the first working day after the coming holiday, or after the one that is on; 节前 the last one before."""
    days = sorted(_day_of(name, year) for name in FESTIVALS for year in (today.year - 1, today.year, today.year + 1))
    if match["before_feast"]:
        return one_day(max(today, _before(next(day for day in days if day > today))), today)
    return one_day(next(end for day in days if (end := _after(day)) > today), today)


@lru_cache(maxsize=256)
def _day_of(name: str, year: int) -> date:
    from config.holidays import festival

    return date(year, *SHOPPING_DAYS[name]) if name in SHOPPING_DAYS else festival(name, year)


@lru_cache(maxsize=256)
def _after(day: date) -> date:
    from config.holidays import first_working_day_from

    return first_working_day_from(day + DAY)


@lru_cache(maxsize=256)
def _before(day: date) -> date:
    from config.holidays import is_working_day

    while not is_working_day(day := day - DAY):
        pass
    return day


READERS: dict[str, Reader] = {"lunar": lunar, "feast": feast, "new_year": new_year, "any_feast": any_feast}
