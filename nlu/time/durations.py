"""Lengths of time: 两小时, 一个半小时, 半天, 三五天, 72小时; their ISO 8601 form and what comes after them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from nlu.text.numerals import number, small
from nlu.time.date_ranges import DAY, add_months
from nlu.time.days import NUMBERS, Words

COUNT = (
    r"(?:\d{1,4}(?:\.\d{1,2})?|[一二两俩仨三四五六七八九]?[十百][一二三四五六七八九十]*|[一二两俩仨三四五六七八九]|半)"
)
UNIT = (
    r"(?:秒钟?|分钟|min(?![a-z])|刻钟|个?(?:小时|钟头)|个钟(?!头)|h(?![a-z\d])|个?(?:工作|自然)日|天(?!然|猫|津|气)"
    r"|日(?=之?内|以内|之?后|以后)"
    r"|个?(?:星期|礼拜)|周(?!年)|个月|(?<=[半俩仨])月|(?<=个[多来])月|个季度|年(?![级度代会终货轻])|宿)"
)
LENGTH = (
    rf"(?P<length>(?<![\d.*第头这那每大小a-z\-/])(?:(?<!前)|(?<=[班工点分半刻]前))(?!20\d\d年)"
    rf"(?:(?P<length_low>{COUNT})(?:到|至|-|~)|(?P<length_few>[一二两三四五六七八])(?=[二两三四五六七八九]))?"
    rf"(?P<length_count>{COUNT})(?:来|多)?(?P<length_half>个[半多来])?(?P<length_unit>{UNIT})"
    r"(?P<length_and_half>半(?![天日个年小月]))?"
    r"(?:零?(?P<length_minutes>\d{1,2}|[二三四五]?十[一二三四五六七八九]?|[一二两三四五六七八九])(?:分钟|分(?!钟)))?)"
)

LENGTHS = (Words(LENGTH, NUMBERS),)


@dataclass(frozen=True, slots=True)
class Length:
    """Counted in the words' own units. `low` is the least that is meant (三五天: three), `high` the most."""

    low: float
    high: float
    unit: str

    def iso(self) -> str:
        """ISO 8601, in the unit said: PT72H, P3D, P1W, PT1H30M."""
        if self.unit in CLOCK_UNITS:
            return _clock_form(self.low, self.unit)
        whole, half = int(self.low), self.low != int(self.low)
        if self.unit == "W":
            return f"P{round(self.low * 7)}D" if half else f"P{whole}W"
        name, half_of_it = CALENDAR_FORMS[self.unit]
        return "P" + (f"{whole}{name}" if whole else "") + (half_of_it if half else "")

    @property
    def in_days(self) -> bool:
        """Whether it is counted in days or more, so that what is after it is a day and not an instant."""
        return self.unit not in CLOCK_UNITS and not (self.unit == "D" and self.low == 0.5)

    def after(self, now: datetime, amount: float) -> datetime:
        """`amount` (`low`, `high`, or either less than nothing) of its unit after `now`."""
        if self.unit in SECONDS:
            return now + timedelta(seconds=amount * SECONDS[self.unit])
        if self.unit == "workday":
            return _working_days(now, int(amount))
        months = amount * (12 if self.unit == "Y" else 1)
        day = add_months(now.date(), int(months)) + DAY * round((months - int(months)) * 30)
        return datetime.combine(day, now.timetz())


CLOCK_UNITS = ("S", "M", "H")
CALENDAR_FORMS = {"D": ("D", "T12H"), "workday": ("D", "T12H"), "Mo": ("M", "15D"), "Y": ("Y", "6M")}
SECONDS = {"S": 1, "M": 60, "H": 3600, "D": 86400, "W": 7 * 86400}
_UNITS = {"秒": "S", "分": "M", "m": "M", "刻": "M", "小": "H", "钟": "H", "h": "H", "天": "D", "日": "D", "宿": "D"}
_UNITS |= {"星": "W", "礼": "W", "周": "W", "月": "Mo", "季": "Mo", "年": "Y", "工": "workday", "自": "D"}


def read_length(match: re.Match[str], now: datetime) -> Length | None:
    """None where it says no length; ValueError or OverflowError where the calendar ends before it does."""
    words = match["length_unit"].removeprefix("个")
    unit = _UNITS[words[0]]
    high = _amount(match["length_count"])
    low = _amount(match["length_low"] or match["length_few"] or "") or high
    if not high or not low:
        return None
    extra = 0.5 if match["length_half"] == "个半" or match["length_and_half"] else 0
    if match["length_minutes"] and unit == "H":
        extra = small(match["length_minutes"]) / 60
    times = {"刻": 15, "季": 3}.get(words[0], 1)
    found = Length((low + extra) * times, (high + extra) * times, unit)
    found.after(now, found.high), found.after(now, -found.high)
    return found


def _amount(words: str) -> float | None:
    return 0.5 if words == "半" else number(words) if words else None


def _clock_form(amount: float, unit: str) -> str:
    if amount == int(amount):
        return f"PT{int(amount)}{unit}"
    seconds = round(amount * SECONDS[unit])
    parts = ((seconds // 3600, "H"), (seconds % 3600 // 60, "M"), (seconds % 60, "S"))
    return "PT" + "".join(f"{count}{name}" for count, name in parts if count)


def _working_days(now: datetime, days: int) -> datetime:
    from config.holidays import is_working_day

    step = DAY if days > 0 else -DAY
    for _ in range(min(abs(days), 400)):
        now += step
        while not is_working_day(now.date()):
            now += step
    return now
