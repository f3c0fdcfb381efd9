"""How days, clock times, durations and money are said. `now` is Monday, 2026-11-23, 10:03 in Shanghai."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.wording.values import say_clock, say_date, say_duration, say_money, say_time, time_label

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 10, 3, tzinfo=ZONE)
DATES = [
    ("2026-11-21", "周六(11月21日)"),
    ("2026-11-22", "昨天(11月22日)"),
    ("2026-11-23", "今天(11月23日)"),
    ("2026-11-24", "明天(11月24日)"),
    ("2026-11-25", "周三(11月25日)"),
    ("2026-11-29", "周日(11月29日)"),
    ("2026-12-01", "周二(12月1日)"),
    ("2026-01-05", "周一(1月5日)"),
    ("2027-01-01", "周五(2027年1月1日)"),
    ("2025-12-31", "周三(2025年12月31日)"),
]
CLOCK_TIMES = [
    ("00:00", "凌晨零点"),
    ("00:30", "凌晨零点半"),
    ("05:59", "凌晨五点五十九"),
    ("06:00", "早上六点"),
    ("08:32", "早上八点三十二"),
    ("08:58", "早上八点五十八"),
    ("09:00", "上午九点"),
    ("09:01", "上午九点零一分"),
    ("09:09", "上午九点零九分"),
    ("09:10", "上午九点十分"),
    ("09:11", "上午九点十一"),
    ("09:15", "上午九点一刻"),
    ("09:19", "上午九点十九"),
    ("09:20", "上午九点二十"),
    ("09:30", "上午九点半"),
    ("09:45", "上午九点四十五"),
    ("11:59", "上午十一点五十九"),
    ("12:00", "中午十二点"),
    ("12:30", "中午十二点半"),
    ("13:00", "下午一点"),
    ("14:00", "下午两点"),
    ("15:20", "下午三点二十"),
    ("17:59", "下午五点五十九"),
    ("18:00", "晚上六点"),
    ("22:00", "晚上十点"),
    ("23:40", "晚上十一点四十"),
]
DURATIONS = [
    ({}, "1 分钟"),
    ({"seconds": 59}, "1 分钟"),
    ({"minutes": -5}, "1 分钟"),
    ({"minutes": 20}, "20 分钟"),
    ({"minutes": 59, "seconds": 59}, "59 分钟"),
    ({"hours": 1}, "1 小时"),
    ({"hours": 1, "minutes": 30}, "1 小时 30 分钟"),
    ({"hours": 2, "minutes": 59}, "2 小时 59 分钟"),
    ({"hours": 3, "minutes": 10}, "3 小时"),
    ({"hours": 23, "minutes": 59}, "23 小时"),
    ({"days": 1}, "1 天"),
    ({"days": 1, "minutes": 59}, "1 天"),
    ({"days": 3, "hours": 4}, "3 天 4 小时"),
    ({"days": 30, "hours": 23, "minutes": 59}, "30 天 23 小时"),
]
MONEY = [  # 分
    (0, "0 元"),
    (1, "0.01 元"),
    (9950, "99.50 元"),
    (10000, "100 元"),
    (960000, "9,600 元"),
    (999999, "9,999.99 元"),
    (1000000, "1 万元"),
    (4850000, "4.85 万元"),
    (36000000, "36 万元"),
    (36050000, "36.05 万元"),
    (100000000, "100 万元"),
    (1200000000, "1200 万元"),
]


@pytest.mark.parametrize(("day", "words"), DATES)
def test_dates(day: str, words: str) -> None:
    assert say_date(date.fromisoformat(day), NOW.date()) == words


@pytest.mark.parametrize(("clock", "words"), CLOCK_TIMES)
def test_clock_times(clock: str, words: str) -> None:
    assert say_clock(datetime.combine(NOW.date(), time.fromisoformat(clock), ZONE)) == words


def test_every_minute_of_the_day_is_said_and_no_two_alike() -> None:
    said = {say_clock(datetime.combine(NOW.date(), time(*divmod(minute, 60)), ZONE)) for minute in range(24 * 60)}
    assert len(said) == 24 * 60


@pytest.mark.parametrize(
    ("utc", "words"),
    [
        ("2026-11-23T07:30", "今天(11月23日)下午三点半"),
        ("2026-11-23T15:59", "今天(11月23日)晚上十一点五十九"),
        ("2026-11-23T16:00", "明天(11月24日)凌晨零点"),
        ("2026-11-25T06:00", "周三(11月25日)下午两点"),
        ("2026-12-31T16:00", "周五(2027年1月1日)凌晨零点"),
    ],
)
def test_instants_are_said_in_the_companys_zone(utc: str, words: str) -> None:
    at = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert say_time(at, NOW, ZONE) == words
    assert say_time(at, NOW.astimezone(UTC), ZONE) == words


@pytest.mark.parametrize(
    ("local", "label"),
    [
        ("2026-11-23T19:58", "今天 19:58"),
        ("2026-11-24T08:32", "明早 08:32"),
        ("2026-11-24T12:00", "明天 12:00"),
        ("2026-11-25T08:32", "周三早上八点半"),
        ("2026-11-30T08:32", "11月30日早上八点半"),
        ("2026-11-27T19:58", "周五晚上八点前"),
    ],
)
def test_times_on_buttons(local: str, label: str) -> None:
    assert time_label(datetime.fromisoformat(local).replace(tzinfo=ZONE), NOW) == label


@pytest.mark.parametrize(("span", "words"), DURATIONS)
def test_durations(span: dict[str, int], words: str) -> None:
    assert say_duration(timedelta(**span)) == words


@pytest.mark.parametrize(("fen", "words"), MONEY)
def test_money(fen: int, words: str) -> None:
    assert say_money(fen) == words
