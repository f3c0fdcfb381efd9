"""What comes again and again: what the words say, and on which days it comes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from config.holidays import is_working_day
from nlu.time.recurrence import Recurrence, find_recurrence, recurs_otherwise

TODAY = date(2026, 11, 25)  # a Wednesday
SAID = [
    ("每天早上八点四十提醒我报体温", Recurrence("day")),
    ("天天下午四点叫我看后台", Recurrence("day")),
    ("每晚九点提醒我写小结", Recurrence("day")),
    ("工作日每天十点提醒我点名", Recurrence("day")),
    ("每个工作日下班前提醒我填表", Recurrence("day")),
    ("每天十点提醒我喝水,周末也要", Recurrence("day", working_only=False)),
    ("每天十点提醒我看盘,周末不用", Recurrence("day")),
    ("每隔一天提醒我浇花", Recurrence("day", (), 2, True, TODAY)),
    ("每周四下午三点提醒我发周报", Recurrence("week", (3,))),
    ("每个星期二、星期五提醒我去市场", Recurrence("week", (1, 4))),
    ("每周一三五早上八点半提醒我打卡", Recurrence("week", (0, 2, 4))),
    ("每周一到周四四点提醒我对单", Recurrence("week", (0, 1, 2, 3))),
    ("每周六上午提醒我盘库", Recurrence("week", (5,), working_only=False)),
    ("每个周末提醒我回访", Recurrence("week", (5, 6), working_only=False)),
    ("每周提醒我清一下线索", Recurrence("week", (2,))),
    ("每两周周五提醒我拜访", Recurrence("week", (4,), 2, True, date(2026, 11, 23))),
    ("隔周周一提醒我开会", Recurrence("week", (0,), 2, True, date(2026, 11, 23))),
    ("每月5号提醒我对账", Recurrence("month", (5,))),
    ("每个月5号和20号提醒我催款", Recurrence("month", (5, 20))),
    ("每月三十一号提醒我开票", Recurrence("month", (31,))),
    ("每个月底提醒我交报表", Recurrence("month", (-1,))),
    ("每月最后一天提醒我交报表", Recurrence("month", (-1,))),
    ("下周三提醒我开会", None),
    ("三天内提醒我回他", None),
    ("每季度提醒我续签", None),
    ("每小时提醒我看一次", None),
]


@pytest.mark.parametrize(("text", "meant"), SAID, ids=[text for text, _ in SAID])
def test_what_is_said_to_come_again(text: str, meant: Recurrence | None) -> None:
    assert find_recurrence(text, TODAY) == meant


@pytest.mark.parametrize(
    ("text", "otherwise"), [("每年3月提醒我年审", True), ("每半年提醒我", True), ("每月1号", False)]
)
def test_what_is_not_kept_is_known(text: str, otherwise: bool) -> None:
    assert recurs_otherwise(text) is otherwise


@pytest.mark.parametrize(
    ("recurrence", "start", "days"),
    [
        (Recurrence("day"), "2026-11-27", ["2026-11-27", "2026-11-30", "2026-12-01"]),
        (Recurrence("day", working_only=False), "2026-11-27", ["2026-11-27", "2026-11-28", "2026-11-29"]),
        (Recurrence("day", (), 3, False, date(2026, 11, 27)), "2026-11-28", ["2026-11-30", "2026-12-03"]),
        (Recurrence("week", (2,)), "2026-11-26", ["2026-12-02", "2026-12-09"]),
        (Recurrence("week", (4,), 2, True, date(2026, 11, 23)), "2026-11-25", ["2026-11-27", "2026-12-11"]),
        (Recurrence("month", (31,)), "2026-11-25", ["2026-11-30", "2026-12-31"]),
        (Recurrence("month", (31,), working_only=False), "2027-02-01", ["2027-02-28", "2027-03-31", "2027-04-30"]),
        (Recurrence("month", (-1,), working_only=False), "2028-02-01", ["2028-02-29", "2028-03-31"]),
        (Recurrence("month", (28,)), "2026-11-20", ["2026-11-30", "2026-12-28"]),  # 28 November is a Saturday
        (Recurrence("week", (3,)), "2026-12-28", ["2026-12-31", "2027-01-07"]),
    ],
)
def test_on_which_days_it_comes(recurrence: Recurrence, start: str, days: list[str]) -> None:
    day, found = date.fromisoformat(start), []
    for _ in days:
        day = recurrence.first(day, is_working_day)
        found.append(day.isoformat())
        day += timedelta(days=1)
    assert found == days
