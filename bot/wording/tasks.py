"""How what is due is said: a line each. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.conversation.messages import SaidWords
from bot.wording.records import say_objections, say_when
from bot.wording.stages import deal_name
from bot.wording.undoing import quoted
from bot.wording.values import say_clock, say_date, say_duration, say_money, say_time
from config.policy import Policy
from sales.deals import DealFact
from sales.limits import LimitDue, Overdue, PutOff
from sales.reminders import ReminderFact
from sales.tasks import Step, Tasks

LONGEST_BEGUN, MOST_BEGUN = 20, 3  # characters and number of records that were not completed
MORNING_LATE = 5  # deals over their limits in the list of the morning


def overdue_line(policy: Policy, overdue: Overdue, now: datetime, *, with_owner: bool) -> str:
    """宏远建材有限公司 仓储管理系统:方案报价超时 3 天 4 小时,价格敏感;说好周三(11月25日)下午两点再去."""
    owner = f"({overdue.deal.owner})" if with_owner else ""
    reason = why(policy, overdue, now)
    product = f" {overdue.deal.product_line}" if overdue.deal.product_line else ""
    stage = policy.stage_name(overdue.deal.stage)
    line = f"·{overdue.deal.customer}{product}{owner}:{stage}超时 {say_duration(overdue.over_by)}"
    if overdue.snoozed_until is not None and overdue.snoozed_until > now:
        line += f",缓到{say_time(overdue.snoozed_until, now, policy.zone)}"
    return f"{line},{reason}" if reason else line


def not_followed_line(policy: Policy, deal: DealFact, last: datetime | None, now: datetime, *, with_owner: bool) -> str:
    """·宏远建材有限公司(张伟)·方案报价:上次跟进 10月2日,52 天了."""
    owner = f"({deal.owner})" if with_owner else ""
    where = f"·{deal.customer}{owner}·{policy.stage_name(deal.stage)}"
    if last is None:
        return f"{where}:还没记过跟进"
    today, on = now.astimezone(policy.zone).date(), last.astimezone(policy.zone).date()
    return f"{where}:上次跟进{say_date(on, today)},{(today - on).days} 天了"


def support_text(policy: Policy, overdue: Overdue, need: str, now: datetime) -> str:
    """小周需要支持:报价或折扣, and the deal that it is about."""
    line = overdue_line(policy, overdue, now, with_owner=True).removeprefix("·")
    return f"{overdue.deal.owner}需要支持:{need}\n{line}{_sum_of(overdue.deal)}"


def wish_text(policy: Policy, by: str, deal: DealFact, need: str) -> str:
    """小周需要支持:想请领导出面, and the deal that it is about, which is in time."""
    return f"{by}需要支持:{need}\n{deal_about(policy, deal)}"


def deal_about(policy: Policy, deal: DealFact) -> str:
    """杭州鼎新超市有限公司·仓储系统,在需求确认,12 万元."""
    return f"{deal_name(deal)},在{policy.stage_name(deal.stage)}{_sum_of(deal)}"


def _sum_of(deal: DealFact) -> str:
    return f",{say_money(deal.amount_fen)}" if deal.amount_fen else ""


def why(policy: Policy, overdue: Overdue, now: datetime) -> str:
    """What is known of why it is stuck: the objections, and what was promised; or that nothing was logged."""
    today = now.astimezone(policy.zone).date()
    tried = []
    if overdue.attempted_at is not None:
        tried = [f"{say_date(overdue.attempted_at.astimezone(policy.zone).date(), today)}试过,没联系上"]
    if overdue.acknowledged_at is not None:
        tried.append(f"主管{say_date(overdue.acknowledged_at.astimezone(policy.zone).date(), today)}说来处理")
    if overdue.last_followup_at is None:
        return ",".join(["还没联系上过" if overdue.attempted_at else "还没记过跟进", *tried])
    parts = [say_objections(policy, overdue.objections)] if overdue.objections else []
    if overdue.next_at or overdue.next_on or overdue.next_action:
        when = say_when(policy, overdue.next_at, overdue.next_on, now)
        parts.append(f"说好{when}{overdue.next_action or '再联系'}")
    on = say_date(overdue.last_followup_at.astimezone(policy.zone).date(), today)
    words = overdue.unfinished and quoted(overdue.unfinished, LONGEST_BEGUN)
    parts.append(f"{on}说过「{words}」,还差一项,没算跟进" if words else f"上次跟进{on}")
    return ",".join([*parts, *tried])


def missed_line(policy: Policy, step: Step, now: datetime, *, with_owner: bool) -> str:
    """A promised step whose time is over."""
    return f"·{step.customer}{_of(step.owner, with_owner)}:{promise(policy, step, now)},过了还没记"


def soon_line(policy: Policy, step: Step, now: datetime) -> str:
    """快到点了:今天(11月25日)下午两点再去一趟,苏州联创电子有限公司·孙总。办完记一笔。"""
    who = f"·{'、'.join(step.contacts)}" if step.contacts else ""
    return f"快到点了:{promise(policy, step, now)},{step.customer}{who}。办完说一声,我来记。"


def morning_list(policy: Policy, due: Tasks, now: datetime) -> str:
    """What is to be done today, what has an hour in order of time; then limits of today, deals over theirs, and what
    was missed."""
    today = say_date(now.astimezone(policy.zone).date(), now.astimezone(policy.zone).date())
    limits = [task for task in due.coming if isinstance(task, LimitDue)]
    lines = [_coming(policy, task, now) for task in due.coming if not isinstance(task, LimitDue)]
    late = [overdue_line(policy, overdue, now, with_owner=False) for overdue in due.overdue]
    missed = [missed_line(policy, step, now, with_owner=False) for step in due.missed]
    overdue_count = due.late - len(due.missed)
    return "\n".join(
        [
            f"早!{today}你有 {len(lines)} 件事:" if lines else f"早!{today}没有约好的事。",
            *lines,
            *_section("今天到时限的", len(limits), "单", [_coming(policy, task, now) for task in limits]),
            *_section("已经超时的", max(overdue_count, len(late)), "单", late[:MORNING_LATE]),
            *_section("之前说好、还没记的", len(missed), "件", missed),
        ]
    )


def _section(title: str, count: int, unit: str, lines: Sequence[str]) -> list[str]:
    more = [f"……还有 {count - len(lines)} {unit}"] if count > len(lines) else []
    return [f"{title} {count} {unit}:", *lines, *more] if lines else []


def _coming(policy: Policy, task: Step | ReminderFact | LimitDue, now: datetime) -> str:
    return coming_line(policy, task, now, with_day=False, with_owner=False)


def coming_line(
    policy: Policy, task: Step | ReminderFact | LimitDue, now: datetime, *, with_day: bool, with_owner: bool
) -> str:
    """A step, a reminder or a limit to come; `with_day` where not all are on one day."""
    match task:
        case Step():
            who = f"·{'、'.join(task.contacts)}" if task.contacts else ""
            return f"·{task.customer}{who}{_of(task.owner, with_owner)}:{promise(policy, task, now)}"
        case ReminderFact():
            reminded = "(提醒过了)" if task.reminded_at else ""
            return f"·提醒:{at(policy, task.named_at, now, with_day)} {task.text}{reminded}"
        case LimitDue():
            product = f" {task.deal.product_line}" if task.deal.product_line else ""
            when = at(policy, task.at, now, with_day)
            owner = _of(task.deal.owner, with_owner)
            return f"·{task.deal.customer}{product}{owner}:{policy.stage_name(task.deal.stage)}{when}到时限"


def nothing_late(policy: Policy, soon: Sequence[LimitDue], now: datetime) -> str:
    """That there is nothing to put off, and whose limits come next."""
    if not soon:
        return "现在没有要缓的提醒。"
    lines = [f"·{deal_name(due.deal)}:{say_time(due.at, now, policy.zone)}到时限" for due in soon]
    return "\n".join(["现在没有要缓的提醒。接下来到时限的:", *lines, "要缓哪一单,说名字和缓几天就行。"])


def put_off_line(policy: Policy, known: PutOff, now: datetime, *, named: bool = True) -> str:
    """南通海港物流·冷库安装主管让先缓着,到周四(11月12日)上午九点,那之前不催."""
    when, name = say_time(known.until, now, policy.zone), deal_name(known.deal) if named else ""
    return f"{name}主管让先缓着,到{when},那之前不催" if known.held else f"{name}缓到{when}再提醒"


def untouched_line(policy: Policy, due: LimitDue, now: datetime, *, with_owner: bool) -> str:
    """A lead that nobody has followed up yet."""
    product = f" {due.deal.product_line}" if due.deal.product_line else ""
    when = say_time(due.at, now, policy.zone)
    return f"·{due.deal.customer}{product}{_of(due.deal.owner, with_owner)}:{when}前要有第一次跟进"


def late_of_each(counts: Sequence[tuple[str, int]]) -> str:
    """How many deals are over their limit in each stage or team, the most first."""
    if not counts:
        return "现在没有超时的单子,挺好。"
    total = sum(count for _, count in counts)
    return "\n".join([f"现在超时的 {total} 单:", *(f"·{name} {count} 单" for name, count in counts)])


def numbered(lines: Sequence[str], first: int = 1) -> list[str]:
    """Lines of a list with their numbers: 1. 宏远…"""
    return [f"{number}. {line.removeprefix('·')}" for number, line in enumerate(lines, first)]


def short_line(policy: Policy, overdue: Overdue, name: str, *, with_owner: bool) -> str:
    """An overdue deal among several: 宏远 方案报价超时 3 天 4 小时; `name` is its short one."""
    owner = f"({overdue.deal.owner})" if with_owner else ""
    return f"{name}{owner} {policy.stage_name(overdue.deal.stage)}超时 {say_duration(overdue.over_by)}"


def _of(owner: str | None, with_owner: bool) -> str:
    return f"({owner})" if with_owner and owner else ""


def promise(policy: Policy, step: Step, now: datetime) -> str:
    """When and what was promised: 周三(11月25日)下午两点再去."""
    return f"{say_when(policy, step.next_at, step.next_on, now)}{step.next_action or '再联系'}"


def at(policy: Policy, moment: datetime, now: datetime, with_day: bool) -> str:
    """When, with the day where not all are on one."""
    return say_time(moment, now, policy.zone) if with_day else say_clock(moment.astimezone(policy.zone))


def unfinished_line(begun: Sequence[SaidWords]) -> str:
    """What was begun to be recorded and never completed, in its own words."""
    words = dict.fromkeys(one.said for one in begun)
    return "还差一项没记上的:" + "、".join(f"「{quoted(one, LONGEST_BEGUN)}」" for one in [*words][:MOST_BEGUN]) + "。"
