"""How reminders are said: when they come, what they are for, whose customer they are about. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from bot.wording.values import WEEKDAYS, say_clock, say_date, say_time
from config.policy import Policy
from nlu.plans import Plan
from nlu.time.recurrence import Recurrence
from sales.reminders import ReminderFact, Repeats

COUNTED = {2: "两", 3: "三", 4: "四", 5: "五"}


def reminder_line(policy: Policy, reminder: ReminderFact, now: datetime) -> str:
    """明天(11月24日)上午十点 给孙总回电话(苏州联创电子有限公司); 每周三上午九点 交周报."""
    return f"{reminder_when(policy, reminder, now)} {about(reminder)}"


def reminder_lines(policy: Policy, reminders: Iterable[ReminderFact], now: datetime) -> str:
    """A line each."""
    return "\n".join(f"·{reminder_line(policy, reminder, now)}" for reminder in reminders)


def about(reminder: ReminderFact) -> str:
    """What it is for, with the customer where the words do not name it."""
    customer = reminder.customer or ""
    named = any(customer[at : at + 2] in reminder.text for at in range(len(customer) - 1))
    return reminder.text if named or not customer else f"{reminder.text}({customer})"


def reminder_when(policy: Policy, reminder: ReminderFact, now: datetime) -> str:
    """When it comes next, or how it repeats."""
    if reminder.repeats is not None:
        return say_repeats(reminder.repeats)
    return say_time(reminder.named_at, now, policy.zone)


def say_repeats(repeats: Repeats) -> str:
    """每个工作日上午九点, 每周一、三上午十点, 每月1号上午九点."""
    clock = say_clock(datetime.fromisoformat(f"{date.min.isoformat()}T{repeats.clock}"))
    return f"{_days(repeats.recurrence)}{clock}"


def days_off_note(recurrence: Recurrence) -> str:
    """What happens on days off."""
    if not recurrence.working_only:
        return "休息日照常"
    return "休息日不打扰" if recurrence.every == "day" else "遇上休息日就顺延到上班那天"


def _days(recurrence: Recurrence) -> str:
    count = COUNTED.get(recurrence.interval, str(recurrence.interval)) if recurrence.interval > 1 else ""
    match recurrence.every:
        case "day":
            return f"每{count}天" if count else "每个工作日" if recurrence.working_only else "每天"
        case "week":
            names = "、".join(WEEKDAYS[day] for day in recurrence.days)
            return f"每{count}周的周{names}" if count else f"每周{names}"
        case "month":
            named = [f"{day}号" for day in recurrence.days if day > 0]
            return "每月" + "、".join([*named, *(["最后一天"] if -1 in recurrence.days else [])])


def event_lead(event: datetime, reminded: datetime) -> str:
    """When the event is that somebody is reminded of before it: 下午三点, on another day 周五(12月4日)下午两点."""
    same_day = event.date() == reminded.date()
    return say_clock(event) if same_day else f"{say_date(event.date(), reminded.date())}{say_clock(event)}"


def plan_line(plan: Plan, customer: str | None, *, asks: bool) -> str:
    """That a plan was heard: 好,云海:下午打电话。打完说一声…; `asks`: whether to be reminded of it."""
    named = customer is None or customer in plan.what
    done = (
        "去"
        if plan.what.startswith(("去", "过去", "上门", "跑", "飞"))
        else "打"
        if "打" in plan.what or "电话" in plan.what
        else "办"
    )
    line = f"好,{'' if named else f'{customer}:'}{plan.when}{plan.what}。{done}完说一声怎么样,我再记。"
    return f"{line}要提醒你吗?" if asks else line


def remind_label(at: datetime, now: datetime) -> str:
    """On a button: 下午一点提醒我, 明天上午九点提醒我, 周三下午两点提醒我."""
    days = (at.date() - now.date()).days
    day = (
        "" if days == 0 else "明天" if days == 1 else f"周{WEEKDAYS[at.weekday()]}" if days < 7 else f"{at:%-m月%-d日}"
    )
    return f"{day}{say_clock(at)}提醒我"
