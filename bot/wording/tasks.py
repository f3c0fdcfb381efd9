"""How what is due is said: a line each. Pure functions."""

from __future__ import annotations

from datetime import datetime

from bot.wording.records import say_objections, say_when
from bot.wording.values import say_clock, say_date, say_duration, say_time
from config.policy import Policy
from sales.limits import LimitDue, Overdue
from sales.reminders import ReminderFact
from sales.tasks import Step


def overdue_line(policy: Policy, one: Overdue, now: datetime, *, with_owner: bool) -> str:
    """宏远建材有限公司 仓储管理系统:方案报价超时 3 天 4 小时,价格敏感;说好周三(11月25日)下午两点再去."""
    owner = f"({one.deal.owner})" if with_owner else ""
    reason = why(policy, one, now)
    product = f" {one.deal.product_line}" if one.deal.product_line else ""
    line = f"·{one.deal.customer}{product}{owner}:{policy.stage_name(one.deal.stage)}超时 {say_duration(one.over_by)}"
    return f"{line},{reason}" if reason else line


def why(policy: Policy, one: Overdue, now: datetime) -> str:
    """What is known of why it is stuck: the objections, and what was promised; or that nothing was logged."""
    if one.last_followup_at is None:
        return "还没记过跟进"
    parts = [say_objections(policy, one.objections)] if one.objections else []
    if one.next_at or one.next_on or one.next_action:
        when = say_when(policy, one.next_at, one.next_on, now)
        parts.append(f"说好{when}{one.next_action or '再联系'}")
    today = now.astimezone(policy.zone).date()
    parts.append(f"上次跟进{say_date(one.last_followup_at.astimezone(policy.zone).date(), today)}")
    return ",".join(parts)


def missed_line(policy: Policy, step: Step, now: datetime, *, with_owner: bool) -> str:
    """A promised step whose time is over."""
    return f"·{step.customer}{_of(step.owner, with_owner)}:{promise(policy, step, now)},过了还没记"


def coming_line(
    policy: Policy, one: Step | ReminderFact | LimitDue, now: datetime, *, with_day: bool, with_owner: bool
) -> str:
    """A step, a reminder or a limit to come; `with_day` where not all are on one day."""
    match one:
        case Step():
            who = f"·{'、'.join(one.contacts)}" if one.contacts else ""
            return f"·{one.customer}{who}{_of(one.owner, with_owner)}:{promise(policy, one, now)}"
        case ReminderFact():
            return f"·提醒:{at(policy, one.named_at, now, with_day)} {one.text}" + (
                "(提醒过了)" if one.reminded_at else ""
            )
        case LimitDue():
            product = f" {one.deal.product_line}" if one.deal.product_line else ""
            when = at(policy, one.at, now, with_day)
            owner = _of(one.deal.owner, with_owner)
            return f"·{one.deal.customer}{product}{owner}:{policy.stage_name(one.deal.stage)}{when}到时限"


def _of(owner: str | None, with_owner: bool) -> str:
    return f"({owner})" if with_owner and owner else ""


def promise(policy: Policy, step: Step, now: datetime) -> str:
    return f"{say_when(policy, step.next_at, step.next_on, now)}{step.next_action or '再联系'}"


def at(policy: Policy, moment: datetime, now: datetime, with_day: bool) -> str:
    return say_time(moment, now, policy.zone) if with_day else say_clock(moment.astimezone(policy.zone))
