"""Durations: 两小时, 一个半小时, 半天, 三五天, 72小时; their ISO 8601 form and what comes after them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from nlu.text.numerals import number, small
from nlu.time.date_ranges import DAY, add_months


@dataclass(frozen=True, slots=True)
class Duration:
    """Counted in the words' own units. `low` is the least that is meant (三五天: three), `high` the most."""

    low: float
    high: float
    unit: str

    def iso(self) -> str:
        """ISO 8601, in the unit said: PT72H, P3D, P1W, PT1H30M."""
        if self.unit in CLOCK_UNITS:
            return _clock_form(self.low, self.unit)
        whole, half = int(self.low), self.low != int(self.low)
        if self.unit == "D" and self._has_hours:
            return f"P{whole}DT{round((self.low - whole) * 24)}H"
        if self.unit == "W":
            return f"P{round(self.low * 7)}D" if half else f"P{whole}W"
        name, half_of_it = CALENDAR_FORMS[self.unit]
        return "P" + (f"{whole}{name}" if whole else "") + (half_of_it if half else "")

    @property
    def in_days(self) -> bool:
        """Whether it is counted in days or more, so that what is after it is a day and not an instant."""
        return self.unit not in CLOCK_UNITS and not (self.unit == "D" and (self.low == 0.5 or self._has_hours))

    @property
    def _has_hours(self) -> bool:
        return self.low % 0.5 != 0

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


def read_duration(match: re.Match[str], now: datetime) -> Duration | None:
    """None if it says no duration; ValueError or OverflowError where the calendar ends before it does."""
    words = match["duration_unit"].removeprefix("个")
    unit = _UNITS[words[0]]
    high = _amount(match["duration_count"])
    low = _amount(match["duration_low"] or match["duration_few"] or "") or high
    if not high or not low:
        return None
    extra = 0.5 if match["duration_half"] == "个半" or match["duration_and_half"] else 0
    if match["duration_minutes"] and unit == "H":
        extra = small(match["duration_minutes"]) / 60
    if match["duration_hours"] and unit == "D":
        extra = small(match["duration_hours"]) / 24
    times = {"刻": 15, "季": 3}.get(words[0], 1)
    found = Duration((low + extra) * times, (high + extra) * times, unit)
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
