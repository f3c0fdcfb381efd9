"""Reports that come by themselves, in words. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from analytics.schedules import ScheduleFact
from bot.wording.values import say_time

WHEN_UNCLEAR = "什么时候发、发什么没听明白。例:每周一早上9点发我华东漏斗。"
NONE = "你没有定时发的报表。想要就说:每周一早上发我漏斗。"
WHICH, ALL = "停哪一个?", "都不要了"
WHICH_TO_CHANGE = "改哪一个?"
NOT_SCHEDULED = (
    "这份没听明白,没有设上。平时问我就有的清单和数据都能定时发,照平时问的话说就行,"
    "例:每周一早上9点发我漏斗,每天早上八点半发我超时的单子。"
)
SHOWS = (
    "漏斗",
    "丢单率",
    "丢单原因",
    "赢单率",
    "热力图",
    "成交",
    "超时",
    "动作",
    "目标",
    "拍板",
    "支持",
    "预测",
    "工单",
)
WEEKDAYS = "一二三四五六日"


def planned(what: str, when: str, first: datetime, now: datetime, zone: ZoneInfo) -> str:
    """好,每周一早上发你华东漏斗,第一次在周一(11月30日)上午九点。"""
    return f"好,{when}发你{what},第一次在{say_time(first, now, zone)}。不要了就说「别再发我{what}了」。"


def changed(schedule: ScheduleFact, first: datetime, now: datetime, zone: ZoneInfo) -> str:
    """改好了,华东漏斗每周二 09:00 发,下一次在周二(12月1日)上午九点。"""
    return f"改好了,{schedule.said}{_when(schedule)} 发,下一次在{say_time(first, now, zone)}。"


def label(schedule: ScheduleFact) -> str:
    """每周一 09:00 华东漏斗"""
    return f"{_when(schedule)} {schedule.said}"


def names(schedule: ScheduleFact) -> list[str]:
    """How it may be called by its days (周五, 每天) or by what it shows."""
    rule = schedule.repeats.recurrence
    shows = [schedule.said, *(word for word in SHOWS if word in schedule.said)]
    if rule.every == "week":
        return shows + [week + WEEKDAYS[day] for day in rule.days for week in ("周", "星期", "礼拜")]
    return [*shows, "每月", "月"] if rule.every == "month" else [*shows, "每天", "天天", "工作日", "每日"]


def ended(names: Sequence[str]) -> str:
    """好,华东漏斗不再发了。"""
    return f"好,{'、'.join(names)}不再定时发了。"


def listed(kept: Sequence[ScheduleFact]) -> str:
    """What comes when."""
    return "\n".join(["定时发给你的:", *(f"·{_when(one)} {one.said}" for one in kept)])


def _when(schedule: ScheduleFact) -> str:
    rule = schedule.repeats.recurrence
    if rule.every == "week":
        days = "每周" + "、".join(WEEKDAYS[day] for day in rule.days)
    elif rule.every == "month":
        days = "每月" + "、".join("最后一天" if day < 0 else f"{day}号" for day in rule.days)
    else:
        days = "每个工作日" if rule.working_only else "每天"
    return f"{days} {schedule.repeats.clock}"
