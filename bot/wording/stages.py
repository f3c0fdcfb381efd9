"""How a deal's move to a stage is said back, and how a won or lost deal stands. Pure functions."""

from __future__ import annotations

from datetime import datetime

from bot.wording.records import say_objections
from bot.wording.values import say_date, say_money, say_time
from config.policy import Policy
from sales import deals, limits
from sales.deals import DealFact
from sales.stages import Closed, Moved

FAR = 6  # a sum so many times the deal's, or a part of it, may be a slip
STEPS = "零一两三四五六七八九"


def move_receipt(policy: Policy, moved: Moved, reason: tuple[str, ...], now: datetime) -> str:
    """What was done, and what comes next: until when the new stage may last, or why the deal was lost."""
    deal, line = moved.deal, move_line(policy, moved)
    if deal.stage == deals.WON:
        amount = f",{say_money(deal.amount_fen)}" if deal.amount_fen else ""
        return f"恭喜成交!{line}{amount}"
    if deal.stage == deals.LOST:
        why = f"原因:{say_objections(policy, reason)}" if reason else "是为什么丢的?点一个,或者说一句。"
        return f"已记丢单。{line}\n{why}"
    limit_at = limits.limit_at(deal, policy)
    until = f"\n{say_time(limit_at, now, policy.zone)}前要有进展" if limit_at else ""
    done = "重新打开了。" if moved.stage_from in deals.CLOSED else "已退回。" if _is_back(policy, moved) else "已推进。"
    papers = "、".join(f"{policy.evidence_name(kind)}「{name}」" for kind, name in moved.papers)
    grounds = f"\n凭之前存的{papers}" if papers else ""
    return f"{done}{line}{grounds}{until}"


def _is_back(policy: Policy, moved: Moved) -> bool:
    order = [known.key for known in policy.stages]
    known = moved.stage_from in order and moved.stage_to in order
    return known and order.index(moved.stage_to) < order.index(moved.stage_from)


def move_line(policy: Policy, moved: Moved) -> str:
    """宏远建材有限公司·仓储管理系统:方案报价 → 方案确认."""
    return f"{deal_name(moved.deal)}:{policy.stage_name(moved.stage_from)} → {policy.stage_name(moved.stage_to)}"


def moved_by(policy: Policy, by: str, moved: Moved, reason: tuple[str, ...] = (), *, let_in: bool = False) -> str:
    """To whoever's deal somebody else moved: what was done with it, from where to where, and why it was lost."""
    name, stages = deal_name(moved.deal), f"{policy.stage_name(moved.stage_from)} → {policy.stage_name(moved.stage_to)}"
    if let_in:
        done = f"放行了{name}"
    elif moved.stage_to == deals.WON:
        done = f"把{name}记成交了"
    elif moved.stage_to == deals.LOST:
        done = f"把{name}记丢单了"
    elif moved.stage_from in deals.CLOSED:
        done = f"重新打开了{name}"
    elif _is_back(policy, moved):
        done = f"把{name}退回了"
    else:
        done = f"推进了{name}"
    why = f",原因:{say_objections(policy, reason)}" if moved.stage_to == deals.LOST and reason else ""
    return f"{by}{done}:{stages}{why}"


def deal_name(deal: DealFact) -> str:
    """宏远建材有限公司·仓储管理系统."""
    return "·".join(filter(None, (deal.customer, deal.product_line)))


def closed_state(policy: Policy, closed: Closed, now: datetime) -> str:
    """今天(11月26日)丢单(方案报价阶段),张伟记的,原因:竞品对比."""
    on = say_date(closed.at.astimezone(policy.zone).date(), now.astimezone(policy.zone).date())
    stage = f"({policy.stage_name(closed.stage_before)}阶段)" if closed.stage_before else ""
    amount = closed.deal.amount_fen
    what = f"丢单{stage}" if closed.is_lost else f"成交{f' {say_money(amount)}' if amount else ''}"
    by = f",{closed.by}记的" if closed.by else ""
    why = f",原因:{say_objections(policy, closed.reason)}" if closed.reason else ",没记原因" if closed.is_lost else ""
    return f"{on}{what}{by}{why}"


def doubtful_sum(deal: DealFact, amount_fen: int | None) -> str | None:
    """What is asked where a sum that closes a deal is far from the deal's own; None where it is near."""
    if not amount_fen or not deal.amount_fen or 1 / FAR < amount_fen / deal.amount_fen < FAR:
        return None
    known, named = say_money(deal.amount_fen), say_money(amount_fen)
    return f"{deal_name(deal)}原来记的是 {known},你说的是 {named},差得有点多。按哪个记?"


def doubtful_move(policy: Policy, deal: DealFact, stage: str) -> str | None:
    """What is asked before a deal goes back or leaves out stages: 从线索直接到方案确认,跳过两步,对吗?"""
    order = [known.key for known in policy.stages]
    if stage not in order or deal.stage not in order:
        return None
    steps = order.index(stage) - order.index(deal.stage)
    begin, end = policy.stage_name(deal.stage), policy.stage_name(stage)
    if steps < 0:
        return f"{deal_name(deal)}现在在{begin},要退回到{end},对吗?"
    if steps > 1:
        return f"{deal_name(deal)}从{begin}直接到{end},跳过{STEPS[steps - 1]}步,对吗?"
    return None
