"""How a deal's move to a stage is said back. Pure functions."""

from __future__ import annotations

from datetime import datetime

from bot.wording.records import say_objections
from bot.wording.values import say_money, say_time
from config.policy import Policy
from sales import deals, limits
from sales.stages import Moved


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
    return f"已推进。{line}{until}"


def move_line(policy: Policy, moved: Moved) -> str:
    """宏远建材有限公司·仓储管理系统:方案报价 → 方案确认."""
    name = "·".join(filter(None, (moved.deal.customer, moved.deal.product_line)))
    return f"{name}:{policy.stage_name(moved.stage_from)} → {policy.stage_name(moved.stage_to)}"
