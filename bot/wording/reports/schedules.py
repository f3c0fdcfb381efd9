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
WEEKDAYS = "一二三四五六日"


def planned(what: str, when: str, first: datetime, now: datetime, zone: ZoneInfo) -> str:
    """好,每周一早上发你华东漏斗,第一次在周一(11月30日)上午九点。"""
    return f"好,{when}发你{what},第一次在{say_time(first, now, zone)}。不要了就说「别再发我{what}了」。"


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
