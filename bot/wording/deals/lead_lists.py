"""What is said of several leads: which wait, to whom they went, how they are handed out. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.wording.values import say_time
from config.policy import Policy
from sales.deals import DealFact
from sales.leads import LeadTimes

MOST_SHOWN = 12
TO_WHOM = "分给谁?发我同事的名字就行。"
NONE_WAITING = "现在没有等着分的线索。来了新线索,说「新线索:公司名,联系人」,再说给谁、轮流分或按区域分。"
NO_REGION = "按区域分不了:客户在哪个区没说,或者那个区没有销售。点一个人就行。"
RULES = {
    "manual": "现在线索由主管点人分:录的时候说「给小王」、点「交给…」,或者说「轮流分给组里」「按区域分」。",
    "round_robin": "主管录的线索自动按顺序分:谁最久没分到,下一条就给谁。录的时候说「给小王」就按说的分。",
    "by_region": "主管录的线索自动按区域分:先看客户在哪个区,再在那个组里按顺序轮。录的时候说「给小王」就按说的分。",
}


def shared(lines: Sequence[str], left: int) -> str:
    """Which leads went to whom, and how many still wait."""
    if not lines:
        return f"还有 {left} 条没分:这些客户没写区域,或者那个区没有销售。说「都给小王」「轮流分给组里」就行。"
    more = [f"还有 {left} 条没分。"] if left else []
    return "\n".join([*lines, *more])


def untouched(policy: Policy, found: Sequence[DealFact], now: datetime) -> str:
    """The leads in which nobody has been reached yet."""
    if not found:
        return "线索都联系过了,没有还没首触的。"
    lines = [
        f"· {deal.customer}({deal.owner},{say_time(deal.stage_entered_at, now, policy.zone)}进来)"
        for deal in found[:MOST_SHOWN]
    ]
    more = [f"……还有 {len(found) - MOST_SHOWN} 条"] if len(found) > MOST_SHOWN else []
    return "\n".join([f"还没首触的线索 {len(found)} 条,先进来的在前:", *lines, *more])


def whose(entered: Sequence[LeadTimes], waiting: Sequence[DealFact]) -> str:
    """To whom the leads of today went, and which still wait."""
    ids = {deal.id for deal in waiting}
    went = [f"· {lead.customer} → {lead.owner}" for lead in entered if lead.deal_id not in ids]
    lines = [f"今天进来 {len(entered)} 条线索。" if entered else "今天还没有新线索。", *went[:MOST_SHOWN]]
    if waiting:
        more = "等" if len(waiting) > MOST_SHOWN else ""
        names = "、".join(deal.customer for deal in waiting[:MOST_SHOWN])
        lines.append(f"还没分的 {len(waiting)} 条:{names}{more}。说「给小王」或「轮流分给组里」就分。")
    return "\n".join(lines)


def wants_one(boss: str | None) -> str:
    """How somebody who sells gets a lead."""
    whom = f"{boss}分" if boss is not None else "主管分"
    ask = f"线索由{whom}。想要,说「转告{boss or '主管'} 我想跟一条线索」,我带话"
    return f"{ask};自己找到的直接说「新线索:公司名,联系人」,就归你。"


def rule(policy: Policy) -> str:
    """How leads are handed out."""
    return RULES[policy.leads.assign]
